import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';

/** How long one call may take, in milliseconds. */
export const CALL_TIMEOUT = 10_000;

/**
 * How calls are made: each is tried once and says what happened, because only the outbox knows what may be tried again. The
 * library's own retries post a message twice when the answer to the first was lost, and wait out rate limits with
 * everything else in line behind.
 */
export const ONE_TRY = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true } satisfies WebClientOptions;

/**
 * A Web API client for background work.
 * @param timeout milliseconds
 */
export function backgroundClient(token: string, slackApiUrl: string, timeout = CALL_TIMEOUT): WebClient {
  return new WebClient(token, { slackApiUrl, timeout, ...ONE_TRY, logLevel: LogLevel.ERROR });
}
