import { setTimeout as timer } from 'node:timers/promises';
import type { UsersListResponse, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { CallQueue } from '../call-queue.ts';
import type { Directory, SlackPerson } from './directory.ts';

/** From the beginning of one sweep to that of the next, in milliseconds: nobody is known for longer than five minutes. */
const EVERY_MS = 4 * 60_000;
/** Until a sweep that failed is tried again, in milliseconds, doubled each time. */
const RETRY_MS = 5000;

interface SweepOptions {
  client: WebClient;
  queue: CallQueue;
  directory: Directory;
  now: () => number;
  log: Logger;
  /** Told of everybody when the list was read to its end. */
  onSwept: (people: SlackPerson[]) => Promise<void>;
  every?: number | undefined;
}

export interface Sweep {
  /** Resolves when Slack's list was read for the first time. */
  warm: Promise<void>;
  stop: () => void;
}

/** Reads Slack's list of people in the background, now and every few minutes, so that hardly anybody is asked for alone. */
export function startSweeping(options: SweepOptions): Sweep {
  const { log, every = EVERY_MS } = options;
  const stopping = new AbortController();
  let opened = (): void => undefined;
  const warm = new Promise<void>((resolve) => (opened = resolve));
  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const began = performance.now();
      try {
        await sweep(options, failures === 0 ? 1000 : 200, stopping.signal);
        failures = 0;
        opened();
      } catch (err) {
        failures += 1;
        if (!stopping.signal.aborted)
          log.warn({ err }, 'Slack’s list of people could not be read; it will be tried again');
      }
      const pause = failures === 0 ? every - (performance.now() - began) : RETRY_MS * 2 ** (failures - 1);
      await rest(Math.min(every, Math.max(0, pause)), stopping.signal);
    }
  };
  void run();
  return { warm, stop: () => stopping.abort() };
}

/** @param limit people a page: Slack takes a thousand, and fewer more surely */
const sweep = async (
  { client, queue, directory, now, onSwept }: SweepOptions,
  limit: number,
  signal: AbortSignal,
): Promise<void> => {
  const people: SlackPerson[] = [];
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const read = (): Promise<UsersListResponse> => client.users.list({ limit, ...(cursor && { cursor }) });
    cursor = await queue.run(async () => {
      const askedAt = now();
      const { members = [], response_metadata: rest } = await read();
      people.push(...members.flatMap((user) => directory.learn(user, askedAt)?.person ?? []));
      return rest?.next_cursor;
    });
  } while (cursor);
  await onSwept(people);
};

/** Keeps no process alive that is about to end. */
const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  timer(ms, undefined, { signal, ref: false }).catch(() => undefined);
