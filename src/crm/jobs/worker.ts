import { randomUUID } from 'node:crypto';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { momentOf } from '../../model/dates/time.ts';
import type { Db } from '../../store/database.ts';
import { claimDueWork, postponeDue, releaseDue, coalesceDue, type DueItem, type Next } from '../../store/jobs/jobs.ts';
import { freshen, type Crm } from '../context/index.ts';

/** What is to be written for one due moment, together with the moment's end, and when it comes again (null: never). */
export interface Done {
  next: Next | null;
  write?: (db: Db) => Promise<void>;
}

/** What is done for one kind of due work. It only reads: what it wants written it returns. */
export type JobHandler = (crm: Crm, item: DueItem) => Promise<Done>;

/** Kind of due work -> what is done; a database may hold kinds of a newer version. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** How long a claim holds, in milliseconds: whoever dies over it is followed by another after that. */
const LEASE_MS = 120_000;
/** How often to look for what is due, in milliseconds. */
const EVERY_MS = 10_000;
const AT_ONCE = 5;
/** Longest wait after an attempt that failed, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

/** Somebody else took it over, or it was changed or ended meanwhile: nothing is written. */
class Lost extends Error {}

interface Round {
  crm: Crm;
  /** One name per worker. */
  by: string;
  handlers: JobHandlers;
  failed: (error: unknown, item: DueItem) => void;
}

/** The end of the due moment and what it leads to are one transaction: so it leads to it once, whoever dies when. */
const settle = async ({ crm, by }: Round, item: DueItem, { next, write }: Done): Promise<void> => {
  await crm.database.transaction(async (db) => {
    if (!(await coalesceDue(db, item, by, next))) throw new Lost();
    await write?.(db);
  });
  crm.onOutbox();
};

const runOne = async (round: Round, item: DueItem): Promise<void> => {
  const { crm, by, handlers, failed } = round;
  try {
    const handler = handlers[item.kind];
    if (!handler) throw new Error(`nobody knows how to do due work of kind ${item.kind}`);
    await settle(round, item, await handler(crm, item));
  } catch (error) {
    if (error instanceof Lost) return;
    failed(error, item);
    const wait = Math.min(60_000 * 2 ** (item.attempts - 1), LONGEST_WAIT_MS);
    const until = momentOf(crm.now() + wait);
    await postponeDue(crm.database.db, item, by, { until, error: String(error) });
  }
};

/**
 * Does everything that is due, once, however many processes ask at the same time. What was missed is done once, not once
 * for each time.
 * @param goOn asked between two of them
 * @returns how much was in hand
 */
export async function doDue(round: Round, goOn = (): boolean => true): Promise<number> {
  const { crm, by } = round;
  await freshen(crm);
  let done = 0;
  while (goOn()) {
    const now = crm.now();
    const claim = { by, now: momentOf(now), until: momentOf(now + LEASE_MS), limit: AT_ONCE };
    const items = await claimDueWork(crm.database.db, claim);
    for (const item of items) {
      if (!goOn()) return done;
      await runOne(round, item);
      done += 1;
      await yieldToOthers();
    }
    if (items.length < AT_ONCE) break;
  }
  return done;
}

/**
 * Does what is due in the background.
 * @param failed called with what went wrong; it is tried again
 * @returns ends it, once what is in hand is done
 */
export function startJobWorker(crm: Crm, handlers: JobHandlers, failed: (error: unknown) => void): () => Promise<void> {
  const by = randomUUID();
  let ended = false;
  let round: Promise<unknown> = Promise.resolve();
  let resting = true;
  const look = (): void => {
    if (ended || !resting || crm.database.condition.trouble) return;
    resting = false;
    round = doDue({ crm, by, handlers, failed }, () => !ended)
      .catch(failed)
      .finally(() => (resting = true));
  };
  look();
  const timer = setInterval(look, EVERY_MS).unref();
  return async () => {
    ended = true;
    clearInterval(timer);
    await round;
    await releaseDue(crm.database.db, by).catch(failed);
  };
}
