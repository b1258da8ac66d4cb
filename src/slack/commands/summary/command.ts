import { cleanLine } from '../../../model/text/text.ts';
import type { Rhythm } from '../../../model/dates/recurrence.ts';
import { entityOf } from '../../../model/registry.ts';
import { note, permit } from '../../../crm/records/run-in-transaction.ts';
import { inFull } from '../../../crm/search/kept-words.ts';
import { schedule } from '../../../crm/notifications/schedules/schedules.ts';
import { readQuestion, type Question } from '../../../crm/summary/question.ts';
import { escape, say, type Message } from '../../messages/blocks.ts';
import { answer, type Ask, type Reply } from '../../slack-context.ts';
import { placeOf } from '../../listening-place.ts';
import { ofRoomsCustomer } from '../../views/channel-words.ts';
import { shareWith } from '../../messages/sharing.ts';
import { scheduledMessage } from '../schedules/schedule-list.ts';
import { summaryTold } from './summary-view.ts';
import { readSummaryLine, understand, type SummaryLine } from './summary-words.ts';
import { messageThen } from '../as-of.ts';
import { onceAtATime } from '../../in-flight.ts';
import type { Told } from '../../messages/message-with-fallbacks.ts';
import { askedBy, summaryPartVerbs } from './summary-parts.ts';
import { movedReply, movedShared, movedVerbs, movedWords } from './moved.ts';
import type { Verb } from '../command.ts';

const asked = (ask: Ask, words: string): Promise<Question> => readQuestion(ask.desk.crm, ask.actor, words);

/** `this-week every:monday 9:00 to:me`: from now on it comes by itself. */
const scheduled = async (ask: Ask, { words, toMe }: SummaryLine, every: Rhythm): Promise<Reply> => {
  const { crm } = ask.desk;
  await permit(crm, ask.actor, ask.origin, { entity: entityOf('schedule'), verb: 'create' });
  await understand(ask, words);
  const place = await placeOf(ask, toMe);
  if ('blocks' in place) return answer(place);
  const saved = await schedule(crm, ask.actor, ask.origin, { words, every, channel: place.channel });
  return answer(await scheduledMessage(ask, saved));
};

const summary: Verb = {
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
      'summary moved since:monday',
    ],
    ...['summary this-week every:monday 9:00', 'summary last-month as-of:yesterday'],
  ],
  help: 'The numbers with pictures, beside the period before: `this quarter`, `last 90 days`, `2026-Q3`, of some deals and laid out `last-month owner:@ana by:stage` … `moved since:monday`: what changed the open value, and the deals behind it. With `every:monday 9:00` it comes by itself, with `to:me` to you alone.',
  frequent: true,
  run: async (ask, line) => {
    const read = readSummaryLine(cleanLine(await inFull(ask.desk.crm, line)));
    const { words, of } = await ofRoomsCustomer(ask, read.words);
    if (read.every) return scheduled(ask, { ...read, words }, read.every);
    const moved = movedWords(words);
    if (moved !== null) return movedReply(ask, moved);
    const question = await asked(ask, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary' });
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Working out *${escape(question.period.name)}* …`),
      last: () =>
        onceAtATime(ask.desk.crm, askedBy(ask.actor, `${question.words} ${of ?? ''}`), () =>
          summaryTold(ask, question, { shareWords: question.words, of }),
        ),
    };
  },
};

const sharedSummary = async (ask: Ask, typed: string): Promise<Message | Told> => {
  const words = await inFull(ask.desk.crm, typed);
  const moved = movedWords(words);
  const message =
    moved === null
      ? await summaryTold(ask, await asked(ask, words), { sharedBy: ask.actor.slackUserId })
      : await movedShared(ask, moved);
  await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'share summary' });
  return message;
};

/** Behind the Share button of a summary: worked out anew, so that the channel sees the numbers of this moment. */
const shareSummary: Verb = {
  name: 'share-summary',
  past: 'itself',
  run: (ask, words) =>
    shareWith(ask, { verb: 'share-summary', words, make: (one, rest) => messageThen(one, rest, sharedSummary) }),
};

export const summaryVerbs: readonly Verb[] = [summary, shareSummary, ...summaryPartVerbs, ...movedVerbs];
