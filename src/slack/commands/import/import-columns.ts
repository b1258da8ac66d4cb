import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { dayIn } from '../../../model/dates/calendar.ts';
import type { ColumnFacts } from '../../../model/import/columns.ts';
import { readDayOfMoment } from '../../../model/import/days.ts';
import { columnsToAsk, type Target } from '../../../model/import/headings.ts';
import { KEY, referenceOfKey } from '../../../model/import/source-ids.ts';
import { Invalid } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut } from '../../../model/text/text.ts';
import {
  checkImport,
  chooseTargets,
  jobOf,
  kindNote,
  tableOf,
  targetsIn,
  type ImportJob,
  type Row,
} from '../../../crm/import/index.ts';
import { escape, plain, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { readyMessage, waiting } from './import-view.ts';
import type { State } from '../../forms/answers.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import { checkForm } from './import-check.ts';
import type { Slow } from '../../forms/slow.ts';

/** Columns that one window can ask about: Slack takes a hundred blocks. */
const MOST_ASKED = 80;
const LEAVE_OUT: PlainTextOption = { text: plain('Don’t import'), value: '-' };

const COLUMN = 'column-';
/** Block id of the question about a column; the options change with the entity alone, so an answer stays. */
const blockOf = (at: number): string => `${COLUMN}${at}`;

/** What a column holds, for telling it from others. */
const samples = (rows: readonly Row[], at: number): string => {
  const found = rows.map(({ cells }) => (cells[at] ?? '').replace(/\s+/g, ' ').trim()).filter((cell) => cell !== '');
  return found.length === 0
    ? 'Empty in the first rows.'
    : found
        .slice(0, 3)
        .map((cell) => `“${cut(cell, 40)}”`)
        .join(', ');
};

const labelOf = (headings: readonly string[], at: number): string => {
  const heading = headings[at] ?? '';
  if (heading === '') return `Column ${at + 1}`;
  return headings.filter((one) => one === heading).length > 1 ? `${heading} (column ${at + 1})` : heading;
};

/** How days are read that no cell of the column tells from others, for whoever sees that they were meant otherwise. */
const doubt = (facts: ColumnFacts | undefined, locale: string): string => {
  const example = facts?.days.is === 'open' ? facts.days.example : null;
  const day = example === null ? null : readDayOfMoment(example, locale, 'UTC');
  return day === null
    ? ''
    : ` ${cut(example ?? '', 40)} is read as ${dayIn(day, locale)}. If that’s wrong, write days like ${day}.`;
};

interface Shown {
  headings: readonly string[];
  first: readonly Row[];
  facts: readonly ColumnFacts[];
  locale: string;
  options: readonly PlainTextOption[];
}

const question = (
  at: number,
  target: string | null,
  { headings, first, facts, locale, options }: Shown,
): InputBlock => ({
  type: 'input',
  block_id: blockOf(at),
  label: plain(labelOf(headings, at), 150),
  hint: plain(`${samples(first, at)}${doubt(facts[at], locale)}`, 2000),
  element: {
    type: 'static_select',
    action_id: blockOf(at),
    options: [LEAVE_OUT, ...options],
    initial_option: options.find(({ value }) => value === target) ?? LEAVE_OUT,
  },
});

const SOURCE = 'source';

const isId = (target: string | null): boolean =>
  target === KEY.name || (target !== null && referenceOfKey(target) !== null);

/** Asks which system the IDs are from: only there are they unique. */
const sourceInput = (source: string): InputBlock => ({
  type: 'input',
  block_id: SOURCE,
  label: plain('The IDs are from'),
  hint: plain('The system, such as HubSpot. The next file from there updates these records by their IDs.', 2000),
  element: {
    type: 'plain_text_input',
    action_id: SOURCE,
    max_length: 60,
    ...(source !== '' && { initial_value: cut(source, 60) }),
  },
});

const optionOf = ({ name, label }: Target): PlainTextOption => ({ text: plain(label), value: name });

/** The columns to ask about, as they stand in the file: of too many, the recognised ones first. */
const askedOf = (targets: readonly (string | null)[], facts: readonly ColumnFacts[]): number[] =>
  columnsToAsk(
    targets,
    facts.map(({ filled }) => filled),
  )
    .slice(0, MOST_ASKED)
    .toSorted((a, b) => a - b);

/** Asks to match the columns of a file, with recognised headings already chosen. */
export async function columnsForm(request: SlackRequest, job: ImportJob): Promise<ModalView> {
  const { headings, first, facts } = await tableOf(request.slack.crm, job);
  const { locale } = request.slack.crm.settings;
  const targets = await targetsIn({ crm: request.slack.crm, actor: request.actor }, job, headings);
  const shown = { headings, first, facts, locale, options: targets.map(optionOf) };
  const asked = askedOf(job.targets, facts);
  const unknown = job.targets.filter((target) => target === null).length;
  const rest = headings.length - asked.length;
  const notes = [
    ...(unknown === headings.length
      ? ['No column name was recognized. Check that the file starts with a header row.']
      : []),
    ...(rest > 0 ? [`${count(rest, 'more column')} ${rest === 1 ? 'isn’t' : 'aren’t'} imported.`] : []),
    'Empty cells change nothing; new records get defaults.',
    ...[kindNote(entityOf(job.entity), headings, job.targets) ?? []].flat(),
  ];
  const memory: FormMemory = {
    form: 'import-columns',
    entity: job.entity,
    job: job.id,
    ...(request.channel && { channel: request.channel }),
  };
  return formOf('Match columns', 'Preview', memory, [
    section(`*${escape(job.file)}*: ${count(job.rows, 'row')}, ${count(headings.length, 'column')}.`),
    small(...notes),
    ...(job.targets.some(isId) ? [sourceInput(job.source)] : []),
    ...asked.map((at) => question(at, job.targets[at] ?? null, shown)),
  ]);
}

/** Draws the form of an import’s columns again, as they are chosen by now. */
export async function redrawColumns(request: SlackRequest, memory: FormMemory): Promise<ModalView> {
  return columnsForm(request, await jobOf(request, memory.job ?? 0));
}

const chosenIn = (state: State, columns: number): (string | null)[] =>
  Array.from({ length: columns }, (_, at) => {
    const chosen = state[blockOf(at)]?.[blockOf(at)]?.selected_option?.value ?? LEAVE_OUT.value;
    return chosen === LEAVE_OUT.value ? null : (chosen ?? null);
  });

/** Tries the file as the columns were chosen, and shows what would happen. */
export async function saveColumns(request: SlackRequest, { job: id = 0 }: FormMemory, state: State): Promise<Slow> {
  const job = await jobOf(request, id);
  const entity = entityOf(job.entity);
  try {
    const source = state[SOURCE]?.[SOURCE]?.value ?? undefined;
    await chooseTargets(request, id, chosenIn(state, job.targets.length), source);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(
      Object.fromEntries(Object.entries(error.fields).map(([at, text]) => [at && blockOf(Number(at)), text])),
    );
  }
  const progress = (done: number): string =>
    `Checking ${job.file}…\n${done.toLocaleString('en')} of ${count(job.rows, 'row')}`;
  return {
    first: waiting(entity, progress(0)),
    work: async (show) => {
      const checked = await checkImport(request, id, (done) => show(waiting(entity, progress(done))));
      return { view: await checkForm(request, checked), message: readyMessage(checked) };
    },
  };
}
