import type { Entity, EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { titleOf } from '../../model/entity.ts';
import { LikelyDuplicates } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import type { DuplicateMatcher } from '../../model/duplicates/matchers.ts';
import { matchKeys } from '../../model/duplicates/matchers.ts';
import type { Db } from '../../store/database.ts';
import { keyText, oldestWithKeys, recordsWithKey } from '../../store/match-keys.ts';
import { findRecords } from '../../store/records.ts';
import { create, type Input } from '../records/index.ts';
import type { WriteContext } from '../context/index.ts';

/** A record that is likely to be the same as another. */
export interface Duplicate {
  record: AnyRecord;
  /** What the two have in common: “the same name”. */
  shares: string[];
}

/** Records looked at for each key: a key with more matches is too common to mean anything. */
const AT_MOST = 20;

const sharing = async (db: Db, entity: Entity, sign: DuplicateMatcher, record: AnyRecord): Promise<AnyRecord[]> => {
  const found = await Promise.all(
    matchKeys([sign], record).map((match) => recordsWithKey(db, entity, match, AT_MOST + 1)),
  );
  return found.flat().filter(({ id }) => id !== record.id);
};

const countsNow = ({ stages }: Pick<WriteContext, 'stages'>, sign: DuplicateMatcher, other: AnyRecord): boolean =>
  sign.counts?.(other, stages.find(({ id }) => id === other['stage']) ?? null) ?? true;

/** Does what a row shares with a record, or with a row above it, count? */
export function countsInFile(sign: DuplicateMatcher, draft: AnyRecord, other: AnyRecord): boolean {
  return sign.countsInFile?.(draft, other) ?? true;
}

/**
 * Records, not deleted, that are likely to be the same as this one: those first that share most with it.
 * @param inFile it is of a file, which may hold what is long closed
 */
export async function duplicatesOf(
  tx: Pick<WriteContext, 'db' | 'stages'>,
  entity: Entity,
  record: AnyRecord,
  inFile = false,
): Promise<Duplicate[]> {
  const twins = new Map<number, Duplicate>();
  for (const sign of entity.twins ?? []) {
    for (const other of await sharing(tx.db, entity, sign, record)) {
      if (!(inFile ? countsInFile(sign, record, other) : countsNow(tx, sign, other))) continue;
      const duplicate = twins.get(other.id) ?? { record: other, shares: [] };
      if (!duplicate.shares.includes(sign.says)) duplicate.shares.push(sign.says);
      twins.set(other.id, duplicate);
    }
  }
  return [...twins.values()].toSorted((a, b) => b.shares.length - a.shares.length || a.record.id - b.record.id);
}

/**
 * The likeliest duplicate of each of many new records of a file; null for none. A few queries for
 * all of them, which look at the oldest record with each key.
 */
export async function duplicateOfEach(
  tx: Pick<WriteContext, 'db' | 'stages'>,
  entity: Entity,
  drafts: readonly AnyRecord[],
): Promise<(Duplicate | null)[]> {
  const signs = entity.twins ?? [];
  const known = await oldestWithKeys(
    tx.db,
    entity,
    drafts.flatMap((draft) => matchKeys(signs, draft)),
  );
  const records = await findRecords(tx.db, entity, [...known.values()]);
  const found: (Duplicate | null)[] = [];
  for (const draft of drafts) {
    const shares = sharesOf(signs, draft, known);
    // Where not every record with a key counts, the oldest may not and another may.
    const exact = [...shares.values()].some((some) => some.some((sign) => sign.counts ?? sign.countsInFile));
    found.push(exact ? ((await duplicatesOf(tx, entity, draft, true))[0] ?? null) : likeliest(shares, records));
  }
  return found;
}

/** Id of a record to the signs that it shares with the draft. */
const sharesOf = (signs: readonly DuplicateMatcher[], draft: AnyRecord, known: ReadonlyMap<string, number>) => {
  const shares = new Map<number, DuplicateMatcher[]>();
  for (const sign of signs) {
    const ids = matchKeys([sign], draft).flatMap((key) => known.get(keyText(key)) ?? []);
    for (const id of new Set(ids)) shares.set(id, [...(shares.get(id) ?? []), sign]);
  }
  return shares;
};

const likeliest = (
  shares: ReadonlyMap<number, readonly DuplicateMatcher[]>,
  records: ReadonlyMap<number, AnyRecord>,
): Duplicate | null => {
  const [best] = [...shares].toSorted(([a, some], [b, others]) => others.length - some.length || a - b);
  const record = best && records.get(best[0]);
  return record ? { record, shares: best[1].map(({ says }) => says) } : null;
};

/** Duplicates that a person saw and rejected, and where the new record was named. */
export interface DuplicateAcknowledgement {
  /** Entity to ids of the shown duplicates. */
  seen: Readonly<Partial<Record<EntityName, readonly number[]>>>;
  /** The field in which the new record was named; null when it is what the form is about. */
  field: string | null;
}

/**
 * Creates a record, unless it has possible duplicates that the person has not seen. Validation problems come first.
 * @throws LikelyTwins, and whatever `create` throws
 */
export async function createAcknowledged(
  tx: WriteContext,
  name: EntityName,
  input: Input,
  acknowledged: DuplicateAcknowledgement,
): Promise<AnyRecord> {
  const entity = entityOf(name);
  const record = await create(tx, name, input);
  const seen = acknowledged.seen[name] ?? [];
  const twins = (await duplicatesOf(tx, entity, record)).filter((duplicate) => !seen.includes(duplicate.record.id));
  if (twins.length === 0) return record;
  const found = twins.map((duplicate) => ({
    id: duplicate.record.id,
    title: titleOf(entity, duplicate.record),
    shares: duplicate.shares,
  }));
  throw new LikelyDuplicates(name, acknowledged.field, found);
}
