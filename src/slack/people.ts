import type { WebClient } from '@slack/web-api';
import type { SlackIdentity } from '../crm/members.ts';
import { Problem } from '../model/problems.ts';
import { isTimeZone } from '../model/time.ts';

/** Slack could not say who is asking, so nobody is let in. */
export class Unknown extends Problem {
  override name = 'Unknown';
}

export interface People {
  /** Who that user is by what Slack says, a few minutes old at most. @throws Unknown */
  identify: (userId: string, userTeam: string | undefined) => Promise<SlackIdentity>;
  /** Slack says that something about them changed. */
  forget: (userId: string) => void;
}

const FRESH_MS = 5 * 60_000;
const MOST = 5000;

interface Options {
  client: WebClient;
  /** The workspace the app is installed in. */
  teamId: string;
  /** Their time zone is that of people whose own Slack does not know. */
  settings: { readonly timeZone: string };
  now: () => number;
}

/** Remembers what Slack says of people, so that an answer rarely waits for Slack. */
export const openPeople = ({ client, teamId, settings, now }: Options): People => {
  const known = new Map<string, { identity: SlackIdentity; until: number }>();

  const ask = async (userId: string): Promise<SlackIdentity> => {
    const { user } = await client.users.info({ user: userId }).catch((cause: unknown) => {
      throw new Unknown('Slack did not say who you are, so nothing was done. Please try again in a moment.', { cause });
    });
    const home = user?.team_id ?? teamId;
    const zone = user?.tz ?? '';
    return {
      userId,
      teamId,
      name: user?.profile?.real_name || user?.real_name || user?.name || userId,
      email: user?.profile?.email ?? null,
      timeZone: isTimeZone(zone) ? zone : settings.timeZone,
      isAdmin: user?.is_admin === true || user?.is_owner === true,
      outsider: outsiderOf(user ?? {}, home === teamId),
    };
  };

  return {
    identify: async (userId, userTeam) => {
      const remembered = known.get(userId);
      if (remembered && remembered.until > now()) return remembered.identity;
      const identity = await ask(userId);
      const foreign =
        userTeam !== undefined && userTeam !== teamId && identity.outsider === null && !userTeam.startsWith('E');
      const checked: SlackIdentity = foreign ? { ...identity, outsider: 'external' } : identity;
      if (known.size >= MOST) known.clear();
      known.set(userId, { identity: checked, until: now() + FRESH_MS });
      return checked;
    },
    forget: (userId) => void known.delete(userId),
  };
};

interface Flags {
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
}

/** Why somebody counts as an outsider; null for members of the workspace. */
export const outsiderOf = (user: Flags, atHome: boolean): SlackIdentity['outsider'] => {
  if (user.deleted) return 'deactivated';
  if (user.is_bot) return 'bot';
  if (user.is_stranger || !atHome) return 'external';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
};
