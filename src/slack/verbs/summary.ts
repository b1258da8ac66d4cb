import { Unclear } from '../../model/problems.ts';
import { note } from '../../crm/carry-out.ts';
import { readQuestion, type Question } from '../../crm/summary/question.ts';
import { escape, say, type Message } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { summaryMessage } from '../show/summary.ts';
import { movedReply, movedShared, movedVerbs, movedWords } from './moved.ts';
import { shareWith } from '../sharing.ts';
import type { Verb } from './verb.ts';

const asked = (ask: Ask, words: string): Promise<Question> => readQuestion(ask.desk.crm, ask.actor, words);

const summary: Verb = {
  name: 'summary',
  also: ['report', 'numbers'],
  usage: 'summary [period] [filters]',
  help: 'The numbers with pictures, beside the period before: `this quarter`, `last 90 days`, `2026-Q3`, of some deals `last-month owner:@ana` … `moved since:monday`: what changed the open value, and the deals behind it.',
  frequent: true,
  run: async (ask, words) => {
    const moved = movedWords(words);
    if (moved !== null) return movedReply(ask, moved);
    const question = await asked(ask, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary' });
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Working out *${escape(question.period.name)}* …`),
      last: () => summaryMessage(ask, question, { shareWords: question.words || 'this month' }),
    };
  },
};

const sharedSummary = async (ask: Ask, words: string): Promise<Message> => {
  const moved = movedWords(words);
  if (moved !== null && ask.desk.masked)
    throw new Unclear('What moved is all amounts, and those are hidden here. `/crm audience` says from whom.');
  const message =
    moved === null
      ? await summaryMessage(ask, await asked(ask, words), { sharedBy: ask.actor.slackUserId })
      : await movedShared(ask, moved);
  await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'share summary' });
  return message;
};

/** Behind the Share button of a summary: worked out anew, so that the channel sees the numbers of this moment. */
const shareSummary: Verb = {
  name: 'share-summary',
  run: (ask, words) => shareWith(ask, { verb: 'share-summary', words, make: sharedSummary }),
};

export const summaryVerbs: readonly Verb[] = [summary, shareSummary, ...movedVerbs];
