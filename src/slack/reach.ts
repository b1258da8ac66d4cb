import type { RespondArguments, RespondFn } from '@slack/bolt';
import type { Message } from './blocks.ts';
import type { Desk } from './desk.ts';

/** Once more when it fails, because most of what goes wrong between two servers is over a moment later. */
export const twice = <T>(call: () => Promise<T>): Promise<T> => call().catch(call);

/** Fails where it takes longer than somebody waits: Slack's response URLs have no timeout of their own. */
export const soon = async <T>({ patience }: Desk, call: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Slack did not answer within ${patience} ms`)), patience).unref();
  });
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
};

/** Says it in the app's own conversation with somebody: the way that is left when the one back to where they asked is closed. */
export const sayInPrivate = async ({ client, log }: Desk, userId: string, message: Message): Promise<void> => {
  await client.chat.postMessage({ channel: userId, ...message }).catch((err: unknown) => {
    log.warn({ err }, 'an answer did not reach the person; what they saved is saved');
  });
};

/** Answers through a response URL; what does not arrive there is said in private. */
export const tell = async (
  desk: Desk,
  userId: string,
  respond: RespondFn,
  { message, ...how }: Pick<RespondArguments, 'replace_original'> & { message: Message },
): Promise<void> => {
  try {
    await twice(() => soon(desk, respond({ response_type: 'ephemeral', ...how, ...message })));
  } catch (err) {
    desk.log.warn({ err }, 'Slack did not take an answer; it goes to the private conversation');
    await sayInPrivate(desk, userId, message);
  }
};

/** Slack takes no such message, rather than being out of reach: 400, and not an address that is used up (404). */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && Number(error.statusCode) === 400;
