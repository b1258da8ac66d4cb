import type { KnownBlock, ModalView } from '@slack/types';
import type { Entity, EntityName } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut } from '../../../model/text/text.ts';
import { differences } from '../../../crm/records/index.ts';
import { jobOf, reportOf, type ImportJob, type Sample, type Sum, type Sums } from '../../../crm/import/index.ts';
import { escape, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import type { State } from '../../forms/answers.ts';
import type { Redrawing } from '../../forms/form-kind.ts';
import { backButton } from '../../forms/split.ts';
import { showMoney } from '../../views/mask.ts';
import { showContext } from '../../views/show-context.ts';
import { showValue, type ShowContext } from '../../views/values.ts';
import { FIX } from './import-causes.ts';
import { checkForm, checkMemory, EXAMPLES, TOTALS } from './import-check.ts';
import { columnsForm } from './import-columns.ts';
import { fixForm } from './import-fix.ts';

/** Slack takes a section of this many characters. */
const MOST_CHARACTERS = 2900;

const HEADLINES: Readonly<Record<Sample['is'], string>> = {
  new: ':sparkles: *New*',
  change: ':pencil2: *Changed*',
  twin: ':busts_in_silhouette: *Might be duplicates*',
};

const fieldLines = (entity: Entity, { before, after }: Sample, context: ShowContext): string[] => {
  const shown = (record: AnyRecord, name: string): string => cut(showValue(entity, record, name, context), 300);
  if (before)
    return Object.keys(differences(entity, before, after)).map(
      (name) => `${entity.fields[name]?.label ?? name}: ${shown(before, name)} → ${shown(after, name)}`,
    );
  return Object.entries(entity.fields)
    .filter(([name, { ours }]) => !ours && after[name] !== null && after[name] !== undefined)
    .map(([name, { label }]) => `${label}: ${shown(after, name)}`);
};

const sampleBlocks = (entity: Entity, samples: readonly Sample[], context: ShowContext): KnownBlock[] => {
  const kinds: Sample['is'][] = ['new', 'change', 'twin'];
  return kinds.flatMap((is) => {
    const some = samples.filter((sample) => sample.is === is);
    if (some.length === 0) return [];
    return [
      section(HEADLINES[is]),
      ...some.map((sample) =>
        section(cut(`*Line ${sample.line}*\n${fieldLines(entity, sample, context).join('\n')}`, MOST_CHARACTERS)),
      ),
    ];
  });
};

/** Some rows of each outcome, with every value as it would be stored. */
const examplesView = async (request: SlackRequest, job: ImportJob): Promise<ModalView> => {
  const entity = entityOf(job.entity);
  const { samples, titles } = await reportOf(request, job.id);
  const records = samples.flatMap(({ before, after }) => (before ? [before, after] : [after]));
  const context = await showContext(request, [{ entity, records }]);
  // Records that are yet to be created have no title but the one in the file.
  const titled = { ...context, titles: (to: EntityName, id: number) => titles[id] ?? context.titles(to, id) };
  return formOf('Examples', null, { ...checkMemory(request, job), page: EXAMPLES }, [
    small('As they would be saved. Nothing is saved yet.'),
    ...sampleBlocks(entity, samples, titled),
    backButton(),
  ]);
};

/** A sum of the file, and beside it that of what would be saved. */
const sumBlock = (sum: Sum, becomes: string | null, money: (minor: number) => string): KnownBlock => {
  const { label, rows, amount, storedRows, storedAmount } = sum;
  const to = becomes === null || becomes === label ? '' : ` → ${becomes}`;
  const whole = storedRows === rows && storedAmount === amount ? 'all' : null;
  const part = storedRows === 0 ? 'none' : `${count(storedRows, 'row')}, ${money(storedAmount)}`;
  return besides(`*${escape(label)}*${escape(to)}\n${count(rows, 'row')}, ${money(amount)}`, whole ?? part);
};

/** Two texts beside each other; on a phone the second comes below. */
const besides = (first: string, second: string): KnownBlock => ({
  type: 'section',
  fields: [first, second].map((text) => ({ type: 'mrkdwn' as const, text })),
});

const totalsBlocks = ({ stages, owners, unread, currency }: Sums, request: SlackRequest): KnownBlock[] => {
  const { crm, masked } = request.slack;
  const { locale } = crm.settings;
  const money = (minor: number): string => showMoney(minor, currency, { locale, masked });
  const all = (sums: readonly Sum[]): Sum =>
    sums.reduce(
      (sum, one) => ({
        label: 'Total',
        rows: sum.rows + one.rows,
        amount: sum.amount + one.amount,
        storedRows: sum.storedRows + one.storedRows,
        storedAmount: sum.storedAmount + one.storedAmount,
      }),
      { label: 'Total', rows: 0, amount: 0, storedRows: 0, storedAmount: 0 },
    );
  return [
    besides(':inbox_tray: *In the file*', ':floppy_disk: *Would be saved*'),
    sumBlock(all(stages), null, money),
    section('*By stage*'),
    ...stages.map((sum) => sumBlock(sum, sum.becomes, money)),
    section('*By owner*'),
    ...owners.map((sum) => sumBlock(sum, null, money)),
    ...(unread > 0
      ? [small(`${count(unread, 'row')} with an amount that can’t be read ${unread === 1 ? 'counts' : 'count'} as 0.`)]
      : []),
  ];
};

/** Rows and amounts of the file beside those that would be stored. */
const totalsView = async (request: SlackRequest, job: ImportJob): Promise<ModalView> => {
  const { sums } = await reportOf(request, job.id);
  if (sums === null) return checkForm(request, job);
  return formOf('Totals', null, { ...checkMemory(request, job), page: TOTALS }, [
    ...totalsBlocks(sums, request),
    backButton(),
  ]);
};

/** What a button in the preview leads to: one of its pages, or back. */
export async function redrawCheck(
  request: SlackRequest,
  memory: FormMemory,
  _state: State,
  { pressed = '' }: Redrawing,
): Promise<ModalView> {
  const job = await jobOf(request, memory.job ?? 0);
  if (pressed.startsWith(FIX)) return fixForm(request, job, Number(pressed.slice(FIX.length)));
  if (pressed === EXAMPLES) return examplesView(request, job);
  if (pressed === TOTALS) return totalsView(request, job);
  return memory.page === undefined ? columnsForm(request, job) : checkForm(request, job);
}
