import { LogLevel, WebClient } from '@slack/web-api';

/** How long one call may take, in milliseconds. */
export const CALL_TIMEOUT = 10_000;

/**
 * A Web API client for background work. It tries once and says what happened, because only the outbox knows what may be
 * tried again: the library's own retries post a message twice when the answer to the first was lost.
 * @param timeout milliseconds
 */
export const backgroundClient = (token: string, slackApiUrl: string, timeout = CALL_TIMEOUT): WebClient =>
  new WebClient(token, {
    slackApiUrl,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
