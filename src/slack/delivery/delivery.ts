import { randomUUID } from 'node:crypto';
import { claimDue, giveBack, type OutboxItem } from '../../crm/notifications/outbox/index.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import { takeAlong } from '../../crm/notifications/announce/index.ts';
import { attempt } from './attempt.ts';
import { makeWakeup, sleep as realSleep, type Sleep } from './wakeup.ts';
import { makeRateGate } from './rate-gate.ts';
import { Ledger, UNWRITTEN, type Log } from './ledger.ts';
import type { Means } from './delivery-deps.ts';
import { Turns } from './card-turns.ts';
import type { Allowance } from '../bucket.ts';
import { untriedTables } from '../messages/table-support.ts';

/** `client` is of `backgroundClient`: one try per call. */
export interface DeliveryOptions
  extends
    Omit<Means, 'tables' | 'pause' | 'turns' | 'wait' | 'closing'>,
    Partial<Pick<Means, 'tables' | 'wait' | 'closing'>> {
  log: Log;
  /** How often cards are changed; as often as Slack takes it unless merged. */
  updates?: Allowance | undefined;
  /** Least distance between two messages to one channel, in milliseconds: Slack takes one a second. */
  pace?: number;
  /** How often to look for work that nobody announced, in milliseconds. */
  poll?: number;
  /** Most items in hand at once. */
  atOnce?: number;
  /** How long a claim holds, in milliseconds: longer than an attempt may take. */
  lease?: number;
  sleep?: Sleep;
  /** 0 to 1, so that waiting times are never quite alike. */
  random?: () => number;
}

export interface DeliveryState {
  status: 'running' | 'paused' | 'stopped';
  /** While it is paused, Slack's reason and what to do about it. */
  why: string | null;
  /** Items being delivered at this moment. */
  inHand: number;
}

export interface Delivery {
  /** Looks for work at once. */
  wake: () => void;
  state: () => DeliveryState;
  /** Slack takes nothing from the app any more, as it said elsewhere: everything waits until it does again. */
  pause: (error: string) => void;
  /** Finishes the messages that are under way and gives back the others. */
  stop: () => Promise<void>;
}

/** What must be left of a claim before its message is posted, in milliseconds: longer than the call may take. */
const MARGIN = 20_000;

/**
 * Starts the outbox worker: it delivers each item to its channel, in order, at Slack's pace, and as far as Slack
 * allows to verify, once. It wakes when the CRM adds something to the outbox; several workers may share a database.
 */
export function startDelivery(options: DeliveryOptions): Delivery {
  const { crm, log } = options;
  const { pace = 1000, poll = 3000, atOnce = 50, lease = 60_000, sleep = realSleep, random = Math.random } = options;
  const worker = { name: randomUUID(), lease, pace };
  const gate = makeRateGate();
  const wakeup = makeWakeup(sleep, crm.now);
  const stopping = new AbortController();
  const ledger = new Ledger(crm, worker, { log, gate, wakeup, random, stopping: stopping.signal });
  const means: Means = {
    ...{ tables: untriedTables(), wait: (ms: number) => sleep(ms, stopping.signal), closing: stopping.signal },
    ...options,
    turns: new Turns(crm.now, options.updates),
    pause: () => sleep(pace, stopping.signal),
  };
  const inHand = new Set<Promise<void>>();

  const carry = async (item: OutboxItem, heldUntil: number): Promise<void> => {
    if (stopping.signal.aborted) return;
    const closed = gate.closedUntil() - crm.now();
    if (closed > 0) return ledger.leave(item, closed, 'waiting');
    const merged = await takeAlong(crm, item, worker.name);
    const outcome = await attempt(means, merged, () => crm.now() < heldUntil - MARGIN);
    if (outcome) await ledger.settle(merged, outcome);
  };

  /** The database says itself, once, that it is not able to. */
  const unlessUnavailable = (err: unknown, tell: () => void): void => {
    if (!(err instanceof Unavailable)) tell();
  };

  const take = (item: OutboxItem, heldUntil: number): void => {
    const work = carry(item, heldUntil)
      .catch((err: unknown) => {
        if (!(err instanceof Unavailable)) throw err;
        // What the database kept from being put into words is no attempt.
        return ledger.leave(item, poll, 'the database was not able to');
      })
      .catch((err: unknown) => unlessUnavailable(err, () => log.error({ err, outbox: item.id }, UNWRITTEN)))
      .finally(() => {
        inHand.delete(work);
        wakeup.ring();
      });
    inHand.add(work);
  };

  /** Fills the hands; with one item only while it is being found out whether Slack takes messages again. */
  const takeMore = async (): Promise<void> => {
    // Nothing is taken that could not be written down when it is delivered.
    if (crm.database.condition.trouble || ledger.isBehind) return;
    const room = (ledger.isProbing ? 1 : atOnce) - inHand.size;
    const closed = gate.closedUntil() - crm.now();
    if (closed > 0) return wakeup.ringIn(closed);
    if (room <= 0) return;
    const heldUntil = crm.now() + lease;
    try {
      for (const item of await claimDue(crm, worker, room)) take(item, heldUntil);
    } catch (err) {
      unlessUnavailable(err, () => log.error({ err }, 'The outbox could not be read; it will be tried again.'));
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await takeMore();
      await wakeup.wait(poll);
    }
  };

  const finish = async (): Promise<void> => {
    stopping.abort();
    wakeup.ring();
    unheard();
    await running;
    await Promise.all(inHand);
    // What it does not give back is free again when its claims run out.
    await giveBack(crm, worker).catch((err: unknown) =>
      unlessUnavailable(err, () => {
        throw err;
      }),
    );
  };

  const unheard = crm.database.condition.onChange((trouble) => {
    if (!trouble) wakeup.ring();
  });
  const announced = crm.onOutbox;
  crm.onOutbox = () => {
    announced();
    wakeup.ring();
  };
  const running = run();
  let stopped: Promise<void> | undefined;
  return {
    wake: wakeup.ring,
    state: () => {
      const status = stopped ? 'stopped' : ledger.shutOut === null ? 'running' : 'paused';
      return { status, why: ledger.shutOut, inHand: inHand.size };
    },
    pause: (error) => ledger.pause(error),
    stop: () => (stopped ??= finish()),
  };
}
