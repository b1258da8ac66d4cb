import type { RespondArguments, RespondFn } from '@slack/bolt';
import type { Message } from './blocks.ts';
import type { Desk } from './desk.ts';
import { tell } from './reach.ts';

/**
 * Does this Slack know tables? They are new, so the first one tells: it goes through a response URL, where Slack says
 * what it thinks of it (nothing is heard of what stands in an acknowledgement). What it said holds for this process.
 */
export interface Tables {
  known: 'perhaps' | 'yes' | 'no';
}

/** Slack takes no such message, rather than being out of reach: 400, and not an address that is used up (404). */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && Number(error.statusCode) === 400;

/** Answers with a table, or in plainer blocks where Slack does not know tables. */
export const tellTable = async (
  desk: Desk,
  userId: string,
  respond: RespondFn,
  { message, plainer, ...how }: Pick<RespondArguments, 'replace_original'> & { message: Message; plainer: Message },
): Promise<void> => {
  const { tables } = desk;
  if (tables.known === 'no') return tell(desk, userId, respond, { ...how, message: plainer });
  try {
    await respond({ response_type: 'ephemeral', ...how, ...message });
    tables.known = 'yes';
  } catch (err) {
    desk.log.info({ err }, 'Slack did not take a table; it gets the same as text');
    if (isRefusal(err)) tables.known = 'no';
    await tell(desk, userId, respond, { ...how, message: plainer });
  }
};
