import type { Actor } from '../../../model/actor.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { Unclear } from '../../../model/errors.ts';
import { count } from '../../../model/text/text.ts';
import { note } from '../../../crm/records/run-in-transaction.ts';
import { exportPages, permitExport } from '../../../crm/export/export.ts';
import { inFull } from '../../../crm/search/kept-words.ts';
import { behind, isFigure } from '../../../crm/summary/behind.ts';
import { definitionOf, type FigureKey } from '../../../crm/summary/figures.ts';
import { isPart, PARTS, partOf, type PartName } from '../../../crm/summary/parts.ts';
import { readQuestion, type Question } from '../../../crm/summary/question.ts';
import { entityFor } from '../../../crm/summary/subjects.ts';
import { tableCsv } from '../../../crm/summary/table.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import type { Ask } from '../../slack-context.ts';
import { answerWithFile, iconOf, sendFiles, whereItIs } from '../../messages/files.ts';
import { summaryForm } from './summary-form.ts';
import { onceAtATime } from '../../in-flight.ts';
import { figureReply } from './figure.ts';
import { partTold } from './summary-part.ts';
import type { Verb } from '../command.ts';

const GONE = 'Open `/crm summary` again, and press its buttons.';

/** On what an answer depends beside the data: who asks, from where, and what. */
export const askedBy = ({ slackUserId, role, timeZone }: Actor, what: string): string =>
  JSON.stringify([slackUserId, role, timeZone, what]);

const split = (words: string): [string, string] => {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
  return [first, rest.trim()];
};

const questionIn = async ({ desk: { crm }, actor }: Ask, words: string): Promise<Question> =>
  readQuestion(crm, actor, await inFull(crm, words));

/** `forecast this-quarter owner:@ana` */
const readPart = async (ask: Ask, words: string): Promise<{ name: PartName; question: Question }> => {
  const [name, rest] = split(words);
  if (!isPart(name)) throw new Unclear(GONE);
  return { name, question: await questionIn(ask, rest) };
};

/** Behind the buttons of a summary: one part of it, with its pictures and tables. */
const summaryPart: Verb = {
  name: 'summary-part',
  past: true,
  run: async (ask, words) => {
    const { name, question } = await readPart(ask, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary' });
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Working out *${PARTS[name]}* of *${escape(question.period.name)}* …`),
      last: () =>
        onceAtATime(ask.desk.crm, askedBy(ask.actor, `${name} ${question.words}`), () => partTold(ask, question, name)),
    };
  },
};

/** `Won by month` -> `won-by-month` */
const fileName = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const sendTables = async (ask: Ask, question: Question, name: PartName): Promise<Message> => {
  const { desk, actor } = ask;
  const { tables, provenance } = await partOf(desk.crm, actor, question, name);
  const files = tables.map((table) => ({
    name: `${fileName(table.title)}-${provenance.from}-${provenance.to}.csv`,
    bytes: tableCsv(table, provenance.currency),
  }));
  const titles = tables.map(({ title }) => `*${escape(title)}*`).join(', ');
  const said = say(
    `:outbox_tray: ${titles}, ${escape(question.period.name)}. Only you see ${files.length === 1 ? 'it' : 'them'}.`,
  );
  const sent = await sendFiles(desk, actor.slackUserId, files, said);
  const isOne = files.length === 1;
  return say(`${iconOf(sent)} ${isOne ? 'The file' : `${files.length} files`} ${whereItIs(desk, sent, isOne)}`);
};

/** Behind “As CSV files”: the tables of a part, each as a file. */
const summaryCsv: Verb = {
  name: 'summary-csv',
  past: true,
  run: async (ask, words) => {
    const { name, question } = await readPart(ask, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary' });
    return {
      kind: 'later',
      beside: true,
      first: say(':hourglass_flowing_sand: Writing …'),
      last: () => sendTables(ask, question, name),
    };
  },
};

const figureIn = (word: string): FigureKey => {
  if (!isFigure(word)) throw new Unclear(GONE);
  return word;
};

/** Behind the menu of numbers, and behind its pages: `dealsWon 2 this-quarter owner:@ana`. */
const figureVerb = (name: string, replace: boolean): Verb => ({
  name,
  past: true,
  run: async (ask, words) => {
    const [word, rest] = split(words);
    const [page, asked] = split(rest);
    const key = figureIn(word);
    const question = await questionIn(ask, asked);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'list', entity: entityFor(definitionOf(key).of).name });
    return figureReply(ask, question, { key, page: Number(page), replace });
  },
});

const sendRows = async (ask: Ask, question: Question, key: FigureKey): Promise<Message> => {
  const { crm } = ask.desk;
  const entity = entityFor(definitionOf(key).of);
  const read = async (page: number, perPage: number) =>
    (await behind(crm, ask.actor, question, { key, page, perPage })).page;
  const { csv, records } = await exportPages(crm, ask.actor, ask.origin, { entity, read });
  const { label } = definitionOf(key);
  const name = `${fileName(label)}-${dayOf(crm.now(), ask.actor.timeZone)}.csv`;
  const what = `${count(records, entity.name, entity.plural)} behind *${label}*`;
  return answerWithFile(ask, { name, bytes: csv }, what);
};

/** Behind “As a CSV file” of a figure: the rows it is made of, for those who may export. */
const figureCsv: Verb = {
  name: 'figure-csv',
  past: true,
  run: async (ask, words) => {
    await permitExport(ask.desk.crm, ask.actor, ask.origin);
    const [word, asked] = split(words);
    const key = figureIn(word);
    const question = await questionIn(ask, asked);
    return {
      kind: 'later',
      beside: true,
      first: say(':hourglass_flowing_sand: Writing the file …'),
      last: () => sendRows(ask, question, key),
    };
  },
};

/** Behind “Ask differently …”: the question as a form. */
const summaryFormVerb: Verb = {
  name: 'summary-form',
  run: async (ask, words) => ({ kind: 'open', view: await summaryForm(ask, await questionIn(ask, words)) }),
};

export const summaryPartVerbs: readonly Verb[] = [
  summaryPart,
  summaryCsv,
  figureVerb('figure', false),
  figureVerb('figure-page', true),
  figureCsv,
  summaryFormVerb,
];
