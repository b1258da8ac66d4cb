import { Problem } from '../../model/errors.ts';
import { escape, say, type Message } from './blocks.ts';
import type { SlackRequest, SlackContext } from '../slack-context.ts';
import { refusalInWords } from '../refused.ts';
import { filesBecome, isShared, uploadedIds } from './uploaded-files.ts';

/** Slack did not take a file; nothing is lost, it can be made again. */
class NotTaken extends Problem {
  override name = 'NotTaken';
}

export interface FileToSend {
  /** With its extension. */
  name: string;
  bytes: Buffer;
  /** As people read it, unless its name says it; and what is in it, for those who see no pictures. */
  title?: string;
  alt?: string;
}

/** Files that Slack took for a person's conversation with CustomerHub. */
export interface SentFiles {
  /** Whether Slack has put them there yet: it does so seconds after it took them. */
  isThere: boolean;
  /** Leads to the message in that conversation which says what they are; null where Slack does not say how. */
  link: string | null;
}

/**
 * Sends files to the person alone, in their conversation with CustomerHub. An answer that only they see cannot hold one:
 * Slack shows a file only in conversations it was shared to. A message to a person opens that conversation and names it.
 * @throws NotTaken when Slack does not take them
 */
export async function sendFiles(
  slack: SlackContext,
  userId: string,
  files: readonly FileToSend[],
  message: Message,
): Promise<SentFiles> {
  const { slowClient, log } = slack;
  const { channel, ts } = await slowClient.chat.postMessage({ channel: userId, ...message }).catch((cause: unknown) => {
    throw new NotTaken(refusalInWords(cause) ?? NOT_TAKEN, { cause });
  });
  if (channel === undefined || ts === undefined) throw new Error('Slack named no conversation with the person');
  try {
    const file_uploads = files.map(({ name, bytes, title = name, alt = '' }) => ({
      ...{ file: bytes, filename: name, title },
      ...(alt !== '' && { alt_text: alt }),
    }));
    const uploaded = await slowClient.files.uploadV2({ channel_id: channel, file_uploads });
    const ids = uploadedIds(uploaded);
    const isThere = ids.length === files.length && (await filesBecome(slack, ids, isShared(channel)));
    return { isThere, link: await linkTo(slack, channel, ts) };
  } catch (cause) {
    log.warn({ err: cause }, 'Slack did not take a file');
    // What was said there is not so.
    const why = refusalInWords(cause) ?? NOT_TAKEN;
    await slowClient.chat.update({ channel, ts, ...say(`:warning: ${escape(why)}`) }).catch(() => undefined);
    throw new NotTaken(why, { cause });
  }
}

const linkTo = async (
  { slowClient, log }: SlackContext,
  channel: string,
  message_ts: string,
): Promise<string | null> => {
  try {
    return (await slowClient.chat.getPermalink({ channel, message_ts })).permalink ?? null;
  } catch (err) {
    log.info({ err }, 'Slack named no link to a message');
    return null;
  }
};

/** `the file is in your conversation with @CustomerHub.`, or on its way there. */
export function whereItIs({ botUserId }: SlackContext, { isThere }: Pick<SentFiles, 'isThere'>, isOne = true): string {
  return isThere
    ? `${isOne ? 'is' : 'are'} in your messages with <@${botUserId}>.`
    : `${isOne ? 'is' : 'are'} on the way to your messages with <@${botUserId}>. Slack is still checking ${isOne ? 'it' : 'them'}. You don’t need to do anything.`;
}

/**
 * Sends a file that somebody asked for, and says where it is in the place they asked from.
 * @param what is in it, as mrkdwn: `12 deals behind *Won*`
 * @throws NotTaken when Slack does not take it
 */
export async function answerWithFile({ slack, actor }: SlackRequest, file: FileToSend, what: string): Promise<Message> {
  const sent = await sendFiles(slack, actor.slackUserId, [file], say(`:outbox_tray: ${what}. Only you see it.`));
  return say(`${iconOf(sent)} ${what}: the file ${whereItIs(slack, sent)}`);
}

export function iconOf({ isThere }: Pick<SentFiles, 'isThere'>): string {
  return isThere ? ':white_check_mark:' : ':hourglass_flowing_sand:';
}

const NOT_TAKEN = 'Slack didn’t confirm the file. If it isn’t in your messages with CustomerHub, request it again.';
