import type { WebClient } from '@slack/web-api';
import type { SlackIdentity } from '../../crm/team/index.ts';
import { isTimeZone } from '../../model/dates/time.ts';
import type { CallQueue } from '../call-queue.ts';
import { outsiderOf, teamsOf, type Installation, type SlackUser } from './installation.ts';

/** What Slack says of somebody, as far as it matters here. */
export interface SlackPerson {
  id: string;
  name: string;
  email: string | null;
  /** IANA; null where Slack knows none. */
  timeZone: string | null;
  /** Owner or admin of the workspace. */
  isAdmin: boolean;
  outsider: SlackIdentity['outsider'];
  /** Ids that payloads may give as their team. */
  teams: readonly string[];
}

export interface Entry {
  person: SlackPerson;
  /** When Slack was asked, in milliseconds since 1970. */
  askedAt: number;
  /** Slack said since then that something about them changed. */
  outdated?: true;
}

/** A user object as `users.info`, `users.list` and `user_change` have it. */
export interface UserObject extends SlackUser {
  name?: string;
  real_name?: string;
  tz?: string;
  is_admin?: boolean;
  is_owner?: boolean;
  profile?: { real_name?: string; email?: string };
}

/** @param before null where they were not known */
export type OnChange = (before: SlackPerson | null, now: SlackPerson) => void;

interface DirectoryOptions {
  client: WebClient;
  queue: CallQueue;
  installation: Installation;
  now: () => number;
  /** Somebody is known to be something else than they were. */
  onChange: OnChange;
}

/** So many people are remembered; of more, those that were heard of longest ago are asked for again. */
const CAPACITY = 50_000;

/** What Slack said of people, in memory: from its list of everybody, or asked for one by one. */
export class Directory {
  readonly #entries = new Map<string, Entry>();
  /** Id in the organisation -> id in the workspace, where they differ. */
  readonly #aliases = new Map<string, string>();
  /** Those who count differently than they did, until Slack says how. */
  readonly #doubted = new Set<string>();
  readonly #asking = new Map<string, Promise<Entry>>();
  readonly #options: DirectoryOptions;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** What is known of them, however old. */
  known(id: string): Entry | undefined {
    return this.#entries.get(this.#aliases.get(id) ?? id);
  }

  /** Whether they are of this workspace's list, although nothing is known of them now. */
  isDoubted(id: string): boolean {
    return this.#doubted.has(id);
  }

  /** Takes in what Slack answered; what was asked later than that stays. @param askedAt when it was asked */
  learn(user: UserObject, askedAt: number): Entry | null {
    const person = this.#read(user);
    if (!person) return null;
    const known = this.#entries.get(person.id);
    if (known && known.askedAt > askedAt) return known;
    const entry = { person, askedAt };
    this.#keep(entry, user.enterprise_user?.id);
    if (known && !isSame(known.person, person)) this.#options.onChange(known.person, person);
    return entry;
  }

  /**
   * Slack says that somebody changed. What it says may be late, so it is not believed but asked again, and only where it
   * differs from what is known: people change their status all day. Whoever counts differently is not known any more.
   */
  hear(user: UserObject): void {
    const person = this.#read(user);
    if (!person) return;
    const known = this.#entries.get(person.id);
    if (known && countAlike(known.person, person)) {
      if (!isSame(known.person, person)) this.#entries.set(person.id, { ...known, outdated: true });
      return;
    }
    this.#entries.delete(person.id);
    if (known) this.#doubted.add(person.id);
    this.#options.onChange(known?.person ?? null, person);
  }

  /** Asks Slack, once for everybody who wants to know at that moment. @param first a person waits for it */
  request(id: string, first: boolean): Promise<Entry> {
    const asking = this.#asking.get(id) ?? this.#request(id, first).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  #request(id: string, first: boolean): Promise<Entry> {
    const { client, queue, now } = this.#options;
    return queue.run(async () => {
      const askedAt = now();
      const { user } = await client.users.info({ user: id });
      const entry = user && this.learn(user, askedAt);
      if (!entry) throw new Error('Slack described nobody');
      return entry;
    }, first);
  }

  #keep(entry: Entry, alias: string | undefined): void {
    const { id } = entry.person;
    this.#doubted.delete(id);
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    if (alias !== undefined && alias !== id) this.#aliases.set(alias, id);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > CAPACITY && oldest !== undefined) this.#entries.delete(oldest);
  }

  #read(user: UserObject): SlackPerson | null {
    const { installation } = this.#options;
    if (!user.id) return null;
    return {
      id: user.id,
      name: user.profile?.real_name || user.real_name || user.name || user.id,
      email: user.profile?.email ?? null,
      timeZone: user.tz && isTimeZone(user.tz) ? user.tz : null,
      isAdmin: user.is_admin === true || user.is_owner === true,
      outsider: outsiderOf(user, installation),
      teams: teamsOf(user, installation),
    };
  }
}

const isSame = (one: SlackPerson, other: SlackPerson): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Nothing differs on which it depends what they get. */
const countAlike = (one: SlackPerson, other: SlackPerson): boolean =>
  isSame(one, { ...other, name: one.name, email: one.email, timeZone: one.timeZone });
