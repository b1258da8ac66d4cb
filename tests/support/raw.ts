/** Requests to the app that Slack would not send, or not like this. */
import { createHmac } from 'node:crypto';

export interface Target {
  /** Where the app takes requests. */
  url: string;
  signingSecret: string;
}

export interface Raw {
  body: string;
  contentType?: string;
  /** Seconds since 1970; now unless told. */
  timestamp?: number;
  /** Instead of the right one; null for none. */
  signature?: string | null;
}

/** A request signed as Slack signs it, unless told otherwise. */
export async function raw({ url, signingSecret }: Target, request: Raw, signal?: AbortSignal): Promise<Response> {
  const { body, contentType = 'application/x-www-form-urlencoded' } = request;
  const timestamp = String(request.timestamp ?? Math.floor(Date.now() / 1000));
  const right = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const signature = request.signature === undefined ? right : request.signature;
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': timestamp,
    ...(signature === null ? {} : { 'x-slack-signature': signature }),
  };
  return fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) });
}

/** Signed with another secret. */
export const forged = (target: Target, body: string): Promise<Response> =>
  raw({ ...target, signingSecret: 'not the secret' }, { body });

/** Rightly signed, but ten minutes ago. */
export const stale = (target: Target, body: string): Promise<Response> =>
  raw(target, { body, timestamp: Math.floor(Date.now() / 1000) - 600 });

/** The very same request, several times in a row. */
export async function replay(target: Target, body: string, times = 2): Promise<Response[]> {
  const timestamp = Math.floor(Date.now() / 1000);
  const answers: Response[] = [];
  for (let time = 0; time < times; time++) answers.push(await raw(target, { body, timestamp }));
  return answers;
}
