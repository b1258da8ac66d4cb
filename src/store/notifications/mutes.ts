import { toEntry, type AuditEntry, type AuditRow, type Changes } from '../audit/audit-row.ts';
import type { Db } from '../dialect.ts';

/** A deal, and the channel that is to hear of it or not: a Slack channel id, or a user id for what one person hears alone. */
export interface MuteKey {
  team: string;
  channel: string;
  dealId: number;
}

const where = ({ team, channel, dealId }: MuteKey) => ({ team, channel, deal_id: dealId });

/** @returns whether it was not muted yet */
export async function addMute(db: Db, key: MuteKey, by: number, at: string): Promise<boolean> {
  const rows = (await db('muted_deals')
    .insert({ ...where(key), employee_id: by, at })
    .onConflict(['team', 'channel', 'deal_id'])
    .ignore()
    .returning('deal_id')) as unknown[];
  return rows.length > 0;
}

/** @returns whether it was muted */
export async function dropMute(db: Db, key: MuteKey): Promise<boolean> {
  return (await db('muted_deals').where(where(key)).delete()) > 0;
}

/** Who muted it, as an employee id; null where it is not muted. */
export async function mutedBy(db: Db, key: MuteKey): Promise<number | null> {
  const row = (await db('muted_deals').where(where(key)).first('employee_id')) as { employee_id: number } | undefined;
  return row ? row.employee_id : null;
}

/** The deals of which a channel wants to hear nothing. */
export async function mutedIn(db: Db, { team, channel }: Omit<MuteKey, 'dealId'>): Promise<Set<number>> {
  return new Set(await db('muted_deals').where({ team, channel }).pluck<number[]>('deal_id'));
}

/** What the entry of the trail holds that says that a channel muted a deal, or lifted that. */
export function mutingChanges(channel: string, muted: boolean): Changes {
  return {
    channel: muted ? [null, channel] : [channel, null],
  };
}

/** The last time up to a moment that a channel muted a deal or lifted that: the entry of the trail; null for never. */
export async function lastMuting(db: Db, { team, channel, dealId }: MuteKey, at: string): Promise<AuditEntry | null> {
  const said = [true, false].map((muted) => JSON.stringify(mutingChanges(channel, muted)));
  const row = (await db('audit_log')
    .where({ entity: 'deal', record_id: dealId, slack_team_id: team })
    .whereIn('verb', ['mute', 'unmute'])
    .whereIn('changes', said)
    .where('at', '<=', at)
    .orderBy('id', 'desc')
    .first()) as AuditRow | undefined;
  return row ? toEntry(row) : null;
}
