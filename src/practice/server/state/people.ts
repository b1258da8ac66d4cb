/** The people of the workspace, and the app's own bot among them. */
import type { JsonObject, Person } from '../../protocol.ts';
import type { PersonSpec, TeamSpec } from './specs.ts';

export interface PersonRecord extends Person {
  email: string;
  locale: string;
  teamId: string;
  workspaces: string[];
  enterpriseUserId: string;
  isOwner: boolean;
  isSingleChannelGuest: boolean;
}

export function personFrom(spec: PersonSpec, team: string): PersonRecord {
  return {
    id: spec.id,
    handle: spec.handle,
    realName: spec.realName,
    title: spec.title ?? '',
    email: spec.email ?? '',
    tz: spec.tz ?? 'UTC',
    locale: spec.locale ?? 'en-US',
    isBot: spec.isBot ?? false,
    isAdmin: (spec.isAdmin ?? false) || (spec.isOwner ?? false),
    isOwner: spec.isOwner ?? false,
    isGuest: (spec.isGuest ?? false) || (spec.isSingleChannelGuest ?? false),
    isSingleChannelGuest: spec.isSingleChannelGuest ?? false,
    deleted: spec.deleted ?? false,
    teamId: spec.teamId ?? team,
    workspaces: spec.workspaces ?? [],
    enterpriseUserId: spec.enterpriseUserId ?? spec.id,
  };
}

/** They are in this workspace, rather than guests of a channel from another company or workspace. */
export function isLocal({ teamId, workspaces }: PersonRecord, { id }: TeamSpec): boolean {
  return teamId === id || workspaces.includes(id);
}

/** As the page shows them. */
export function personCard(person: PersonRecord): Person {
  const { id, handle, realName, title, tz, isBot, isAdmin, isGuest, deleted } = person;
  return { id, handle, realName, title, tz, isBot, isAdmin, isGuest, deleted };
}

interface Shown {
  team: TeamSpec;
  email: boolean;
  locale: boolean;
  now: number;
}

/** Slack's user object. */
export function userObject(person: PersonRecord, { team, email, locale, now }: Shown): JsonObject {
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.handle,
    deleted: person.deleted,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, now),
    profile: profileOf(person, email),
    is_admin: person.isAdmin,
    is_owner: person.isOwner,
    is_primary_owner: person.isOwner,
    is_restricted: person.isGuest,
    is_ultra_restricted: person.isSingleChannelGuest,
    is_bot: person.isBot,
    is_app_user: false,
    updated: 0,
    ...(isLocal(person, team) ? {} : { is_stranger: false }),
    ...enterpriseUser(person, team),
    ...(locale ? { locale: person.locale } : {}),
  };
}

/** What ties somebody to the workspaces of an organisation. */
const enterpriseUser = ({ enterpriseUserId, workspaces }: PersonRecord, { enterprise }: TeamSpec): JsonObject =>
  enterprise && workspaces.length > 0
    ? {
        enterprise_user: {
          id: enterpriseUserId,
          enterprise_id: enterprise.id,
          enterprise_name: enterprise.name,
          is_admin: false,
          is_owner: false,
          teams: workspaces,
        },
      }
    : {};

const profileOf = (person: PersonRecord, email: boolean): JsonObject => ({
  title: person.title,
  real_name: person.realName,
  real_name_normalized: person.realName,
  display_name: person.handle,
  display_name_normalized: person.handle,
  team: person.teamId,
  ...(email && person.email ? { email: person.email } : {}),
});

/** One for each time zone: they are dear to make, and a workspace may have thousands of people. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  clocks.set(timeZone, clock);
  return clock;
}

/** How far a time zone is ahead of UTC at a moment, in seconds. */
function offsetSeconds(timeZone: string, now: number): number {
  const parts = clockOf(timeZone).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
}

export interface Actor {
  id: string;
  username: string;
  name: string;
  team_id: string;
}

/** `user` of an interaction's payload. */
export function actor({ id, handle, teamId }: PersonRecord): JsonObject & Actor {
  return {
    id,
    username: handle,
    name: handle,
    team_id: teamId,
  };
}
