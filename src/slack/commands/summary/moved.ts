import { note } from '../../../crm/records/run-in-transaction.ts';
import { inFull } from '../../../crm/search/kept-words.ts';
import { permitExport } from '../../../crm/export/export.ts';
import { movedCsv, movedDealsCsv } from '../../../crm/summary/moved/csv.ts';
import { BARS, whatMoved, type BarKey } from '../../../crm/summary/moved/moved.ts';
import { readMoved, type MovedAsked } from '../../../crm/summary/moved/question.ts';
import { Unclear } from '../../../model/errors.ts';
import { count } from '../../../model/text/text.ts';
import { say, type Message } from '../../messages/blocks.ts';
import type { Ask, Reply } from '../../slack-context.ts';
import { answerWithFile, iconOf, sendFiles, whereItIs } from '../../messages/files.ts';
import type { Told } from '../../messages/message-with-fallbacks.ts';
import { movedTold } from './moved-view.ts';
import { movedDealsReply } from './moved-deals.ts';
import type { Verb } from '../command.ts';

/** The words after `moved`; null when a summary of a period is meant. */
export const movedWords = (words: string): string | null => /^\s*moved\b\s*([\s\S]*)$/i.exec(words)?.[1] ?? null;

/** What those words ask for. @throws Unclear */
export const readMovedWords = async (ask: Ask, words: string): Promise<MovedAsked> =>
  readMoved(ask.desk.crm, ask.actor, await inFull(ask.desk.crm, words));

/** `/crm summary moved since:monday owner:ana`. */
export const movedReply = async (ask: Ask, words: string): Promise<Reply> => {
  const asked = await readMovedWords(ask, words);
  await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary', entity: 'deal' });
  return {
    kind: 'later',
    first: say(':hourglass_flowing_sand: Reading what moved from the audit trail …'),
    last: () => movedTold(ask, asked, { offers: true }),
  };
};

/** The same for the channel, worked out anew. */
export const movedShared = async (ask: Ask, words: string): Promise<Told> =>
  movedTold(ask, await readMovedWords(ask, words), { sharedBy: ask.actor.slackUserId });

const AGAIN = 'Open `/crm summary moved` again, and choose in its menu.';

const isBar = (word: string): word is BarKey => Object.hasOwn(BARS, word);

/** Behind the menu of an answer: `won 2 since:2026-11-16 owner:ana`. */
const movedDeals: Verb = {
  name: 'moved-deals',
  past: true,
  run: async (ask, words) => {
    const [, bar = '', page = '1', rest = ''] = /^(\S+) (\d+) ?([\s\S]*)$/.exec(words) ?? [];
    if (!isBar(bar)) throw new Unclear(AGAIN);
    const asked = await readMovedWords(ask, rest);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'list', entity: 'deal' });
    return movedDealsReply(ask, asked, await whatMoved(ask.desk.crm, ask.actor, asked), bar, Number(page));
  },
};

const sendNumbers = async (ask: Ask, asked: MovedAsked): Promise<Message> => {
  const bytes = movedCsv(await whatMoved(ask.desk.crm, ask.actor, asked));
  const name = `what-moved-since-${asked.since}.csv`;
  const said = say(':outbox_tray: The numbers of what moved, as you asked. Only you see them.');
  const sent = await sendFiles(ask.desk, ask.actor.slackUserId, [{ name, bytes }], said);
  return say(`${iconOf(sent)} The file ${whereItIs(ask.desk, sent)}`);
};

/** Behind “As a CSV file”. */
const movedCsvVerb: Verb = {
  name: 'moved-csv',
  past: true,
  run: async (ask, words) => {
    const asked = await readMovedWords(ask, words === '-' ? '' : words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary', entity: 'deal' });
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Writing the file …'),
      last: () => sendNumbers(ask, asked),
    };
  },
};

const sentDeals = async (ask: Ask, asked: MovedAsked, bar: BarKey): Promise<Message> => {
  const { crm } = ask.desk;
  const moved = await whatMoved(crm, ask.actor, asked);
  const { csv, records } = await movedDealsCsv(crm, ask.actor, ask.origin, { ...moved, bar });
  const { label } = BARS[bar];
  const name = `${label.toLowerCase().replaceAll(' ', '-')}-since-${asked.since}.csv`;
  const what = `${count(records, 'deal')} behind *${label}*`;
  return answerWithFile(ask, { name, bytes: csv }, what);
};

/** Behind “As a CSV file” of a bar: the deals behind it, for those who may export. */
const movedDealsCsvVerb: Verb = {
  name: 'moved-deals-csv',
  past: true,
  run: async (ask, words) => {
    await permitExport(ask.desk.crm, ask.actor, ask.origin);
    const [, bar = '', rest = ''] = /^(\S+) ?([\s\S]*)$/.exec(words) ?? [];
    if (!isBar(bar)) throw new Unclear(AGAIN);
    const asked = await readMovedWords(ask, rest);
    return {
      kind: 'later',
      beside: true,
      first: say(':hourglass_flowing_sand: Writing the file …'),
      last: () => sentDeals(ask, asked, bar),
    };
  },
};

export const movedVerbs: readonly Verb[] = [movedDeals, movedCsvVerb, movedDealsCsvVerb];
