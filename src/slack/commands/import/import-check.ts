import type { Button, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { AlreadyDone } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { jobOf, reportOf, type ImportJob, type Report } from '../../../crm/import/index.ts';
import { button, escape, plain, section, small } from '../../messages/blocks.ts';
import { reading, type SlackRequest } from '../../slack-context.ts';
import { runImport } from './run-import.ts';
import { causeBlocks } from './import-causes.ts';
import { forecastLines, importing, writesAny } from './import-view.ts';
import type { State } from '../../forms/answers.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import type { Slow } from '../../forms/slow.ts';
import { backButton } from '../../forms/split.ts';

const TWINS = 'twins';

const CHOICES: readonly PlainTextOption[] = [
  { text: plain('Skip them'), value: 'skip' },
  { text: plain('Import anyway'), value: 'create' },
];

const twinsInput = (n: number): InputBlock => ({
  type: 'input',
  block_id: TWINS,
  label: plain(`${count(n, 'row')} might be duplicates`, 150),
  element: {
    type: 'radio_buttons',
    action_id: TWINS,
    options: [...CHOICES],
    ...(CHOICES[0] && { initial_option: CHOICES[0] }),
  },
});

/** Action ids of the buttons to the other pages of the preview. */
export const EXAMPLES = 'examples';
export const TOTALS = 'totals';

const pageButton = (label: string, action_id: string): Button => ({
  type: 'button',
  text: plain(label),
  action_id,
  value: action_id,
});

const pagesBlock = ({ id, tally: { bad, twins } }: ImportJob, { samples, sums }: Report): KnownBlock[] => {
  const elements = [
    ...(samples.length > 0 ? [pageButton('Examples', EXAMPLES)] : []),
    ...(sums === null ? [] : [pageButton('Totals', TOTALS)]),
    ...(bad + twins > 0 ? [button('Download rows', 'import-rejected', String(id))] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
};

const twinBlocks = ({ twins }: Report, n: number): KnownBlock[] => {
  if (n === 0) return [];
  const lines = twins.map(({ line, reason }) => `• Line ${line}: ${escape(reason)}`);
  const more = n - twins.length;
  return [section([...lines, ...(more > 0 ? [`• ${more} more`] : [])].join('\n')), twinsInput(n)];
};

/** The preview’s memory, for whatever is shown in its place. */
export function checkMemory({ channel }: SlackRequest, { id, entity }: ImportJob): FormMemory {
  return { form: 'import-check', entity, job: id, ...(channel && { channel }) };
}

/** Shows what would happen, before anything is written. */
export async function checkForm(request: SlackRequest, job: ImportJob): Promise<ModalView> {
  const { twins } = job.tally;
  const some = writesAny(job) || twins > 0;
  const report = await reportOf(request, job.id);
  return formOf('Preview', some ? 'Import' : null, checkMemory(request, job), [
    section(`*${escape(job.file)}*: ${count(job.rows, 'row')}. Nothing is saved yet.`),
    section(forecastLines(job).join('\n')),
    ...causeBlocks(report.causes, job.entity),
    ...twinBlocks(report, twins),
    ...pagesBlock(job, report),
    backButton(),
    small(
      some
        ? 'You can undo the whole import at once. Only subscriptions that include imports post it.'
        : report.causes.length > 0
          ? 'Nothing can be imported yet. Fix the rows above or the file, or go back and match columns again.'
          : 'There’s nothing to import. Everything in the file is already here.',
    ),
  ]);
}

/** Runs the import and shows its result. */
export async function saveCheck(request: SlackRequest, { job: id = 0 }: FormMemory, state: State): Promise<Slow> {
  const job = await jobOf(request, id);
  if (job.state !== 'checked') throw new AlreadyDone(job.act);
  const chosen = state[TWINS]?.[TWINS]?.selected_option?.value;
  const twins = chosen === 'create' ? 'create' : 'skip';
  return {
    first: importing(job, 0),
    work: async (show) => {
      const message = await runImport(request, job, { twins, progress: (done) => show(importing(job, done)) });
      return { view: reading(`Import ${entityOf(job.entity).plural}`, message.blocks), message: null };
    },
  };
}
