import { setTimeout as pause } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import type { Crm } from '../../crm/context/index.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import {
  setAside,
  delivered,
  hurryUp,
  leaveFor,
  tryAgain,
  waitWith,
  type Arrival,
  type DeliveryWorker,
  type OutboxItem,
} from '../../crm/notifications/outbox/index.ts';
import type { Wakeup } from './wakeup.ts';
import { backoff, type RateGate } from './rate-gate.ts';
import { remedyFor, type Outcome } from './outcome.ts';
import { together } from './batch.ts';

export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** For how long a message is tried when nothing tells why it fails: a day. */
const GIVE_UP = 24 * 3600_000;
/** It is tried so often at least, because it may have waited for days until the app was installed again. */
const FEWEST_TRIES = 10;
/** For how long a Slack that takes nothing from us is left alone. */
const PAUSE = 300_000;
/** So many unclear ends in a row are no matter of the messages: Slack is asked by one at a time, ever more patiently. */
const TROUBLED = 3;
/** How long it is left alone then at most, in milliseconds: no longer than people notice that it is back. */
const PATIENCE = 60_000;

/** Least time between two attempts to write down what arrived, in milliseconds. */
const AGAIN_MS = 250;

/** Said of an item that will be looked for when its claim has run out. */
export const UNWRITTEN = 'How a delivery ended could not be written down.';

/** Where they cannot be hurried, they are tried when they are due. */
const inTheirTime = (error: unknown): void => {
  if (!(error instanceof Unavailable)) throw error;
};

const withRemedy = (error: string): string => `${error}. ${remedyFor(error)}`.trim();

/** Writes down how attempts end, and draws the consequences: when the next one may be made, and whether at all. */
export class Ledger {
  readonly #crm: Crm;
  readonly #worker: DeliveryWorker;
  readonly #log: Log;
  readonly #gate: RateGate;
  readonly #wakeup: Wakeup;
  readonly #random: () => number;
  readonly #stopping: AbortSignal;
  readonly #record: (arrival: Arrival) => Promise<void>;
  /** Why Slack takes nothing at all from the app, with what to do about it; null while it does. */
  shutOut: string | null = null;
  /** Arrivals that wait for the database. */
  #unwritten = 0;
  /** Ends in a row that nobody knows. */
  #unclear = 0;

  constructor(crm: Crm, worker: DeliveryWorker, { log, gate, wakeup, random, stopping }: Tools) {
    this.#crm = crm;
    this.#worker = worker;
    this.#log = log;
    this.#gate = gate;
    this.#wakeup = wakeup;
    this.#random = random;
    this.#stopping = stopping;
    this.#record = together((arrivals) => this.#arrive(arrivals));
  }

  /** Whether it is being found out if Slack takes anything: then by one message at a time. */
  get isProbing(): boolean {
    return this.shutOut !== null || this.#unclear >= TROUBLED;
  }

  /** Whether something arrived that is not written down yet: its claim may have run out, and it would be taken again. */
  get isBehind(): boolean {
    return this.#unwritten > 0;
  }

  async settle(item: OutboxItem, outcome: Outcome): Promise<void> {
    if (outcome.is === 'turn') return this.leave(item, outcome.wait, 'waiting');
    await this.#watch(outcome);
    switch (outcome.is) {
      case 'delivered':
        if (outcome.ts !== null) this.#wakeup.ringIn(this.#worker.pace);
        return this.#record({ item, ...outcome, at: this.#crm.now() });
      case 'wait':
        this.#gate.hold(item.channel, this.#crm.now() + outcome.wait, this.#crm.now());
        await waitWith(this.#crm, item, outcome.wait);
        return this.leave(item, outcome.wait, outcome.error);
      case 'unclear':
        return this.#retry(item, outcome.error);
      case 'refused':
        return this.#giveUp(item, outcome.error);
      case 'shut out':
        this.pause(outcome.error);
        return this.leave(item, PAUSE, outcome.error);
    }
  }

  /**
   * Writes down together what arrived; one that cannot be written down takes no other with it. Where the database is not able
   * to, they wait until it is: what is forgotten would be posted again.
   */
  async #arrive(arrivals: readonly Arrival[]): Promise<void> {
    try {
      await delivered(this.#crm, this.#worker, arrivals);
    } catch (err) {
      if (err instanceof Unavailable && (await this.#isWellAgain())) return this.#arrive(arrivals);
      if (arrivals.length > 1) return void (await Promise.all(arrivals.map((one) => this.#arrive([one]))));
      this.#log.error({ err, outbox: arrivals[0]?.item.id }, UNWRITTEN);
    }
  }

  /** Waits until the database takes writes again. @returns false when CustomerHub is stopped before that */
  async #isWellAgain(): Promise<boolean> {
    this.#unwritten += 1;
    try {
      // What is over already is not tried again in the same breath.
      await pause(AGAIN_MS, undefined, { signal: this.#stopping });
      await this.#crm.database.condition.wellAgain(this.#stopping);
      return true;
    } catch {
      return false;
    } finally {
      this.#unwritten -= 1;
    }
  }

  /** Leaves an item for later, to be looked at again after `wait` milliseconds. */
  async leave(item: OutboxItem, wait: number, why: string): Promise<void> {
    this.#wakeup.ringIn(wait);
    await leaveFor(this.#crm, this.#worker, item.id, wait, why);
  }

  async #retry(item: OutboxItem, error: string): Promise<void> {
    const { id, channel, attempts, createdAt, againAt } = item;
    const isOld = this.#crm.now() - Date.parse(againAt ?? createdAt) > GIVE_UP;
    if (isOld && attempts >= FEWEST_TRIES) return this.#giveUp(item, error);
    const wait = Math.round(backoff(attempts, this.#random));
    this.#log.warn({ outbox: id, channel, error, wait }, 'A message could not be delivered; it will be tried again.');
    this.#wakeup.ringIn(wait);
    await tryAgain(this.#crm, this.#worker, item, { wait, error });
  }

  async #giveUp(item: OutboxItem, error: string): Promise<void> {
    const { id, channel } = item;
    this.#log.error({ outbox: id, channel, error }, `A message was set aside: ${withRemedy(error)}`);
    await setAside(this.#crm, this.#worker, item, error);
  }

  /** Slack takes nothing from the app any more: everything waits, and one message every few minutes finds out whether it does again. */
  pause(error: string): void {
    if (this.shutOut === null) this.#log.error({ error }, `Delivery is paused: ${withRemedy(error)}`);
    this.shutOut = withRemedy(error);
    this.#gate.close(this.#crm.now() + PAUSE);
  }

  /** What an end says of Slack itself. An answer, whatever it is, is the end of silence. */
  async #watch(outcome: Outcome): Promise<void> {
    if (outcome.is === 'unclear') {
      this.#unclear += 1;
      const failed = this.#unclear - TROUBLED;
      if (failed >= 0) this.#gate.close(this.#crm.now() + Math.round(backoff(failed, this.#random, PATIENCE)));
      return;
    }
    const wasSilent = this.#unclear >= TROUBLED;
    this.#unclear = 0;
    if (wasSilent) await hurryUp(this.#crm).catch(inTheirTime);
    if (outcome.is === 'delivered' && outcome.ts !== null) this.#letIn();
  }

  #letIn(): void {
    if (this.shutOut === null) return;
    this.shutOut = null;
    this.#log.info({}, 'Delivery goes on: Slack takes messages again.');
  }
}

interface Tools {
  log: Log;
  gate: RateGate;
  wakeup: Wakeup;
  /** 0 to 1, so that waiting times are never quite alike. */
  random: () => number;
  /** Given when delivery ends. */
  stopping: AbortSignal;
}
