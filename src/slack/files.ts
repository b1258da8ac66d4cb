import type { Message } from './blocks.ts';
import type { Ask } from './desk.ts';

export interface FileToSend {
  /** With its extension. */
  name: string;
  bytes: Buffer;
}

/**
 * Sends a file to the person alone, in their conversation with CustomerHub. An answer that only they see cannot hold one:
 * Slack shows a file only in conversations it was shared to. A message to a person opens that conversation and names it.
 */
export const sendFile = async (
  { desk: { slowClient }, actor }: Pick<Ask, 'desk' | 'actor'>,
  { name, bytes }: FileToSend,
  message: Message,
): Promise<void> => {
  const { channel } = await slowClient.chat.postMessage({ channel: actor.slackUserId, ...message });
  if (channel === undefined) throw new Error('Slack named no conversation with the person');
  await slowClient.files.uploadV2({ channel_id: channel, file: bytes, filename: name, title: name });
};
