/** An entry of the audit trail, and its row. */
import { BACKFILL, type Source } from '../../model/actor.ts';
import type { EntityName } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';

/** Field name to [before, after]. */
export type Changes = Record<string, [Value, Value]>;

export interface AuditEntry {
  id: number;
  /** ISO moment in UTC. */
  at: string;
  /** All entries of one request share it. */
  act: string;
  slackUserId: string;
  slackTeamId: string;
  employeeId: number;
  verb: string;
  entity: EntityName | null;
  recordId: number | null;
  changes: Changes;
  source: string;
}

/** As the table holds it. */
export interface AuditRow {
  id: number;
  at: string;
  act: string;
  slack_user_id: string;
  slack_team_id: string;
  employee_id: number;
  verb: string;
  entity: EntityName | null;
  record_id: number | null;
  changes: string;
  source: string;
}

/** What sources were called when a row was written; rows are sealed, so they keep the old name. */
const FORMER_SOURCES: Readonly<Record<string, Source>> = { 'practice company': BACKFILL };

export function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    act: row.act,
    slackUserId: row.slack_user_id,
    slackTeamId: row.slack_team_id,
    employeeId: row.employee_id,
    verb: row.verb,
    entity: row.entity,
    recordId: row.record_id,
    changes: JSON.parse(row.changes) as Changes,
    source: FORMER_SOURCES[row.source] ?? row.source,
  };
}
