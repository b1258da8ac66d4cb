import type { Actor } from '../../../model/actor.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { count } from '../../../model/text/text.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { exportPages, permitExport } from '../../../crm/export/index.ts';
import { inFull } from '../../../crm/search/index.ts';
import {
  behind,
  isFigure,
  definitionOf,
  type FigureKey,
  isPart,
  PARTS,
  partOf,
  type PartName,
  readQuestion,
  type Question,
  tableCsv,
} from '../../../crm/summary/index.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import type { Reply, SlackRequest } from '../../slack-context.ts';
import { answerWithFile, iconOf, sendFiles, whereItIs } from '../../messages/files.ts';
import { summaryForm } from './summary-form.ts';
import { onceAtATime } from '../../in-flight.ts';
import { figureReply } from './figure.ts';
import { partWithFallbacks } from './summary-part.ts';
import type { Command } from '../command.ts';

const GONE = 'Run `/crm summary` again and use its buttons.';

/** The cache key of an answer: who asks, with which role and zone, and what. */
export function askedBy({ slackUserId, role, timeZone }: Actor, what: string): string {
  return JSON.stringify([slackUserId, role, timeZone, what]);
}

const split = (words: string): [string, string] => {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
  return [first, rest.trim()];
};

const questionIn = async ({ slack: { crm }, actor }: SlackRequest, words: string): Promise<Question> =>
  readQuestion({ crm, actor }, await inFull(crm, words));

/** `forecast this-quarter owner:@ana` */
const readPart = async (request: SlackRequest, words: string): Promise<{ name: PartName; question: Question }> => {
  const [first, rest] = split(words);
  const name = first.toLowerCase();
  if (!isPart(name)) throw new Unclear(GONE);
  return { name, question: await questionIn(request, rest) };
};

/** One part of a summary, with its pictures and tables, for `forecast this-quarter owner:@ana`. @throws Unclear */
export async function partReply(request: SlackRequest, words: string): Promise<Reply> {
  const { name, question } = await readPart(request, words);
  await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'summary' });
  return {
    kind: 'later',
    first: say(`:hourglass_flowing_sand: Preparing ${PARTS[name]} of ${escape(question.period.name)}…`),
    last: () =>
      onceAtATime(request.slack.crm, askedBy(request.actor, `${name} ${question.words}`), () =>
        partWithFallbacks(request, question, name),
      ),
  };
}

/** Does it name one part of a summary? The part grouped `by:` something has no name. */
export function asksForPart(words: string): boolean {
  const [name] = split(words);
  return name !== 'by' && isPart(name.toLowerCase());
}

/** Behind the buttons of a summary. */
const summaryPart: Command = { name: 'summary-part', past: true, run: partReply };

/** `Won by month` -> `won-by-month` */
const fileName = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const sendTables = async (request: SlackRequest, question: Question, name: PartName): Promise<Message> => {
  const { slack, actor } = request;
  const { tables, provenance } = await partOf({ crm: slack.crm, actor }, question, name);
  const files = tables.map((table) => ({
    name: `${fileName(table.title)}-${provenance.from}-${provenance.to}.csv`,
    bytes: tableCsv(table, provenance.currency),
  }));
  const titles = tables.map(({ title }) => `*${escape(title)}*`).join(', ');
  const said = say(
    `:outbox_tray: ${titles}, ${escape(question.period.name)}. Only you see ${files.length === 1 ? 'it' : 'them'}.`,
  );
  const sent = await sendFiles(slack, actor.slackUserId, files, said);
  const isOne = files.length === 1;
  return say(`${iconOf(sent)} ${isOne ? 'The file' : `${files.length} files`} ${whereItIs(slack, sent, isOne)}`);
};

/** Behind Download CSV of a part: the tables of a part, each as a file. */
const summaryCsv: Command = {
  name: 'summary-csv',
  past: true,
  run: async (request, words) => {
    const { name, question } = await readPart(request, words);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'summary' });
    return {
      kind: 'later',
      beside: true,
      first: say(':hourglass_flowing_sand: Preparing the files…'),
      last: () => sendTables(request, question, name),
    };
  },
};

const figureIn = (word: string): FigureKey => {
  if (!isFigure(word)) throw new Unclear(GONE);
  return word;
};

/** Behind the menu of numbers, and behind its pages: `dealsWon 2 this-quarter owner:@ana`. */
const figureCommand = (name: string, replace: boolean): Command => ({
  name,
  past: true,
  run: async (request, words) => {
    const [word, rest] = split(words);
    const [page, asked] = split(rest);
    const key = figureIn(word);
    const question = await questionIn(request, asked);
    await recordAccess(request.slack.crm, request.actor, request.origin, {
      verb: 'list',
      entity: definitionOf(key).of,
    });
    return figureReply(request, question, { key, page: Number(page), replace });
  },
});

const sendRows = async (request: SlackRequest, question: Question, key: FigureKey): Promise<Message> => {
  const { crm } = request.slack;
  const entity = entityOf(definitionOf(key).of);
  const read = async (page: number, perPage: number) => (await behind(request, question, { key, page, perPage })).page;
  const { csv, records } = await exportPages(request, { entity, read });
  const { label } = definitionOf(key);
  const name = `${fileName(label)}-${dayOf(crm.now(), request.actor.timeZone)}.csv`;
  const what = `${count(records, entity.name, entity.plural)} behind *${label}*`;
  return answerWithFile(request, { name, bytes: csv }, what);
};

/** Behind Download CSV of a figure: the rows it is made of, for those who may export. */
const figureCsv: Command = {
  name: 'figure-csv',
  past: true,
  run: async (request, words) => {
    await permitExport(request);
    const [word, asked] = split(words);
    const key = figureIn(word);
    const question = await questionIn(request, asked);
    return {
      kind: 'later',
      beside: true,
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: () => sendRows(request, question, key),
    };
  },
};

/** Behind Edit: the question as a form. */
const summaryFormCommand: Command = {
  name: 'summary-form',
  run: async (request, words) => ({ kind: 'open', view: await summaryForm(request, await questionIn(request, words)) }),
};

export const summaryPartCommands: readonly Command[] = [
  summaryPart,
  summaryCsv,
  figureCommand('figure', false),
  figureCommand('figure-page', true),
  figureCsv,
  summaryFormCommand,
];
