import type { EntityName } from '../model/entity.ts';
import type { Value } from '../model/fields.ts';
import type { Db } from './database.ts';
import { saltEntries } from './seals.ts';

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

export const toEntry = (row: AuditRow): AuditEntry => ({
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
  source: row.source,
});

/** Call it inside a transaction: the entry and its salt belong together. @returns the entry's id */
export const writeAudit = async (db: Db, entry: Omit<AuditEntry, 'id'>): Promise<number> => {
  const [row] = (await db('audit_log')
    .insert({
      at: entry.at,
      act: entry.act,
      slack_user_id: entry.slackUserId,
      slack_team_id: entry.slackTeamId,
      employee_id: entry.employeeId,
      verb: entry.verb,
      entity: entry.entity,
      record_id: entry.recordId,
      changes: JSON.stringify(entry.changes),
      source: entry.source,
    })
    .returning('id')) as { id: number }[];
  if (!row) throw new Error('audit_log: the insert returned no row');
  await saltEntries(db, [row.id]);
  return row.id;
};

/** What one request changed, in the order in which it did. */
export const auditOfAct = async (db: Db, act: string): Promise<AuditEntry[]> =>
  ((await db('audit_log').where({ act }).orderBy('id')) as AuditRow[]).map(toEntry);

/** What happened to a record, newest first. */
export const auditOfRecord = async (db: Db, entity: EntityName, id: number, limit: number): Promise<AuditEntry[]> =>
  ((await db('audit_log').where({ entity, record_id: id }).orderBy('id', 'desc').limit(limit)) as AuditRow[]).map(
    toEntry,
  );

/** Verbs that change a record; each makes its next version. */
export const WRITES = ['create', 'update', 'remove', 'restore'] as const;
export type Write = (typeof WRITES)[number];

/** What was done to a record after a version of it, oldest first. The first entry made version 1. */
export const writesAfterVersion = async (
  db: Db,
  entity: EntityName,
  id: number,
  version: number,
): Promise<AuditEntry[]> =>
  (
    (await db('audit_log')
      .where({ entity, record_id: id })
      .whereIn('verb', WRITES)
      .orderBy('id')
      .offset(version)
      .limit(1000)) as AuditRow[]
  ).map(toEntry);

/** The newest writes of one employee, newest first. */
export const writesOfEmployee = async (db: Db, employeeId: number, limit: number): Promise<AuditEntry[]> =>
  (
    (await db('audit_log')
      .where({ employee_id: employeeId })
      .whereIn('verb', WRITES)
      .orderBy('id', 'desc')
      .limit(limit)) as AuditRow[]
  ).map(toEntry);
