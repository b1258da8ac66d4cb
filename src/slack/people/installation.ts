import { z } from 'zod';
import type { SlackIdentity } from '../../crm/team/index.ts';

/** Under which ids of Slack the app is installed. */
export interface Installation {
  /** The workspace: T… */
  teamId: string;
  /** The organisation that the workspace belongs to (Enterprise Grid): E…, or null. */
  enterpriseId: string | null;
}

/** Parts of a Slack user object that say where somebody belongs. */
export interface SlackUser {
  id?: string;
  team_id?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  enterprise_user?: { id?: string; enterprise_id?: string; teams?: string[] };
}

/**
 * Whether somebody is in the workspace. On an Enterprise Grid `team_id` is the organisation's or another workspace's id, or
 * missing, and `enterprise_user.teams` lists the workspaces they are in.
 */
const isMember = ({ team_id: team, enterprise_user: user }: SlackUser, { teamId }: Installation): boolean =>
  team === teamId || (user?.teams ?? []).includes(teamId);

/** Why somebody gets nothing, and must not read what is hidden from outsiders; null for members of the workspace. */
export function outsiderOf(user: SlackUser, installation: Installation): SlackIdentity['outsider'] {
  if (user.deleted) return 'deactivated';
  if (user.is_bot) return 'bot';
  if (user.is_stranger || !isMember(user, installation)) return 'external';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
}

/** Every id that a payload may give as the team of a member. */
export function teamsOf(user: SlackUser, { teamId, enterpriseId }: Installation): string[] {
  const { enterprise_id: organisation, teams = [] } = user.enterprise_user ?? {};
  const ids = [teamId, enterpriseId, user.team_id, organisation, ...teams];
  return [...new Set(ids)].filter((id): id is string => typeof id === 'string');
}

const named = z.object({ id: z.string() }).nullish();
const id = z.string().nullish();

/** Parts of any payload that name the installation it is meant for. */
const addressed = z.object({
  team_id: id,
  enterprise_id: id,
  team: named,
  enterprise: named,
  authorizations: z.array(z.object({ team_id: id, enterprise_id: id })).nullish(),
  view: z.object({ app_installed_team_id: id }).nullish(),
});

/**
 * Whether a command, interaction or event is meant for this installation. The workspace that has the app stands in a window
 * or in the authorization of an event where there is one, because `team` may then be the one that the person comes from.
 * Where no workspace is named, the organisation must be ours.
 */
export function isMeantFor({ teamId, enterpriseId }: Installation, payload: unknown): boolean {
  const { data } = addressed.safeParse(payload);
  if (!data) return false;
  const [authorized] = data.authorizations ?? [];
  const workspace = data.view?.app_installed_team_id ?? authorized?.team_id ?? data.team?.id ?? data.team_id;
  if (workspace) return workspace === teamId;
  const organisation = data.enterprise?.id ?? authorized?.enterprise_id ?? data.enterprise_id;
  return enterpriseId !== null && organisation === enterpriseId;
}

/** The teams that an interaction gives for whoever acts. */
export function teamsIn(payload: { team: { id: string } | null; user: { team_id?: string } }): (string | undefined)[] {
  return [payload.team?.id, payload.user.team_id];
}
