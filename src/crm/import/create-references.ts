import type { WriteContext } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import { wordsKey } from '../../model/import/answers.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanLine, cut } from '../../model/text/text.ts';
import { draftNew } from '../records/index.ts';
import type { Meant, Reading } from './meaning/reading.ts';
import type { Names } from './meaning/names.ts';
import type { MissingReference } from './meaning/missing-reference.ts';

/** By which such a record is told from others. */
export function identityOf({ to, words, key }: Pick<MissingReference, 'to' | 'words' | 'key'>): string {
  return `${to}:${key === null ? wordsKey(words ?? '') : `#${key}`}`;
}

const inputFor = ({ to, words, key }: MissingReference, source: string): Record<string, unknown> => {
  const { title, fields } = entityOf(to);
  const name = cleanLine(words ?? `${source} ${key ?? ''}`);
  return { [title]: cut(name, 120), ...(name.includes('@') && 'email' in fields && { email: name }) };
};

/** A record that was created because rows refer to it. */
export interface CreatedReference {
  reference: MissingReference;
  record: AnyRecord;
}

/** By what the rows call them. */
export type CreatedReferences = ReadonlyMap<string, CreatedReference>;

export interface WithReferences {
  meant: Meant[];
  /** Those that were not there before. */
  fresh: CreatedReferences;
}

/** Ids of those that are there after all: somebody may have said what to call them. */
const alreadyThere = async (
  tx: WriteContext,
  { entity }: Reading,
  names: Names,
  open: ReadonlyMap<string, MissingReference>,
): Promise<Map<string, number>> => {
  const ids = new Map<string, number>();
  for (const [id, { to, field: name, words, key }] of open) {
    const field = entity.fields[name];
    if (key !== null || words === null || field?.kind !== 'reference') continue;
    await names.learn(tx.db, to, [words]);
    const read = names.mean(field, words, null);
    if ('raw' in read && typeof read.raw === 'number') ids.set(id, read.raw);
  }
  return ids;
};

/**
 * Creates the records that rows refer to and that are not there, each once, and lets the rows refer to them.
 * @param known from earlier rows
 * @param store keeps drafts, or pretends to
 */
export async function createReferences(
  tx: WriteContext,
  reading: Reading,
  all: readonly Meant[],
  { references: made, names }: { references: CreatedReferences; names: Names },
  store: (entity: Entity, drafts: AnyRecord[]) => Promise<AnyRecord[]> | AnyRecord[],
): Promise<WithReferences> {
  const fresh = new Map<string, CreatedReference>();
  const open = new Map<string, MissingReference>();
  for (const { missing } of all)
    for (const one of missing) if (!made.has(identityOf(one))) open.set(identityOf(one), one);
  const there = await alreadyThere(tx, reading, names, open);
  for (const id of there.keys()) open.delete(id);
  for (const to of new Set([...open.values()].map((one) => one.to))) {
    const some = [...open].filter(([, one]) => one.to === to);
    const drafts: AnyRecord[] = [];
    for (const [, one] of some) drafts.push(await draftNew(tx, to, inputFor(one, reading.source)));
    const records = await store(entityOf(to), drafts);
    for (const [at, [id, reference]] of some.entries()) {
      const record = records[at];
      if (record) fresh.set(id, { reference, record });
    }
  }
  const idOf = (one: MissingReference): number | undefined =>
    (fresh.get(identityOf(one)) ?? made.get(identityOf(one)))?.record.id ?? there.get(identityOf(one));
  return {
    fresh,
    meant: all.map((one) => ({
      ...one,
      input: {
        ...one.input,
        ...Object.fromEntries(one.missing.map((reference) => [reference.field, idOf(reference)])),
      },
    })),
  };
}
