import { setTimeout as timer } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import {
  channelsToAsk,
  countDoubts,
  doubtHeadcount,
  doubtHeadcounts,
  hideFromOutsiders,
  knownHeadcount,
  noteHeadcount,
  type Headcount,
} from '../../crm/notifications/channels/index.ts';
import type { Crm } from '../../crm/context/index.ts';
import { unhurried } from '../../model/runtime/deadline.ts';
import type { CallQueues } from '../call-queue.ts';
import type { People } from '../people/people.ts';
import { within } from '../within.ts';
import { askChannels, askHeadcount } from './ask.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';

/** For so long an answer holds that no event cast doubt on, in milliseconds. */
const FRESH_MS = 3_600_000;
/** For so long it holds while Slack is being asked. */
const STALE_MS = 24 * FRESH_MS;
/** How long Slack is left alone about a channel after it did not say, in milliseconds, doubled each time. */
const REST_MS = 15_000;
/** The same at most, where somebody waits for it and where nobody does. */
const MOST_REST_MS = { somebody: 30_000, nobody: 30 * 60_000 };
/** How long an event about somebody waits for the list of their channels, in milliseconds. */
const LIST_PATIENCE_MS = 5000;

/** How the background works, where that is not as usual. In milliseconds. */
export interface Rhythm {
  /** Between two looks at which channels are to be asked about. */
  look?: number;
  /** Between two questions about a channel where people come and go, doubled each time. */
  gather?: number;
}

const USUAL: Required<Rhythm> = { look: 15_000, gather: 2000 };
const MOST_GATHER_MS = 60_000;

interface HeadcountDeps {
  crm: Crm;
  teamId: string;
  client: WebClient;
  queues: CallQueues;
  people: People;
  log: Logger;
  rhythm?: Rhythm | undefined;
}

/** Asks Slack who reads in channels, once for everybody who wants to know, and again where it did not say. */
export class Headcounts {
  readonly #parts: HeadcountDeps;
  readonly #rhythm: Required<Rhythm>;
  readonly #stopping = new AbortController();
  readonly #asking = new Map<string, Promise<Headcount>>();
  readonly #failures = new Map<string, { times: number; at: number }>();
  /** Settles when every event about a person has cast its doubts. */
  #doubting: Promise<unknown> = Promise.resolve();

  constructor(parts: HeadcountDeps) {
    this.#parts = parts;
    this.#rhythm = { ...USUAL, ...parts.rhythm };
    void this.#lookAfter();
  }

  /**
   * Who from outside reads in a channel, as of the last event about it; null where Slack does not say within `patience`
   * milliseconds. Then its cards hide what is not for outsiders, and Slack is asked again until it says.
   */
  async of(channel: string, patience: number): Promise<Headcount | null> {
    try {
      return await this.#find(channel, patience);
    } catch {
      await this.#hide(channel);
      return null;
    }
  }

  /** Who reads there may have changed. */
  doubt(channel: string): Promise<void> {
    return doubtHeadcount(this.#parts.crm, this.#key(channel));
  }

  /** Somebody counts differently from now on: who reads in their channels is asked anew. */
  async doubtThoseOf(userId: string): Promise<void> {
    const cast = unhurried(() => this.#castDoubt(userId));
    this.#doubting = Promise.allSettled([this.#doubting, cast]);
    await cast;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #hide(channel: string): Promise<void> {
    const { crm, log } = this.#parts;
    await hideFromOutsiders(crm, this.#key(channel)).catch((err: unknown) =>
      log.error({ err, channel }, 'cards were not hidden from people from outside'),
    );
  }

  #key(channel: string): { team: string; channel: string } {
    return { team: this.#parts.teamId, channel };
  }

  async #find(channel: string, patience: number): Promise<Headcount> {
    await within(patience, this.#doubting);
    const known = await knownHeadcount(this.#parts.crm, this.#key(channel));
    const age = this.#parts.crm.now() - Date.parse(known?.askedAt || '1970-01-01');
    if (known && age < FRESH_MS) return known;
    const stale = known && age < STALE_MS ? known : null;
    if (this.#isResting(channel, 'somebody')) {
      if (stale) return stale;
      throw new Error('Slack did not say a moment ago');
    }
    const found = this.#request(channel);
    if (!stale) return within(patience, found);
    found.catch(() => undefined);
    return stale;
  }

  #request(channel: string): Promise<Headcount> {
    // Others wait for it, too, and the next command does: so it ends with nobody's patience.
    const found = this.#asking.get(channel) ?? unhurried(() => this.#askOnce(channel));
    this.#asking.set(channel, found);
    return found;
  }

  async #askOnce(channel: string): Promise<Headcount> {
    try {
      const found = await this.#askUntilSure(channel);
      this.#failures.delete(channel);
      return found;
    } catch (err) {
      this.#failures.set(channel, { times: this.#timesFailed(channel) + 1, at: this.#parts.crm.now() });
      if (!this.#stopping.signal.aborted) this.#parts.log.warn({ err, channel }, UNSAID);
      throw err;
    } finally {
      this.#asking.delete(channel);
    }
  }

  /** Asks until no doubt came up while it was asked. */
  async #askUntilSure(channel: string): Promise<Headcount> {
    const { crm } = this.#parts;
    for (let round = 0; ; round += 1) {
      const doubts = await countDoubts(crm, this.#key(channel));
      const found = await askHeadcount(this.#parts, channel);
      if (await noteHeadcount(crm, this.#key(channel), found, doubts).catch(asIfNoted)) return found;
      await this.#rest(Math.min(MOST_GATHER_MS, this.#rhythm.gather * 2 ** round));
      this.#stopping.signal.throwIfAborted();
    }
  }

  #timesFailed = (channel: string): number => this.#failures.get(channel)?.times ?? 0;

  #isResting(channel: string, who: keyof typeof MOST_REST_MS): boolean {
    const failed = this.#failures.get(channel);
    if (!failed) return false;
    const rest = Math.min(MOST_REST_MS[who], REST_MS * 2 ** (failed.times - 1));
    return this.#parts.crm.now() < failed.at + rest;
  }

  /** Asks again about channels with cards: one after the other, so that whoever waits for one comes in between. */
  async #lookAfter(): Promise<void> {
    const { crm, teamId, log } = this.#parts;
    for (;;) {
      await this.#rest(this.#rhythm.look);
      if (this.#stopping.signal.aborted) return;
      try {
        const channels = await channelsToAsk(crm, teamId, crm.now() - FRESH_MS);
        for (const channel of channels) await this.#askAgain(channel);
      } catch (err) {
        if (!this.#stopping.signal.aborted) log.error({ err }, 'who reads in channels was not asked again');
      }
    }
  }

  async #askAgain(channel: string): Promise<void> {
    if (this.#stopping.signal.aborted || this.#isResting(channel, 'nobody')) return;
    await this.#request(channel).catch(() => undefined);
  }

  async #castDoubt(userId: string): Promise<void> {
    const { crm, teamId, log } = this.#parts;
    const channels = await within(LIST_PATIENCE_MS, askChannels(this.#parts, userId)).catch((err: unknown) => {
      log.info({ err }, 'Slack did not list somebody’s channels; who reads is asked anew in all of them');
      return null;
    });
    await doubtHeadcounts(crm, teamId, channels);
  }

  #rest(ms: number): Promise<unknown> {
    const { signal } = this.#stopping;
    return timer(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

const UNSAID = 'Slack did not say who reads in a channel; what is not for outsiders is hidden there';

/** What Slack said holds, also where the database cannot keep it: the next one asks again. */
const asIfNoted = (error: unknown): true => {
  if (error instanceof Unavailable) return true;
  throw error;
};
