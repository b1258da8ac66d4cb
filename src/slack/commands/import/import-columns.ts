import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { KEY, referenceOfKey, type Target } from '../../../model/import/targets.ts';
import type { Field } from '../../../model/fields.ts';
import { Invalid } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut } from '../../../model/text/text.ts';
import {
  answerImport,
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
import type { State } from '../../forms/answers.ts';
import { formOf, type FormMemory } from '../../forms/form.ts';
import { backButton } from '../../forms/split.ts';
import { checking } from './checking.ts';
import { ownerFieldOf, REST_OWNER, restOwnerAnswer, restOwnerInput } from './rest-owner.ts';
import { columnAnswers, columnQuestions, isUndecided, type Column } from './column-questions.ts';
import type { Slow } from '../../forms/slow.ts';

/** Columns on a page: with up to two questions about each, Slack’s hundred blocks hold them all. */
const PAGE = 30;

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

interface Shown {
  headings: readonly string[];
  first: readonly Row[];
  options: readonly PlainTextOption[];
}

const question = (at: number, chosen: readonly string[], { headings, first, options }: Shown): InputBlock => {
  const initial = options.filter(({ value }) => chosen.includes(value ?? ''));
  return {
    type: 'input',
    block_id: blockOf(at),
    optional: true,
    label: plain(labelOf(headings, at), 150),
    hint: plain(samples(first, at), 2000),
    element: {
      type: 'multi_static_select',
      action_id: blockOf(at),
      placeholder: plain('Don’t import'),
      options: [...options],
      ...(initial.length > 0 && { initial_options: initial }),
    },
  };
};

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

type Table = Awaited<ReturnType<typeof tableOf>>;

/** The columns of a page, as they stand in the file. Empty ones, of which some files have hundreds, are not asked about. */
const pagesOf = ({ headings, facts }: Table): number[][] => {
  const asked = headings.map((_, at) => at).filter((at) => (facts[at]?.filled ?? 0) > 0);
  const pages = Math.max(1, Math.ceil(asked.length / PAGE));
  return Array.from({ length: pages }, (_, at) => asked.slice(at * PAGE, (at + 1) * PAGE));
};

/** Everything that the cells of a column go into. */
const targetsOf = (at: number, { headings }: Table, { targets, answers }: ImportJob): string[] =>
  [
    targets[at],
    ...answers.copies.flatMap((from, copy) => (from === at ? [targets[headings.length + copy]] : [])),
  ].filter((target) => typeof target === 'string');

/** Those of the columns that go somewhere, once for each target. */
const columnsAmong = (asked: readonly number[], table: Table, job: ImportJob): Column[] =>
  asked.flatMap((at) => {
    const facts = table.facts[at];
    if (!facts) return [];
    return targetsOf(at, table, job).map((target) => ({ at, heading: labelOf(table.headings, at), target, facts }));
  });

const pageIn = ({ page }: FormMemory): number => Number(page ?? 0) || 0;

/** The questions that are answered with records. */
export function columnsFields({ entity }: FormMemory): Record<string, Field> {
  const [, field] = ownerFieldOf(entityOf(entity)) ?? [];
  return field ? { [REST_OWNER]: field } : {};
}

/** Asks to match the columns of a file, with recognised headings already chosen. */
export async function columnsForm(request: SlackRequest, job: ImportJob, page = 0): Promise<ModalView> {
  const { crm } = request.slack;
  const entity = entityOf(job.entity);
  const table = await tableOf(crm, job);
  const { headings, first } = table;
  const targets = await targetsIn({ crm, actor: request.actor }, job, headings);
  const pages = pagesOf(table);
  const asked = pages[page] ?? [];
  const questions = columnsAmong(asked, table, job).map((column) => ({
    at: column.at,
    blocks: columnQuestions(entity, column, crm.settings, job.answers),
  }));
  const shown = { headings, first, options: targets.map(optionOf) };
  const empty = headings.length - pages.flat().length;
  const notes = [
    ...(pages.length > 1 ? [`Step ${page + 1} of ${pages.length}.`] : []),
    ...(job.targets.every((target) => target === null)
      ? ['No header was recognised. Is the first row a header row?']
      : []),
    ...(empty > 0 ? [`${count(empty, 'empty column')} ${empty === 1 ? 'isn’t' : 'aren’t'} shown.`] : []),
    'Empty cells change nothing; new records get defaults.',
    ...[kindNote(entityOf(job.entity), headings, job.targets) ?? []].flat(),
  ];
  const memory: FormMemory = {
    form: 'import-columns',
    entity: job.entity,
    job: job.id,
    page: String(page),
    ...(request.channel && { channel: request.channel }),
  };
  const isLast = page >= pages.length - 1;
  const blocks = asked.flatMap((at) => [
    question(at, targetsOf(at, table, job), shown),
    ...questions.filter((one) => one.at === at).flatMap((one) => one.blocks),
  ]);
  return formOf('Match columns', isLast ? 'Preview' : 'Next', memory, [
    section(`*${escape(job.file)}*: ${count(job.rows, 'row')}, ${count(headings.length, 'column')}.`),
    small(...notes),
    ...(page === 0 && job.targets.some(isId) ? [sourceInput(job.source)] : []),
    ...blocks,
    ...(isLast ? await restOwnerInput(request, entity, job) : []),
    ...(page > 0 ? [backButton()] : []),
  ]);
}

/** Draws the form of an import’s columns again, as they are chosen by now; behind Back, the page before. */
export async function redrawColumns(request: SlackRequest, memory: FormMemory): Promise<ModalView> {
  return columnsForm(request, await jobOf(request, memory.job ?? 0), Math.max(0, pageIn(memory) - 1));
}

/** What was chosen on a page; other columns stay as they are. */
const chosenIn = (state: State, table: Table, job: ImportJob): { targets: (string | null)[]; copies: number[] } => {
  const chosen = table.headings.map((_, at): string[] => {
    const options = state[blockOf(at)]?.[blockOf(at)]?.selected_options;
    return options ? options.map(({ value }) => value) : targetsOf(at, table, job);
  });
  const further = chosen.flatMap((all, at) => all.slice(1).map((target) => ({ at, target })));
  return {
    targets: [...chosen.map(([first]) => first ?? null), ...further.map(({ target }) => target)],
    copies: further.map(({ at }) => at),
  };
};

/** Keeps how the columns were matched. @throws Invalid, by the block of the column */
const keepTargets = async (
  request: SlackRequest,
  job: ImportJob,
  table: Table,
  state: State,
  isWhole: boolean,
): Promise<ImportJob> => {
  const source = state[SOURCE]?.[SOURCE]?.value ?? (job.source || undefined);
  try {
    const { targets, copies } = chosenIn(state, table, job);
    return await chooseTargets(request, job.id, targets, { source, copies, isWhole });
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(
      Object.fromEntries(Object.entries(error.fields).map(([at, text]) => [at && blockOf(Number(at)), text])),
    );
  }
};

/** Tries the file as the columns were chosen, and shows what would happen, or asks what is not clear yet. */
export async function saveColumns(request: SlackRequest, memory: FormMemory, state: State): Promise<Slow> {
  const { crm } = request.slack;
  const before = await jobOf(request, memory.job ?? 0);
  const table = await tableOf(crm, before);
  const [page, pages] = [pageIn(memory), pagesOf(table)];
  const asked = pages[page] ?? [];
  const chosen = await keepTargets(request, before, table, state, page >= pages.length - 1);
  const entity = entityOf(before.entity);
  const answers = columnAnswers(columnsAmong(asked, table, before), state);
  const job = await answerImport(request, chosen.id, { ...answers, ...restOwnerAnswer(entity, state) });
  const isOpen = (at: number): boolean =>
    columnsAmong(pages[at] ?? [], table, job).some((column) => isUndecided(entity, column, crm.settings, job.answers));
  const next = isOpen(page) ? page : page + 1;
  if (next >= pages.length) return checking(request, job);
  return {
    first: await columnsForm(request, job, next),
    work: async () => ({ view: await columnsForm(request, job, next), message: null }),
  };
}
