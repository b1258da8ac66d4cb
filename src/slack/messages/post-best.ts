import type { Message } from './blocks.ts';
import { outcomeOf } from '../delivery/outcome.ts';
import type { Desk } from '../slack-context.ts';
import { isRefusal, type Recipient } from './respond.ts';
import { inFull, inTurn, worthTrying, type Told, type Verdict } from './message-with-fallbacks.ts';

/**
 * Posts the best that Slack takes to the channel a button stands in, once, with its charts in it.
 * @returns whether it took any
 */
export async function postBest(desk: Desk, to: Recipient, told: Told): Promise<boolean> {
  const messages = worthTrying(await inFull(told), desk.tables);
  const wait = (ms: number): Promise<void> => desk.sleep(ms, desk.closing);
  return (await inTurn(desk.tables, messages, (message) => share(desk, to, message), wait)) === 'taken';
}

const share = async (desk: Desk, { url, channel }: Recipient, message: Message): Promise<Verdict> => {
  try {
    await url?.post({ response_type: 'in_channel', replace_original: false, ...message });
    return 'taken';
  } catch (err) {
    const verdict = verdictOf(desk, err);
    const { is } = outcomeOf(err);
    // It may be there: never twice. Whoever pressed it looks first.
    if (verdict === 'refused' || is === 'unclear' || channel === null) return verdict;
  }
  const posted = desk.slowClient.chat.postMessage({ channel, ...message });
  return posted.then(
    () => 'taken',
    (err: unknown) => verdictOf(desk, err),
  );
};

const verdictOf = ({ log }: Desk, err: unknown): Verdict => {
  log.warn({ err }, 'Slack did not take a message that was shared');
  return isRefusal(err) ? 'refused' : 'unclear';
};
