import { WebAPIRateLimitedError } from '@slack/web-api';
import { Bucket, type Allowance } from './bucket.ts';

interface WaitingCall {
  start: () => void;
  drop: (why: Error) => void;
}

/**
 * Calls of one Web API method, in order and at a pace that Slack takes. One that Slack asks to wait for goes first when
 * that time is over. Whoever can't wait so long gives up on the promise; the call is made all the same.
 */
export class CallQueue {
  readonly #bucket: Bucket;
  readonly #waiting: WaitingCall[] = [];
  #closedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(allowance: Allowance) {
    this.#bucket = new Bucket(allowance, performance.now());
  }

  /** @param first ahead of everything that waits, because a person does */
  run<T>(call: () => Promise<T>, first = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const start = (): void =>
        void call().then(resolve, (error: unknown) => {
          if (!(error instanceof WebAPIRateLimitedError)) return reject(error);
          this.#closedUntil = performance.now() + Math.max(1, error.retryAfter) * 1000;
          this.#bucket.close(this.#closedUntil);
          this.#enqueue({ start, drop: reject }, true);
        });
      this.#enqueue({ start, drop: reject }, first);
    });
  }

  /** Makes no more calls. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const { drop } of this.#waiting.splice(0)) drop(new Error('CustomerHub is stopping'));
  }

  #enqueue(one: WaitingCall, first: boolean): void {
    if (this.#ended) return one.drop(new Error('CustomerHub is stopping'));
    if (first) this.#waiting.unshift(one);
    else this.#waiting.push(one);
    this.#advance();
  }

  #advance(): void {
    while (this.#waiting.length > 0) {
      const now = performance.now();
      const wait = Math.max(this.#closedUntil - now, this.#bucket.wait(now));
      if (wait > 0) return this.#advanceIn(wait);
      this.#bucket.take(now);
      this.#waiting.shift()?.start();
    }
  }

  #advanceIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#advance(), Math.ceil(ms)).unref();
  }
}

/**
 * Queues for the methods that are asked for many people or channels. Burst and pace together stay within what the tier
 * allows in any minute, with a rest for calls that are made beside the queue.
 * @param every allowance for each of them, in place of Slack's
 */
export function openQueues(every?: Allowance) {
  const queue = (burst: number, perMinute: number): CallQueue => new CallQueue(every ?? { burst, perMinute });
  return {
    /** `users.list`, tier 2: 20 a minute. */
    usersList: queue(8, 12),
    /** `users.conversations`, tier 2 or 3 by whom one asks. */
    usersConversations: queue(8, 12),
    /** `conversations.info`, tier 3: 50 a minute. */
    conversationsInfo: queue(25, 20),
    /** `conversations.members`, tier 4: 100 a minute. */
    conversationsMembers: queue(40, 60),
    /** `users.info`, tier 4. */
    usersInfo: queue(40, 60),
  };
}

export type CallQueues = ReturnType<typeof openQueues>;
