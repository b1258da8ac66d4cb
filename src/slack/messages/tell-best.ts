import { plain, type Message } from './blocks.ts';
import type { SlackContext } from '../slack-context.ts';
import { insist, isRefusal, send, type Recipient, type SentMessage } from './respond.ts';
import {
  learn,
  piecesOf,
  withFallbacks,
  worthTrying,
  type Charts,
  type Shown,
  type MessageWithFallbacks,
} from './message-with-fallbacks.ts';
import { chartsFollow } from './charts-follow.ts';

/**
 * Answers one person with the best that Slack takes, by whichever way is open. Charts come after it, when they are ready.
 * @param replace in place of the message whose button they pressed, where only they see that
 */
export async function tellBest(
  slack: SlackContext,
  to: Recipient,
  said: Message | MessageWithFallbacks,
  replace = false,
): Promise<void> {
  const told = withFallbacks(said);
  // They are drawn while the numbers are on their way.
  void told.charts?.ready();
  const standing = await sendBest(slack, to, told, replace);
  if (standing && told.charts)
    await chartsFollow(slack, to.userId, told.charts, showing(slack, to, told.charts, standing));
}

/** Says that an answer is being worked on. Where that does not arrive, nothing is lost: the answer itself finds another way. */
export async function tellMeanwhile(
  slack: SlackContext,
  { url, original }: Recipient,
  message: Message,
): Promise<void> {
  if (original !== null) slack.latest.claim(original);
  await url
    ?.post({ response_type: 'ephemeral', replace_original: original !== null, ...message })
    .catch((err: unknown) => slack.log.info({ err }, 'Slack did not show that an answer is being worked on'));
}

/** Where Slack refuses every version through the response URL, it gets another chance to take one another way. */
const sendBest = async (
  slack: SlackContext,
  to: Recipient,
  told: MessageWithFallbacks,
  replace: boolean,
): Promise<SentMessage | null> => {
  const known = { ...slack.tables };
  const sent = await sendVersions(slack, to, told, replace);
  if (sent !== 'refused') return sent;
  // Not even words were taken, which tells nothing of tables.
  Object.assign(slack.tables, known);
  to.url?.close();
  const again = to.url ? await sendVersions(slack, to, told, false) : sent;
  if (again !== 'refused') return again;
  slack.log.error({ user: to.userId }, 'an answer reached nobody: Slack refused every version of it');
  return null;
};

const sendVersions = async (
  slack: SlackContext,
  to: Recipient,
  told: MessageWithFallbacks,
  replace: boolean,
): Promise<SentMessage | null | 'refused'> => {
  for (const message of [...worthTrying(told, slack.tables), inWordsAlone(told.message)]) {
    for (const pieces of piecesOf(message, slack.tables)) {
      const sent = await sendPieces(slack, to, pieces, replace);
      if (sent !== 'refused') return sent;
    }
  }
  return 'refused';
};

/** What is left where Slack refuses all else. */
const inWordsAlone = (message: Message): Message =>
  message.with([{ type: 'section', text: plain(message.text, 3000) }]);

const sendPieces = async (
  slack: SlackContext,
  to: Recipient,
  pieces: readonly Message[],
  replace: boolean,
): Promise<SentMessage | null | 'refused'> => {
  let standing: SentMessage | null = null;
  for (const [at, piece] of pieces.entries()) {
    try {
      standing = await send(slack, to, piece, replace && at === 0);
    } catch (err) {
      slack.log.info({ err }, 'Slack did not take an answer as it was; it gets a plainer one');
      learn(slack.tables, piece, 'refused');
      return 'refused';
    }
    if (standing === null) return null;
    learn(slack.tables, piece, 'taken');
  }
  // Several messages are not changed as one.
  return pieces.length > 1 ? { in: 'passing' } : standing;
};

/**
 * Puts charts where the numbers stand, or beneath them where those cannot be changed any more.
 * @throws what Slack said where it refused what is in the message
 */
const showing =
  (slack: SlackContext, to: Recipient, charts: Charts, standing: SentMessage) =>
  async (shown: Shown): Promise<void> => {
    const [whole = null] = worthTrying(charts.within(shown), slack.tables);
    if (standing.in === 'original') {
      if (!standing.isLatest()) return;
      // The last use of the response URL is kept for what is said in that place where Slack shows no charts.
      const isFree = (to.url?.left() ?? 0) > (shown.note ? 0 : 1);
      if (isFree && whole && (await inPlace(slack, to, whole))) return;
    }
    if (standing.in === 'conversation' && whole) {
      const { channel, ts } = standing;
      const update = () => slack.slowClient.chat.update({ channel, ts, ...whole });
      await insist(slack, update, { tries: 3, pause: 30_000 });
      return;
    }
    const alone = charts.alone(shown);
    const besides = standing.in === 'original' ? { ...to, url: null } : to;
    await (shown.note ? sendBest(slack, besides, withFallbacks(alone), false) : send(slack, besides, alone));
  };

/** @returns false where the message cannot be changed any more */
const inPlace = async (slack: SlackContext, { url }: Recipient, message: Message): Promise<boolean> => {
  const post = async () => url?.post({ response_type: 'ephemeral', replace_original: true, ...message });
  try {
    await insist(slack, post, { tries: 2, pause: 3000 });
    return true;
  } catch (err) {
    if (isRefusal(err)) throw err;
    slack.log.warn({ err }, 'Slack did not put charts into an answer; they follow it');
    return false;
  }
};
