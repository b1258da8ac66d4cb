import type { Message } from './blocks.ts';
import { outcomeOf } from '../delivery/outcome.ts';
import type { SlackContext } from '../slack-context.ts';
import { isRefusal, type Recipient } from './respond.ts';
import { inFull, inTurn, worthTrying, type MessageWithFallbacks, type Acceptance } from './message-with-fallbacks.ts';

/**
 * Posts the best that Slack takes to the channel a button stands in, once, with its charts in it.
 * @returns whether it took any
 */
export async function postBest(slack: SlackContext, to: Recipient, told: MessageWithFallbacks): Promise<boolean> {
  const messages = worthTrying(await inFull(told), slack.tables);
  const wait = (ms: number): Promise<void> => slack.sleep(ms, slack.closing);
  return (await inTurn(slack.tables, messages, (message) => share(slack, to, message), wait)) === 'taken';
}

const share = async (slack: SlackContext, { url, channel }: Recipient, message: Message): Promise<Acceptance> => {
  try {
    await url?.post({ response_type: 'in_channel', replace_original: false, ...message });
    return 'taken';
  } catch (err) {
    const verdict = evaluate(slack, err);
    const { is } = outcomeOf(err);
    // It may be there: never twice. Whoever pressed it looks first.
    if (verdict === 'refused' || is === 'unclear' || channel === null) return verdict;
  }
  const posted = slack.slowClient.chat.postMessage({ channel, ...message });
  return posted.then(
    () => 'taken',
    (err: unknown) => evaluate(slack, err),
  );
};

const evaluate = ({ log }: SlackContext, err: unknown): Acceptance => {
  log.warn({ err }, 'Slack did not take a message that was shared');
  return isRefusal(err) ? 'refused' : 'unclear';
};
