import type { BaseLogger } from 'pino';
import type { Crm } from '../../crm/crm.ts';
import { setAside } from '../../crm/failed-messages.ts';
import { delivered, hurryUp, leaveFor, tryAgain, waitWith } from '../../crm/outbox.ts';
import type { Arrival, Courier, OutboxItem } from '../../crm/outbox.ts';
import type { Bell } from './bell.ts';
import { backoff, type Gate } from './gate.ts';
import { remedyFor, type Outcome } from './outcome.ts';
import { together } from './together.ts';

export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** For how long a message is tried when nothing tells why it fails: a day. */
const GIVE_UP = 24 * 3600_000;
/** For how long a Slack that takes nothing from us is left alone. */
const PAUSE = 300_000;
/** So many unclear ends in a row are no matter of the messages: Slack is asked by one at a time, ever more patiently. */
const TROUBLED = 3;
/** How long it is left alone then at most, in milliseconds: no longer than people notice that it is back. */
const PATIENCE = 60_000;

/** Said of an item that will be looked for when its claim has run out. */
export const UNWRITTEN = 'How a delivery ended could not be written down.';

const withRemedy = (error: string): string => `${error}. ${remedyFor(error)}`.trim();

/** Writes down how attempts end, and draws the consequences: when the next one may be made, and whether at all. */
export class Ledger {
  readonly #crm: Crm;
  readonly #courier: Courier;
  readonly #log: Log;
  readonly #gate: Gate;
  readonly #bell: Bell;
  readonly #random: () => number;
  readonly #record: (arrival: Arrival) => Promise<void>;
  /** Why Slack takes nothing at all from the app, with what to do about it; null while it does. */
  shutOut: string | null = null;
  /** Ends in a row that nobody knows. */
  #unclear = 0;

  constructor(crm: Crm, courier: Courier, { log, gate, bell, random }: Tools) {
    this.#crm = crm;
    this.#courier = courier;
    this.#log = log;
    this.#gate = gate;
    this.#bell = bell;
    this.#random = random;
    this.#record = together((arrivals) => this.#arrive(arrivals));
  }

  /** Whether it is being found out if Slack takes anything: then by one message at a time. */
  get isProbing(): boolean {
    return this.shutOut !== null || this.#unclear >= TROUBLED;
  }

  async settle(item: OutboxItem, outcome: Outcome): Promise<void> {
    await this.#watch(outcome);
    switch (outcome.is) {
      case 'delivered':
        if (outcome.ts !== null) this.#bell.ringIn(this.#courier.pace);
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
        return this.#pause(item, outcome.error);
    }
  }

  /** Writes down together what arrived; one that cannot be written down takes no other with it. */
  async #arrive(arrivals: readonly Arrival[]): Promise<void> {
    try {
      await delivered(this.#crm, this.#courier, arrivals);
    } catch (err) {
      if (arrivals.length > 1) return void (await Promise.all(arrivals.map((one) => this.#arrive([one]))));
      this.#log.error({ err, outbox: arrivals[0]?.item.id }, UNWRITTEN);
    }
  }

  /** Leaves an item for later, to be looked at again after `wait` milliseconds. */
  async leave(item: OutboxItem, wait: number, why: string): Promise<void> {
    this.#bell.ringIn(wait);
    await leaveFor(this.#crm, this.#courier, item.id, wait, why);
  }

  async #retry(item: OutboxItem, error: string): Promise<void> {
    const { id, channel, attempts, createdAt, againAt } = item;
    if (this.#crm.now() - Date.parse(againAt ?? createdAt) > GIVE_UP) return this.#giveUp(item, error);
    const wait = Math.round(backoff(attempts, this.#random));
    this.#log.warn({ outbox: id, channel, error, wait }, 'A message could not be delivered; it will be tried again.');
    this.#bell.ringIn(wait);
    await tryAgain(this.#crm, this.#courier, item, { wait, error });
  }

  async #giveUp(item: OutboxItem, error: string): Promise<void> {
    const { id, channel } = item;
    this.#log.error({ outbox: id, channel, error }, `A message was set aside: ${withRemedy(error)}`);
    await setAside(this.#crm, this.#courier, item, error);
  }

  async #pause(item: OutboxItem, error: string): Promise<void> {
    if (this.shutOut === null) this.#log.error({ error }, `Delivery is paused: ${withRemedy(error)}`);
    this.shutOut = withRemedy(error);
    this.#gate.close(this.#crm.now() + PAUSE);
    await this.leave(item, PAUSE, error);
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
    if (wasSilent) await hurryUp(this.#crm);
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
  gate: Gate;
  bell: Bell;
  /** 0 to 1, so that waiting times are never quite alike. */
  random: () => number;
}
