import type { ScheduledSummaryPayload } from '../../crm/notifications/outbox/index.ts';
import { Forbidden, Unclear } from '../../model/errors.ts';
import { rhythmInWords, storedRhythm } from '../../model/dates/recurrence.ts';
import { enter } from '../../crm/team/index.ts';
import { dueSchedule, haltSchedule } from '../../crm/notifications/schedules/index.ts';
import { cut } from '../../model/text/text.ts';
import { escape, small } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { summaryOf } from '../commands/summary/index.ts';
import { eachOf, type MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';

/** Why a schedule must stop; null for temporary errors. */
const whyNot = (error: unknown, maker: string): string | null => {
  if (error instanceof Forbidden) return `${maker}, the owner, no longer has access.`;
  return error instanceof Unclear ? cut(error.message, 300) : null;
};

/**
 * A summary whose time has come, worked out for whoever made the schedule, by what Slack says of them at this moment;
 * null when it is not to be posted any more.
 */
export async function scheduledSummary(
  slack: SlackContext,
  news: ScheduledSummaryPayload,
): Promise<MessageWithFallbacks | null> {
  const due = await dueSchedule(slack.crm, news);
  if (!due) return null;
  const { schedule, actor } = due;
  try {
    const identify = (anew: boolean) => slack.people.identify(actor.slackUserId, { anew });
    const maker = await enter(slack.crm, await identify(false), 'app', () => identify(true));
    const rhythm = storedRhythm(schedule.every);
    const when = rhythm ? `Sent ${rhythmInWords(rhythm)}` : 'Scheduled';
    const request = { crm: slack.crm, slack, actor: maker, origin: { source: 'app' as const }, channel: null };
    const foot = small(`${when} · owner ${escape(maker.name)} · \`/crm subscriptions\``);
    const summary = await summaryOf(request, schedule.words);
    return eachOf(summary, (message) => message.with([...message.blocks, foot]));
  } catch (error) {
    const why = whyNot(error, actor.name);
    if (why === null) throw error;
    await haltSchedule(slack.crm, schedule, why);
    return null;
  }
}
