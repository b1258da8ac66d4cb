import type { AuditRow } from './audit-row.ts';
import type { Db } from '../dialect.ts';
import { digestOf, type Seal } from './seals.ts';

/** A link of the chain with what it seals: the entry and its salt, where they are there. */
export interface Link extends Seal {
  row: AuditRow | null;
  salt: string | null;
  /** Position of the entry's newest seal: only that one holds for its values. */
  newest: number;
}

interface LinkRow extends AuditRow {
  position: number;
  audit_id: number;
  digest: string;
  hash: string;
  salt: string | null;
  newest: number;
}

/** The next links of the chain after a position. */
export async function linksAfter(db: Db, position: number, limit: number): Promise<Link[]> {
  const newest = db('audit_seals as other').whereRaw('other.audit_id = audit_seals.audit_id').max('other.position');
  const rows = (await db('audit_seals')
    .leftJoin('audit_log', 'audit_log.id', 'audit_seals.audit_id')
    .leftJoin('audit_salts', 'audit_salts.audit_id', 'audit_seals.audit_id')
    .where('position', '>', position)
    .orderBy('position')
    .limit(limit)
    .select('audit_log.*', 'audit_salts.salt', 'position', 'audit_seals.audit_id', 'digest', 'hash')
    .select({ newest })) as LinkRow[];
  return rows.map((row) => ({
    position: row.position,
    audit_id: row.audit_id,
    digest: row.digest,
    hash: row.hash,
    row: row.id === null ? null : row,
    salt: row.salt,
    newest: row.newest,
  }));
}

/** Do the entry's values stand as its newest seal says? */
export function valuesHold({ row, salt, digest }: Link): boolean {
  return row !== null && salt !== null && digestOf({ salt, changes: row.changes }) === digest;
}

/** May the entry have been sealed a second time? Only those of records that stand in `erasures`. */
export async function wasErased(db: Db, { entity, record_id }: AuditRow): Promise<boolean> {
  return entity !== null && (await db('erasures').where({ entity, record_id }).first('id')) !== undefined;
}

const first = async (query: ReturnType<Db>): Promise<number | null> => {
  const row = (await query) as { id: number } | undefined;
  return row?.id ?? null;
};

/** The first entry without a salt: nothing that CustomerHub wrote. */
export function firstUnsalted(db: Db): Promise<number | null> {
  return first(
    db('audit_log')
      .whereNotExists(db('audit_salts').whereRaw('audit_salts.audit_id = audit_log.id').select(db.raw('1')))
      .orderBy('id')
      .first('id'),
  );
}

/** The first salt whose entry is gone. */
export function firstBereft(db: Db): Promise<number | null> {
  return first(
    db('audit_salts')
      .whereNotExists(db('audit_log').whereRaw('audit_log.id = audit_salts.audit_id').select(db.raw('1')))
      .orderBy('audit_id')
      .first({ id: 'audit_id' }),
  );
}

/** Entries that wait for their seal. */
export async function unsealedCount(db: Db): Promise<number> {
  const [row] = (await db('audit_log')
    .whereNotExists(db('audit_seals').whereRaw('audit_seals.audit_id = audit_log.id').select(db.raw('1')))
    .count({ n: '*' })) as { n: number }[];
  return row?.n ?? 0;
}
