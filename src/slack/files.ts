import { Problem } from '../model/problems.ts';
import { say, type Message } from './blocks.ts';
import type { Ask } from './desk.ts';

/** Slack did not take a file; nothing is lost, it can be made again. */
class NotTaken extends Problem {
  override name = 'NotTaken';
}

export interface FileToSend {
  /** With its extension. */
  name: string;
  bytes: Buffer;
}

/**
 * Sends a file to the person alone, in their conversation with CustomerHub. An answer that only they see cannot hold one:
 * Slack shows a file only in conversations it was shared to. A message to a person opens that conversation and names it.
 * @throws NotTaken when Slack does not take it
 */
export const sendFile = async (
  { desk: { slowClient, log }, actor }: Pick<Ask, 'desk' | 'actor'>,
  { name, bytes }: FileToSend,
  message: Message,
): Promise<void> => {
  const { channel, ts } = await slowClient.chat
    .postMessage({ channel: actor.slackUserId, ...message })
    .catch((cause: unknown) => {
      throw new NotTaken(NOT_TAKEN, { cause });
    });
  if (channel === undefined || ts === undefined) throw new Error('Slack named no conversation with the person');
  try {
    await slowClient.files.uploadV2({ channel_id: channel, file: bytes, filename: name, title: name });
  } catch (cause) {
    log.warn({ err: cause }, 'Slack did not take a file');
    // What was said there is not so.
    await slowClient.chat.update({ channel, ts, ...say(`:warning: ${NOT_TAKEN}`) }).catch(() => undefined);
    throw new NotTaken(NOT_TAKEN, { cause });
  }
};

/**
 * Sends a file that somebody asked for, and says where it is in the place they asked from.
 * @param what is in it, as mrkdwn: `12 deals behind *Won*`
 * @throws NotTaken when Slack does not take it
 */
export const answerWithFile = async (ask: Ask, file: FileToSend, what: string): Promise<Message> => {
  await sendFile(ask, file, say(`:outbox_tray: ${what}, as you asked. Only you see it.`));
  return say(`:white_check_mark: ${what}: the file is in your conversation with <@${ask.desk.botUserId}>.`);
};

const NOT_TAKEN =
  'Slack did not say that it took the file. If it is not in your conversation with CustomerHub, ask for it again.';
