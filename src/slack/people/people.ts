import type { SlackIdentity } from '../../crm/team/index.ts';
import { Problem } from '../../model/errors.ts';
import { outcomeOf } from '../delivery/outcome.ts';
import { refusalInWords } from '../refused.ts';
import { within } from '../within.ts';
import type { Directory, Entry, SlackPerson, UserObject } from './directory.ts';
import type { Installation } from './installation.ts';

/** Slack could not say who is asking, so nobody is let in. */
export class Unknown extends Problem {
  override name = 'Unknown';
}

interface Claims {
  /** Ids that the payload gives as their team. */
  teams?: readonly (string | null | undefined)[];
  /** Asks Slack in any case. */
  anew?: boolean;
}

/** How somebody counts among those who read in a channel; apps and deactivated people read nothing. */
export type Membership = 'inside' | 'guest' | 'external';

export interface People {
  /**
   * Who that user is by what Slack says, five minutes old at most. Where Slack does not answer in time, what it said within
   * the last hour serves for reading: the identity is then `unconfirmed`.
   * @throws Unknown
   */
  identify: (userId: string, claims?: Claims) => Promise<SlackIdentity>;
  /** The same for many who read in a channel, an hour old at most. @param single whether to ask for those whom Slack's list has not */
  standingsOf: (userIds: readonly string[], single: boolean) => Promise<Map<string, Membership>>;
  /** How somebody counts, where that is known without asking. */
  standingOf: (userId: string) => Membership | null;
  /** Slack says that something about them changed. */
  hear: (user: UserObject) => void;
}

/** Younger than this, what Slack said of somebody is good for everything, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** Younger than this, it is good for reading where Slack does not answer. */
const READABLE_MS = 3_600_000;
/** How long a person waits to be known, in milliseconds: all of the answer must be there after 3000. */
const PATIENCE_MS = 2000;
/** So many of a channel are asked for one by one; of more, the rest count as people from outside. */
const MOST_SINGLE = 50;

interface PeopleOptions {
  directory: Directory;
  installation: Installation;
  /** Their time zone is that of people whose own Slack does not know. */
  settings: { readonly timeZone: string };
  /** Slack's list of everybody was read. */
  warm: Promise<void>;
  now: () => number;
}

/** Answers who people are from the directory, and asks Slack for those whom it does not know well enough. */
export function openPeople({ directory, installation, settings, warm, now }: PeopleOptions): People {
  const isYounger = (entry: Entry | undefined, ms: number): entry is Entry =>
    entry !== undefined && now() - entry.askedAt <= ms;

  const find = async (id: string, anew: boolean): Promise<{ entry: Entry; confirmed: boolean }> => {
    const known = directory.known(id);
    if (!anew && isYounger(known, FRESH_MS) && !known.outdated) return { entry: known, confirmed: true };
    try {
      return { entry: await within(PATIENCE_MS, directory.request(id, true)), confirmed: true };
    } catch (cause) {
      if (!anew && isSilence(cause) && isYounger(known, READABLE_MS)) return { entry: known, confirmed: false };
      const advice = refusalInWords(cause) ?? 'Try again in a moment.';
      throw new Unknown(`Slack didn’t say who you are, so nothing was done. ${advice}`, { cause });
    }
  };

  const identityOf = ({ person }: Entry, foreign: boolean, confirmed: boolean): SlackIdentity => ({
    userId: person.id,
    teamId: installation.teamId,
    name: person.name,
    email: person.email,
    timeZone: person.timeZone ?? settings.timeZone,
    isAdmin: person.isAdmin,
    outsider: person.outsider ?? (foreign ? 'external' : null),
    ...(!confirmed && { unconfirmed: true as const }),
  });

  const isForeign = ({ person }: Entry, teams: NonNullable<Claims['teams']>): boolean =>
    teams.some((team) => team && !person.teams.includes(team));

  const standingOf = (id: string): Membership | null => {
    const known = directory.known(id);
    return isYounger(known, READABLE_MS) ? standingIn(known.person) : null;
  };

  /** Somebody whom Slack does not show counts as one from outside. */
  const askForOne = async (id: string): Promise<void> => {
    await directory.request(id, false).catch((cause: unknown) => {
      if (isSilence(cause)) throw cause;
    });
  };

  return {
    identify: async (userId, { teams = [], anew = false } = {}) => {
      let found = await find(userId, anew);
      // They may have come to another workspace of the organisation since.
      if (found.entry.person.outsider === null && isForeign(found.entry, teams)) found = await find(userId, true);
      return identityOf(found.entry, isForeign(found.entry, teams), found.confirmed);
    },
    standingsOf: async (ids, single) => {
      const unknown = (): string[] => ids.filter((id) => standingOf(id) === null);
      if (unknown().length > (single ? MOST_SINGLE : 0)) await warm;
      const toAsk = single ? unknown() : unknown().filter((id) => directory.isDoubted(id));
      await Promise.all(toAsk.slice(0, MOST_SINGLE).map(askForOne));
      return new Map(ids.map((id) => [id, standingOf(id) ?? 'external']));
    },
    standingOf,
    hear: (user) => directory.hear(user),
  };
}

/** How somebody counts among those who read. */
export function standingIn({ outsider }: SlackPerson): Membership {
  return outsider === 'guest' || outsider === 'external' ? outsider : 'inside';
}

/** Slack did not answer, rather than answering that it does not say. */
const isSilence = (cause: unknown): boolean => ['wait', 'unclear'].includes(outcomeOf(cause).is);
