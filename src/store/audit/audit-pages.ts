import type { EntityName } from '../../model/entity.ts';
import { toEntry, type AuditEntry, type AuditRow } from './audit-row.ts';
import type { Db } from '../dialect.ts';

/** Which entries of the audit trail are meant; everything that stands here must hold. */
export interface AuditFilter {
  /** Any of these employees; 0 is CustomerHub itself. */
  employees?: readonly number[];
  slackUser?: string;
  entity?: EntityName;
  record?: number;
  verbs?: readonly string[];
  /** ISO moments in UTC: from the first on, and before the second. */
  from?: string;
  before?: string;
  /** Newer than the entry of this id. */
  after?: number;
}

export interface AuditPage {
  /** Newest first. */
  entries: AuditEntry[];
  total: number;
}

const matching = (db: Db, filter: AuditFilter): ReturnType<Db> => {
  const { employees, slackUser, entity, record, verbs, from, before, after } = filter;
  const query = db('audit_log');
  if (employees) void query.whereIn('employee_id', [...employees]);
  if (slackUser !== undefined) void query.where('slack_user_id', slackUser);
  if (entity) void query.where({ entity });
  if (record !== undefined) void query.where('record_id', record);
  if (verbs) void query.whereIn('verb', [...verbs]);
  if (from !== undefined) void query.where('at', '>=', from);
  if (before !== undefined) void query.where('at', '<', before);
  if (after !== undefined) void query.where('id', '>', after);
  return query;
};

/** One page of the entries that match, newest first, with the number of them all. */
export async function pageOfAudit(
  db: Db,
  filter: AuditFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<AuditPage> {
  const rows = (await matching(db, filter).orderBy('id', 'desc').offset(offset).limit(limit)) as AuditRow[];
  const [{ total } = { total: 0 }] = (await matching(db, filter).count({ total: '*' })) as { total: number }[];
  return { entries: rows.map(toEntry), total };
}

/** The entries that match, older than one of them, newest first: for walks through all of them. */
export async function auditBefore(db: Db, filter: AuditFilter, id: number, limit: number): Promise<AuditEntry[]> {
  return ((await matching(db, filter).where('id', '<', id).orderBy('id', 'desc').limit(limit)) as AuditRow[]).map(
    toEntry,
  );
}

/** Verbs that occur in the trail. */
export async function verbsInAudit(db: Db): Promise<string[]> {
  const rows = (await db('audit_log').distinct('verb').orderBy('verb')) as { verb: string }[];
  return rows.map(({ verb }) => verb);
}

/** The entry with that id; null when there is none. */
export async function auditEntry(db: Db, id: number): Promise<AuditEntry | null> {
  const row = (await db('audit_log').where({ id }).first()) as AuditRow | undefined;
  return row ? toEntry(row) : null;
}
