import { cleanLine } from '../../../model/text/text.ts';
import type { Rhythm } from '../../../model/dates/recurrence.ts';
import { entityOf } from '../../../model/registry.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { permit } from '../../../crm/records/index.ts';
import { inFull } from '../../../crm/search/index.ts';
import { schedule } from '../../../crm/notifications/schedules/index.ts';
import { readQuestion, type Question } from '../../../crm/summary/index.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { placeOf } from '../../listening-place.ts';
import { ofLinkedCustomer } from '../../views/channel-words.ts';
import { shareWith } from '../../messages/sharing.ts';
import { scheduledMessage } from './schedule-list.ts';
import { summaryWithFallbacks } from './summary-view.ts';
import { readSummaryLine, understand, type SummaryLine } from './summary-words.ts';
import { messageThen } from '../as-of.ts';
import { onceAtATime } from '../../in-flight.ts';
import type { MessageWithFallbacks } from '../../messages/message-with-fallbacks.ts';
import { askedBy, asksForPart, partReply, summaryPartCommands } from './summary-parts.ts';
import { movedReply, movedShared, movedCommands, movedWords } from './moved.ts';
import type { Command } from '../command.ts';

const asked = (request: SlackRequest, words: string): Promise<Question> => readQuestion(request, words);

/** Schedules a summary: `this-week every:monday 9:00 to:me`. */
const scheduled = async (request: SlackRequest, { words, toMe }: SummaryLine, every: Rhythm): Promise<Reply> => {
  await permit(request, { entity: entityOf('schedule'), verb: 'create' });
  await understand(request, words);
  const place = await placeOf(request, toMe);
  if ('blocks' in place) return answer(place);
  const saved = await schedule(request, { words, every, channel: place.channel });
  return answer(await scheduledMessage(request, saved));
};

const summary: Command = {
  name: 'summary',
  past: true,
  also: ['report', 'numbers'],
  usage: 'summary [period] [filters] [by:owner] [every:monday 9:00]',
  words: 'own',
  options: ['by', 'every', 'to', 'since'],
  examples: [
    ...[
      'summary',
      'summary last quarter by:owner',
      'summary ytd stage>=proposal owner:me',
      'summary forecast this-quarter',
      'summary moved since:monday',
    ],
    ...['summary this-week every:monday 9:00', 'summary last-month as-of:yesterday'],
  ],
  help: 'Metrics and charts for a period, compared with the previous one. One part alone: `summary pipeline`, `forecast`, `activity`, `lost` or `numbers`.',
  frequent: true,
  run: async (request, line) => {
    const read = readSummaryLine(cleanLine(await inFull(request.slack.crm, line)));
    const { words, of } = await ofLinkedCustomer(request, read.words);
    if (read.every) return scheduled(request, { ...read, words }, read.every);
    const moved = movedWords(words);
    if (moved !== null) return movedReply(request, moved);
    if (asksForPart(words)) return partReply(request, words);
    const question = await asked(request, words);
    await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'summary' });
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Preparing ${escape(question.period.name)}…`),
      last: () =>
        onceAtATime(request.slack.crm, askedBy(request.actor, `${question.words} ${of ?? ''}`), () =>
          summaryWithFallbacks(request, question, { shareWords: question.words, of }),
        ),
    };
  },
};

const sharedSummary = async (request: SlackRequest, typed: string): Promise<Message | MessageWithFallbacks> => {
  const words = await inFull(request.slack.crm, typed);
  const moved = movedWords(words);
  const message =
    moved === null
      ? await summaryWithFallbacks(request, await asked(request, words), { sharedBy: request.actor.slackUserId })
      : await movedShared(request, moved);
  await recordAccess(request.slack.crm, request.actor, request.origin, { verb: 'share summary' });
  return message;
};

/** Behind the Share button of a summary: computed again, so that the channel sees current figures. */
const shareSummary: Command = {
  name: 'share-summary',
  past: 'itself',
  run: (request, words) =>
    shareWith(request, { verb: 'share-summary', words, make: (one, rest) => messageThen(one, rest, sharedSummary) }),
};

export const summaryCommands: readonly Command[] = [summary, shareSummary, ...summaryPartCommands, ...movedCommands];
