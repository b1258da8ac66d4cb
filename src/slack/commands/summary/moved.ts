import { recordAccess } from '../../../crm/access/index.ts';
import { inFull } from '../../../crm/search/index.ts';
import { permitExport } from '../../../crm/export/index.ts';
import {
  movedCsv,
  movedDealsCsv,
  BARS,
  whatMoved,
  type BarKey,
  readMoved,
  type MovedAsked,
} from '../../../crm/summary/index.ts';
import { Unclear } from '../../../model/errors.ts';
import { count } from '../../../model/text/text.ts';
import { say, type Message } from '../../messages/blocks.ts';
import type { SlackRequest, Reply } from '../../slack-context.ts';
import { answerWithFile, iconOf, sendFiles, whereItIs } from '../../messages/files.ts';
import type { MessageWithFallbacks } from '../../messages/message-with-fallbacks.ts';
import { movedWithFallbacks } from './moved-view.ts';
import { movedDealsReply } from './moved-deals.ts';
import type { Command } from '../command.ts';

/** The words after `moved`; null when a summary of a period is meant. */
export function movedWords(words: string): string | null {
  return /^\s*moved\b\s*([\s\S]*)$/i.exec(words)?.[1] ?? null;
}

/** What those words ask for. @throws Unclear */
export async function readMovedWords(request: SlackRequest, words: string): Promise<MovedAsked> {
  return readMoved(request, await inFull(request.slack.crm, words));
}

/** `/crm summary moved since:monday owner:ana`. */
export async function movedReply(request: SlackRequest, words: string): Promise<Reply> {
  const asked = await readMovedWords(request, words);
  await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'summary', entity: 'deal' });
  return {
    kind: 'later',
    first: say(':hourglass_flowing_sand: Preparing what moved…'),
    last: () => movedWithFallbacks(request, asked, { offers: true }),
  };
}

/** The same for the channel, worked out anew. */
export async function movedShared(request: SlackRequest, words: string): Promise<MessageWithFallbacks> {
  return movedWithFallbacks(request, await readMovedWords(request, words), { sharedBy: request.actor.slackUserId });
}

const AGAIN = 'Run `/crm summary moved` again and choose from its menu.';

const isBar = (word: string): word is BarKey => Object.hasOwn(BARS, word);

/** Behind the menu of an answer: `won 2 since:2026-11-16 owner:ana`. */
const movedDeals: Command = {
  name: 'moved-deals',
  past: true,
  run: async (request, words) => {
    const [, bar = '', page = '1', rest = ''] = /^(\S+) (\d+) ?([\s\S]*)$/.exec(words) ?? [];
    if (!isBar(bar)) throw new Unclear(AGAIN);
    const asked = await readMovedWords(request, rest);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'list', entity: 'deal' });
    return movedDealsReply(request, asked, await whatMoved(request, asked), bar, Number(page));
  },
};

const sendNumbers = async (request: SlackRequest, asked: MovedAsked): Promise<Message> => {
  const bytes = movedCsv(await whatMoved(request, asked));
  const name = `what-moved-since-${asked.since}.csv`;
  const said = say(':outbox_tray: What moved, as a CSV file. Only you see it.');
  const sent = await sendFiles(request.slack, request.actor.slackUserId, [{ name, bytes }], said);
  return say(`${iconOf(sent)} The file ${whereItIs(request.slack, sent)}`);
};

/** Behind Download CSV. */
const movedCsvCommand: Command = {
  name: 'moved-csv',
  past: true,
  run: async (request, words) => {
    const asked = await readMovedWords(request, words === '-' ? '' : words);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'summary', entity: 'deal' });
    return {
      kind: 'later',
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: () => sendNumbers(request, asked),
    };
  },
};

const sentDeals = async (request: SlackRequest, asked: MovedAsked, bar: BarKey): Promise<Message> => {
  const moved = await whatMoved(request, asked);
  const { csv, records } = await movedDealsCsv(request, { ...moved, bar });
  const { label } = BARS[bar];
  const name = `${label.toLowerCase().replaceAll(' ', '-')}-since-${asked.since}.csv`;
  const what = `${count(records, 'deal')} behind *${label}*`;
  return answerWithFile(request, { name, bytes: csv }, what);
};

/** Behind Download CSV of a bar: the deals behind it, for those who may export. */
const movedDealsCsvCommand: Command = {
  name: 'moved-deals-csv',
  past: true,
  run: async (request, words) => {
    await permitExport(request);
    const [, bar = '', rest = ''] = /^(\S+) ?([\s\S]*)$/.exec(words) ?? [];
    if (!isBar(bar)) throw new Unclear(AGAIN);
    const asked = await readMovedWords(request, rest);
    return {
      kind: 'later',
      beside: true,
      first: say(':hourglass_flowing_sand: Preparing the file…'),
      last: () => sentDeals(request, asked, bar),
    };
  },
};

export const movedCommands: readonly Command[] = [movedDeals, movedCsvCommand, movedDealsCsvCommand];
