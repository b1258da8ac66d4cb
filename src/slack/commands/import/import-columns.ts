import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { dayIn } from '../../../model/dates/calendar.ts';
import type { ColumnFacts } from '../../../model/import/columns.ts';
import { readDayOfMoment } from '../../../model/import/days.ts';
import { columnsToAsk, targetsOf, type Target } from '../../../model/import/headings.ts';
import { Invalid } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut } from '../../../model/text/text.ts';
import { checkImport, chooseTargets, jobOf, tableOf, type ImportJob, type Row } from '../../../crm/import/index.ts';
import { escape, plain, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { readyMessage, waiting } from './import-view.ts';
import type { State } from '../../forms/answers.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import { checkForm } from './import-check.ts';
import type { Slow } from '../../forms/slow.ts';

/** Columns that one window can ask about: Slack takes a hundred blocks. */
const MOST_ASKED = 80;
const LEAVE_OUT: PlainTextOption = { text: plain('Leave it out'), value: '-' };

const COLUMN = 'column-';
/** Block id of the question about a column; the options change with the entity alone, so an answer stays. */
const blockOf = (at: number): string => `${COLUMN}${at}`;

/** What a column holds, for telling it from others. */
const samples = (rows: readonly Row[], at: number): string => {
  const found = rows.map(({ cells }) => (cells[at] ?? '').replace(/\s+/g, ' ').trim()).filter((cell) => cell !== '');
  return found.length === 0
    ? 'Blank in the first rows.'
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
  return day === null ? '' : ` Here ${cut(example ?? '', 40)} is ${dayIn(day, locale)}; write days as ${day} if not.`;
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

const optionOf = ({ name, label }: Target): PlainTextOption => ({ text: plain(label), value: name });

/** Those that are asked about, as they stand in the file: of too many, the ones that were recognised before the others. */
const askedOf = (targets: readonly (string | null)[], facts: readonly ColumnFacts[]): number[] =>
  columnsToAsk(
    targets,
    facts.map(({ filled }) => filled),
  )
    .slice(0, MOST_ASKED)
    .toSorted((a, b) => a - b);

/** Asks what each column of a file holds, with what its heading says already chosen. */
export async function columnsForm(request: SlackRequest, job: ImportJob): Promise<ModalView> {
  const entity = entityOf(job.entity);
  const { headings, first, facts } = await tableOf(request.slack.crm, job);
  const { locale } = request.slack.crm.settings;
  const shown = { headings, first, facts, locale, options: targetsOf(entity, request.actor.role).map(optionOf) };
  const asked = askedOf(job.targets, facts);
  const unknown = job.targets.filter((target) => target === null).length;
  const rest = headings.length - asked.length;
  const notes = [
    ...(unknown === headings.length
      ? ['No column is called like anything here. Does the file begin with a line of headings?']
      : []),
    ...(rest > 0 ? [`${count(rest, 'further column')} ${rest === 1 ? 'is' : 'are'} left out.`] : []),
    'Blank cells leave what is there, or what a new record starts with.',
  ];
  const memory: FormMemory = {
    form: 'import-columns',
    entity: job.entity,
    job: job.id,
    ...(request.channel && { channel: request.channel }),
  };
  return formOf('What the columns hold', 'Check', memory, [
    section(`*${escape(job.file)}*: ${count(job.rows, 'row')}, ${count(headings.length, 'column')}.`),
    small(...notes),
    ...asked.map((at) => question(at, job.targets[at] ?? null, shown)),
  ]);
}

/** Draws the form of an import’s columns again, as they are chosen by now. */
export async function redrawColumns(request: SlackRequest, memory: FormMemory): Promise<ModalView> {
  return columnsForm(request, await jobOf(request, memory.job ?? 0));
}

const targetsIn = (state: State, columns: number): (string | null)[] =>
  Array.from({ length: columns }, (_, at) => {
    const chosen = state[blockOf(at)]?.[blockOf(at)]?.selected_option?.value ?? LEAVE_OUT.value;
    return chosen === LEAVE_OUT.value ? null : (chosen ?? null);
  });

/** Tries the file as the columns were chosen, and shows what would happen. */
export async function saveColumns(request: SlackRequest, { job: id = 0 }: FormMemory, state: State): Promise<Slow> {
  const job = await jobOf(request, id);
  const entity = entityOf(job.entity);
  try {
    await chooseTargets(request, id, targetsIn(state, job.targets.length));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(
      Object.fromEntries(Object.entries(error.fields).map(([at, text]) => [at && blockOf(Number(at)), text])),
    );
  }
  const progress = (done: number): string =>
    `Checking ${job.file} …\n${done.toLocaleString('en')} of ${count(job.rows, 'row')}`;
  return {
    first: waiting(entity, progress(0)),
    work: async (show) => {
      const checked = await checkImport(request, id, (done) => show(waiting(entity, progress(done))));
      return { view: await checkForm(request, checked), message: readyMessage(checked) };
    },
  };
}
