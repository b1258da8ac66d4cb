import { Unclear } from '../../model/problems.ts';
import { readPeriod } from '../../model/periods.ts';
import { dayOf } from '../../model/time.ts';
import { note } from '../../crm/carry-out.ts';
import { escape, say } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { summaryMessage } from '../show/summary.ts';
import type { Verb } from './verb.ts';

const periodOf = (ask: Ask, words: string) => readPeriod(words, dayOf(ask.desk.crm.now(), ask.actor.timeZone));

const summary: Verb = {
  name: 'summary',
  also: ['report', 'numbers'],
  usage: 'summary [period]',
  help: 'The numbers with pictures, beside the period before: `this quarter`, `last 90 days`, `2026-Q3` …',
  frequent: true,
  run: async (ask, words) => {
    const period = periodOf(ask, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'summary' });
    return {
      kind: 'later',
      first: say(`:hourglass_flowing_sand: Working out *${escape(period.name)}* …`),
      last: () => summaryMessage(ask, period, { shareWords: words.trim() || 'this month' }),
    };
  },
};

/** Behind the Share button of a summary: worked out anew, so that the channel sees the numbers of this moment. */
const shareSummary: Verb = {
  name: 'share-summary',
  run: async (ask, words) => {
    if (!ask.channel) throw new Unclear('Open the summary in the channel that you want to share it with.');
    const period = periodOf(ask, words);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'share summary' });
    const message = await summaryMessage(ask, period, { sharedBy: ask.actor.slackUserId });
    return { kind: 'share', message, after: say(':white_check_mark: Shared with the channel.') };
  },
};

export const summaryVerbs: readonly Verb[] = [summary, shareSummary];
