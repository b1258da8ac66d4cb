import { LogLevel, WebClient, type Logger } from '@slack/web-api';

/** How long one call may take, in milliseconds. */
export const CALL_TIMEOUT = 10_000;

/**
 * A Web API client for background work. It tries once and says what happened, because only the outbox knows what may be
 * tried again: the library's own retries post a message twice when the answer to the first was lost.
 * @param timeout milliseconds
 * @param logger hears what Slack finds wrong with a call; the console where there is none yet
 */
export const backgroundClient = (
  token: string,
  slackApiUrl: string,
  timeout = CALL_TIMEOUT,
  logger?: Logger,
): WebClient =>
  new WebClient(token, {
    slackApiUrl,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(logger ? { logger } : { logLevel: LogLevel.ERROR }),
  });
