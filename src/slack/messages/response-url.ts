import { z } from 'zod';

/** Slack takes this many answers through one response URL, within half an hour. */
const USES = 5;

/**
 * A response URL that did not take an answer. The status tells nothing: 404 is an address that is used up, and blocks that
 * Slack does not take; even 200 may say `{"ok":false}`. Only the body does.
 */
export class ResponseUrlError extends Error {
  override name = 'ResponseUrlError';
  readonly status: number;
  /** Slack's name for what is wrong; null where the body has none. */
  readonly code: string | null;
  /** Seconds to wait, where Slack asks for a pause. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string | null, retryAfter?: number) {
    super(`a response URL answered ${status} ${code ?? ''}`.trim());
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Where Slack takes late answers to a command or a button. */
export interface ResponseUrl {
  /** How many answers it may still take; 0 once it is closed. */
  left: () => number;
  /** Nothing goes there any more. */
  close: () => void;
  /** @throws ResponseUrlError, or whatever `fetch` throws */
  post: (answer: object) => Promise<void>;
}

const refusal = z.object({ ok: z.literal(false), error: z.string().catch('unknown_error') });

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body.trim();
  }
};

/** Slack's name for what is wrong, as JSON or as mere text; null where the body has none. */
const codeIn = (body: string): string | null => {
  const said = parsed(body);
  if (typeof said === 'string') return /^[a-z][a-z\d_]*$/.test(said) && said !== 'ok' ? said : null;
  return refusal.safeParse(said).data?.error ?? null;
};

const secondsIn = (header: string | null): number | undefined => {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
};

/** @param patience how long one answer may take, in milliseconds */
export function openResponseUrl(url: string, patience: number): ResponseUrl {
  let left = USES;
  return {
    left: () => left,
    close: () => void (left = 0),
    post: async (answer) => {
      if (left <= 0) throw new ResponseUrlError(404, 'used_url');
      // A refused answer may count as well; Slack does not say.
      left -= 1;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer),
        signal: AbortSignal.timeout(patience),
      });
      const code = codeIn(await response.text());
      if (response.ok && code === null) return;
      throw new ResponseUrlError(response.status, code, secondsIn(response.headers.get('retry-after')));
    },
  };
}
