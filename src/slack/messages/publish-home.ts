import type { HomeView } from '@slack/types';
import { outcomeOf } from '../delivery/outcome.ts';
import type { SlackContext } from '../slack-context.ts';

/** Waits before a Home that Slack did not take is published again, in milliseconds: longer where it asks for that. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** What is asked for longer than that is not waited for, in milliseconds: people open Home again. */
const LONGEST_MS = 60_000;

type Publishing = Pick<SlackContext, 'slowClient' | 'sleep' | 'closing' | 'latest' | 'log'>;

/**
 * Publishes somebody's Home, again and again where Slack is out of reach or asks to wait, until a newer one of theirs is on
 * its way. Never rejects.
 */
export async function publishHome(slack: Publishing, user_id: string, view: HomeView): Promise<void> {
  const isLatest = slack.latest.claim(`home ${user_id}`);
  for (const pause of [...PAUSES_MS, null]) {
    if (!isLatest() || slack.closing.aborted) return;
    const asked = await published(slack, user_id, view);
    if (asked === 'done') return;
    if (asked === 'refused' || pause === null || asked > LONGEST_MS) break;
    await slack.sleep(Math.max(asked, pause), slack.closing);
  }
  slack.log.error({ user: user_id }, 'Slack took no Home; it stays as it was until it is opened again');
}

/** @returns whether it is done, or how long Slack asks to wait before it is worth trying again, in milliseconds */
const published = async (
  { slowClient, log }: Publishing,
  user_id: string,
  view: HomeView,
): Promise<number | 'done' | 'refused'> => {
  try {
    await slowClient.views.publish({ user_id, view });
    return 'done';
  } catch (err) {
    log.warn({ err }, 'Slack did not take a Home');
    const outcome = outcomeOf(err);
    if (outcome.is === 'wait') return outcome.wait;
    return outcome.is === 'unclear' ? 0 : 'refused';
  }
};
