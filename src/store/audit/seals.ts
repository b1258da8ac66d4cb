import { createHash, randomBytes } from 'node:crypto';
import type { AuditRow } from './audit-row.ts';
import { dialectOf, type Db } from '../dialect.ts';

/**
 * The trail's seals. Each entry gets a salt when it is written. One process at a time puts the entries into a chain:
 * a seal's hash is over the hash before it, the entry's facts, and a salted digest of its values. An erased entry gets a
 * new salt and another seal at the chain's end; its first seal stays in the chain and tells nothing any more.
 */

/** Hash before the first seal. */
export const BEGINNING = 'CustomerHub';

export interface Seal {
  /** From 1, without gaps. */
  position: number;
  audit_id: number;
  /** Of the entry's values, salted; base64url of SHA-256, as `hash`. */
  digest: string;
  hash: string;
}

/** An entry with its salt. */
export type Salted = AuditRow & { salt: string };

const sha256 = (words: string): string => createHash('sha256').update(words).digest('base64url');

export function digestOf({ salt, changes }: Pick<Salted, 'salt' | 'changes'>): string {
  return sha256(`${salt}\n${changes}`);
}

/** @param digest of the values, as they were when they were sealed */
export function hashOf(before: string, position: number, row: AuditRow, digest: string): string {
  const { id, at, act, slack_user_id, slack_team_id, employee_id, verb, entity, record_id, source } = row;
  const facts = [id, at, act, slack_user_id, slack_team_id, employee_id, verb, entity, record_id, source];
  return sha256(`${before}\n${JSON.stringify([position, ...facts, digest])}`);
}

const newSalt = (): string => randomBytes(16).toString('base64url');

/** Salts entries that were just written, in the transaction that wrote them. */
export async function saltEntries(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await db('audit_salts').insert(ids.map((id) => ({ audit_id: id, salt: newSalt() })));
}

/** Any number will do, as long as every CustomerHub uses the same. */
const SEALING = 72_616_302;

/** One process at a time puts entries into the chain. SQLite has one writer anyway. */
const holds = async (db: Db, lock: string): Promise<boolean> => {
  if (dialectOf(db) === 'sqlite') return true;
  const { rows } = (await db.raw(`select ${lock}(${SEALING}) as held`)) as { rows: { held: unknown }[] };
  return rows[0]?.held !== false;
};

const lastSeal = async (db: Db): Promise<Pick<Seal, 'position' | 'hash'>> => {
  const last = (await db('audit_seals').orderBy('position', 'desc').first('position', 'hash')) as Seal | undefined;
  return last ?? { position: 0, hash: BEGINNING };
};

const append = async (db: Db, rows: readonly Salted[]): Promise<void> => {
  let { position, hash } = await lastSeal(db);
  const seals = rows.map((row): Seal => {
    const digest = digestOf(row);
    position += 1;
    hash = hashOf(hash, position, row, digest);
    return { position, audit_id: row.id, digest, hash };
  });
  await db.batchInsert('audit_seals', seals, 200);
};

/**
 * Seals the oldest entries that have no seal yet. Entries without a salt were not written by CustomerHub: they never get one.
 * @param after looks only at entries with a greater id
 * @returns the ids it sealed; none when everything is sealed, or null when another process is at it
 */
export async function sealSome(db: Db, { after, limit }: { after: number; limit: number }): Promise<number[] | null> {
  if (!(await holds(db, 'pg_try_advisory_xact_lock'))) return null;
  const rows = (await db('audit_log')
    .join('audit_salts', 'audit_salts.audit_id', 'audit_log.id')
    .where('audit_log.id', '>', after)
    .whereNotExists(db('audit_seals').whereRaw('audit_seals.audit_id = audit_log.id').select(db.raw('1')))
    .orderBy('audit_log.id')
    .limit(limit)
    .select('audit_log.*', 'audit_salts.salt')) as Salted[];
  if (rows.length > 0) await append(db, rows);
  return rows.map(({ id }) => id);
}

/** Waits for whoever seals, and keeps others from it until the transaction ends. */
export function holdSealing(db: Db): Promise<boolean> {
  return holds(db, 'pg_advisory_xact_lock');
}

/**
 * Gives entries whose values were erased a new salt, and those that have a seal another one, of what is left. Call it
 * while sealing is held.
 */
export async function resealEntries(db: Db, ids: readonly number[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 200) {
    const some = ids.slice(at, at + 200);
    for (const id of some) await db('audit_salts').where({ audit_id: id }).update({ salt: newSalt() });
    const rows = (await db('audit_log')
      .join('audit_salts', 'audit_salts.audit_id', 'audit_log.id')
      .whereIn('audit_log.id', some)
      .whereExists(db('audit_seals').whereRaw('audit_seals.audit_id = audit_log.id').select(db.raw('1')))
      .orderBy('audit_log.id')
      .select('audit_log.*', 'audit_salts.salt')) as Salted[];
    if (rows.length > 0) await append(db, rows);
  }
}
