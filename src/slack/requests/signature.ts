import type { IncomingHttpHeaders } from 'node:http';
import bolt from '@slack/bolt';

/** As far as Slack's clock may run ahead of ours, in seconds: Bolt itself checks only the past. */
const AHEAD_SECONDS = 5 * 60;

const oneOf = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '');

/** Whether Slack signed this body, at most five minutes before or after now. */
export function isSigned(headers: IncomingHttpHeaders, body: string, signingSecret: string): boolean {
  const timestamp = Number(oneOf(headers['x-slack-request-timestamp']) || Number.NaN);
  if (!(timestamp <= Date.now() / 1000 + AHEAD_SECONDS)) return false;
  return bolt.isValidSlackRequest({
    signingSecret,
    body,
    headers: {
      'x-slack-signature': oneOf(headers['x-slack-signature']),
      'x-slack-request-timestamp': timestamp,
    },
  });
}
