import { type AuditEntry, type AuditRow, toEntry } from './audit-row.ts';
import type { EntityName } from '../../model/entity.ts';
import { IDS_AT_ONCE, inBatches } from '../batches.ts';
import type { Db } from '../dialect.ts';
import { saltEntries } from './seals.ts';

/** As this version writes it: an entry that is read may be of any version, with a verb that this one does not know. */
export type NewEntry = Omit<AuditEntry, 'id' | 'verb'> & { verb: AuditVerb };

const toRow = (entry: NewEntry): Omit<AuditRow, 'id'> => ({
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
});

/** Call it inside a transaction: the entry and its salt belong together. @returns the entry's id */
export async function writeAudit(db: Db, entry: NewEntry): Promise<number> {
  const [row] = (await db('audit_log').insert(toRow(entry)).returning('id')) as { id: number }[];
  if (!row) throw new Error('audit_log: the insert returned no row');
  await saltEntries(db, [row.id]);
  return row.id;
}

/** Many at once, in this order. Call it inside the transaction of what they tell of. */
export async function writeAudits(db: Db, entries: readonly NewEntry[]): Promise<void> {
  for (let at = 0; at < entries.length; at += 200) {
    const batch = entries.slice(at, at + 200).map(toRow);
    const rows = (await db('audit_log').insert(batch).returning('id')) as { id: number }[];
    await saltEntries(
      db,
      rows.map(({ id }) => id),
    );
  }
}

/** What one request changed, in the order in which it did. */
export async function auditOfOperation(db: Db, act: string): Promise<AuditEntry[]> {
  return ((await db('audit_log').where({ act }).orderBy('id')) as AuditRow[]).map(toEntry);
}

/** Ids of the records of an entity that one request created. */
export async function createdBy(db: Db, act: string, entity: EntityName): Promise<number[]> {
  const rows = (await db('audit_log').where({ act, entity, verb: 'create' }).select('record_id')) as {
    record_id: number | string;
  }[];
  return rows.map(({ record_id: id }) => Number(id));
}

/** What happened to a record, newest first. */
export async function auditOfRecord(db: Db, entity: EntityName, id: number, limit: number): Promise<AuditEntry[]> {
  return (
    (await db('audit_log').where({ entity, record_id: id }).orderBy('id', 'desc').limit(limit)) as AuditRow[]
  ).map(toEntry);
}

/**
 * Verbs that change a record; each makes its next version. `merge` hides a record that another takes the place of, and
 * `repoint` is what that means for those that referred to it.
 */
export const WRITES = ['create', 'update', 'remove', 'restore', 'merge', 'repoint'] as const;
export type Write = (typeof WRITES)[number];

/** Verbs that leave a trace and make no version of a record. */
const TRACES = [
  ...['undo', 'erase', 'link', 'unlink', 'go on', 'mute', 'unmute', 'send message again', 'drop message'],
  ...['show', 'history', 'find', 'list', 'summary', 'share', 'share summary', 'why', 'audience', 'audit', 'home'],
  ...['export', 'import', 'refused', 'gap'],
] as const;

export type AuditVerb = Write | (typeof TRACES)[number];

/** Every verb that this version writes. */
export const AUDIT_VERBS: readonly AuditVerb[] = [...WRITES, ...TRACES];

/** What was done to a record after a version of it, oldest first. The first entry made version 1. */
export async function writesAfterVersion(
  db: Db,
  entity: EntityName,
  id: number,
  version: number,
): Promise<AuditEntry[]> {
  return (
    (await db('audit_log')
      .where({ entity, record_id: id })
      .whereIn('verb', WRITES)
      .orderBy('id')
      .offset(version)
      .limit(1000)) as AuditRow[]
  ).map(toEntry);
}

/** How many entries of one request changed a record. */
export async function writesOfOperation(db: Db, act: string): Promise<number> {
  const [row] = (await db('audit_log').where({ act }).whereIn('verb', WRITES).count({ n: '*' })) as { n: number }[];
  return row?.n ?? 0;
}

/** Verb of the entry that an undo leaves beside its writes: it names the act that was taken back. */
const UNDO = 'undo' satisfies AuditVerb;

/** What such an entry holds. */
export function undoOf(act: string): Pick<NewEntry, 'verb' | 'entity' | 'recordId' | 'changes'> {
  return {
    verb: UNDO,
    entity: null,
    recordId: null,
    changes: { act: [act, null] },
  };
}

/** The act that this one took back; null where it was no undo. */
export async function takenBackBy(db: Db, act: string): Promise<string | null> {
  const row = (await db('audit_log').where({ act, verb: UNDO }).first()) as AuditRow | undefined;
  return row ? takenIn(toEntry(row)) : null;
}

/** The act that the entry of an undo names. */
export function takenIn({ changes }: Pick<AuditEntry, 'changes'>): string | null {
  const [taken] = changes['act'] ?? [];
  return typeof taken === 'string' ? taken : null;
}

/** The acts that took an act back, and the entries that say so. */
export async function undosOf(db: Db, act: string): Promise<Pick<AuditEntry, 'id' | 'act'>[]> {
  const changes = JSON.stringify(undoOf(act).changes);
  return db('audit_log').where({ verb: UNDO, changes }).orderBy('id').select('id', 'act');
}

/**
 * The newest write of one employee that is older than an entry and of another act; no undo.
 * @param than the entry, or null for the very newest
 */
export async function writeBefore(
  db: Db,
  employeeId: number,
  than: Pick<AuditEntry, 'id' | 'act'> | null,
): Promise<AuditEntry | null> {
  const query = db('audit_log').where({ employee_id: employeeId }).whereIn('verb', WRITES).whereNot('source', 'undo');
  if (than) void query.where('id', '<', than.id).whereNot('act', than.act);
  const row = (await query.orderBy('id', 'desc').first()) as AuditRow | undefined;
  return row ? toEntry(row) : null;
}

/** The writes of these records from a moment on, oldest first. @param from ISO moment */
export async function writesFrom(
  db: Db,
  entity: EntityName,
  ids: readonly number[],
  from: string,
): Promise<AuditEntry[]> {
  const query = db('audit_log').where({ entity }).whereIn('record_id', ids).whereIn('verb', WRITES);
  return ((await query.where('at', '>=', from).orderBy('id')) as AuditRow[]).map(toEntry);
}

/** The writes of these records after an entry, oldest first. */
export async function writesSince(
  db: Db,
  entity: EntityName,
  ids: readonly number[],
  after: number,
): Promise<AuditEntry[]> {
  return inBatches(ids, IDS_AT_ONCE, async (some) => {
    const query = db('audit_log')
      .where({ entity })
      .whereIn('record_id', [...some]);
    const rows = (await query.whereIn('verb', WRITES).where('id', '>', after).orderBy('id')) as AuditRow[];
    return rows.map(toEntry);
  });
}
