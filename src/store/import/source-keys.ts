import type { EntityName } from '../../model/entity.ts';
import { AT_ONCE, inBatches } from '../batches.ts';
import type { Db } from '../dialect.ts';

/** By which ID another system knows a record. */
export interface SourceKey {
  entity: EntityName;
  /** The system, such as `HubSpot`. */
  source: string;
  key: string;
  recordId: number;
  /** The operation that brought it. */
  act: string;
}

interface Row {
  entity: EntityName;
  source: string;
  key: string;
  /** PostgreSQL hands over large numbers as text. */
  record_id: number | string;
  act: string;
}

const toKey = ({ record_id: recordId, ...row }: Row): SourceKey => ({ ...row, recordId: Number(recordId) });
const COLUMNS = ['entity', 'source', 'key', 'record_id', 'act'];

/** Whatever has one of those IDs, deleted records included. @param source of that system alone */
export async function sourceKeysCalled(
  db: Db,
  entity: EntityName,
  keys: readonly string[],
  source?: string,
): Promise<SourceKey[]> {
  const rows = await inBatches([...new Set(keys)], AT_ONCE, async (some) => {
    const query = db('source_keys').where({ entity, taken_back: 0, ...(source !== undefined && { source }) });
    return (await query.whereIn('key', [...some]).select(COLUMNS)) as Row[];
  });
  return rows.map(toKey);
}

/** The IDs of those records elsewhere, in a steady order. */
export async function sourceKeysOf(db: Db, entity: EntityName, ids: readonly number[]): Promise<SourceKey[]> {
  const rows = await inBatches([...new Set(ids)], AT_ONCE, async (some) => {
    const query = db('source_keys')
      .where({ entity, taken_back: 0 })
      .whereIn('record_id', [...some]);
    return (await query.orderBy(['source', 'key']).select(COLUMNS)) as Row[];
  });
  return rows.map(toKey);
}

/** Lets nobody else keep IDs until this transaction ends. SQLite lets nobody else write at all. */
export async function holdSourceKeys(db: Db): Promise<void> {
  await db('installation').forUpdate().first('mark');
}

/** Keeps IDs. One that belonged to a record that is gone goes to the new one. */
export async function addSourceKeys(db: Db, keys: readonly SourceKey[]): Promise<void> {
  for (let at = 0; at < keys.length; at += 100) {
    const rows = keys
      .slice(at, at + 100)
      .map(({ recordId, ...key }) => ({ ...key, record_id: recordId, taken_back: 0 }));
    await db('source_keys').insert(rows).onConflict(['entity', 'source', 'key']).merge();
  }
}

/** The IDs that an operation brought go with it when it is undone, and come back with it. @param but records that keep theirs */
export async function turnSourceKeys(
  db: Db,
  act: string,
  takenBack: boolean,
  but: readonly { entity: EntityName; id: number }[],
): Promise<void> {
  await db('source_keys')
    .where({ act })
    .update({ taken_back: Number(takenBack) });
  for (const { entity, id } of but)
    await db('source_keys').where({ act, entity, record_id: id }).update({ taken_back: 0 });
}

export async function forgetSourceKeys(db: Db, entity: EntityName, ids: readonly number[]): Promise<void> {
  await db('source_keys')
    .where({ entity })
    .whereIn('record_id', [...ids])
    .delete();
}

/** Tells the files of this CustomerHub from those of others. */
export async function installationMark(db: Db): Promise<string> {
  const row = (await db('installation').first('mark')) as { mark: string } | undefined;
  return row?.mark ?? '';
}
