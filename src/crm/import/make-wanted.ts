import type { WriteContext } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import { wordsKey } from '../../model/import/answers.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanLine, cut } from '../../model/text/text.ts';
import { draftNew } from '../records/index.ts';
import type { Meant, Reading } from './meaning/reading.ts';
import type { Names } from './meaning/names.ts';
import type { Wanted } from './meaning/wanted.ts';

/** By which a wanted record is told from others. */
export function identityOf({ to, words, key }: Pick<Wanted, 'to' | 'words' | 'key'>): string {
  return `${to}:${key === null ? wordsKey(words ?? '') : `#${key}`}`;
}

const inputFor = ({ to, words, key }: Wanted, source: string): Record<string, unknown> => {
  const { title, fields } = entityOf(to);
  const name = cleanLine(words ?? `${source} ${key ?? ''}`);
  return { [title]: cut(name, 120), ...(name.includes('@') && 'email' in fields && { email: name }) };
};

/** What was created for rows that wanted it. */
export interface MadeRecord {
  wanted: Wanted;
  record: AnyRecord;
}

/** By what the rows call them. */
export type Made = ReadonlyMap<string, MadeRecord>;

export interface MadeWith {
  meant: Meant[];
  /** Those that were not there before. */
  fresh: Made;
}

/** Of the records that rows want by a name, those that are there: somebody may have said what to call it. */
const alreadyThere = async (
  tx: WriteContext,
  { entity }: Reading,
  names: Names,
  open: ReadonlyMap<string, Wanted>,
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
 * Creates the records that rows want, each once, and lets the rows refer to them.
 * @param known from earlier rows
 * @param store keeps drafts, or pretends to
 */
export async function makeWanted(
  tx: WriteContext,
  reading: Reading,
  all: readonly Meant[],
  { wanted: made, names }: { wanted: Made; names: Names },
  store: (entity: Entity, drafts: AnyRecord[]) => Promise<AnyRecord[]> | AnyRecord[],
): Promise<MadeWith> {
  const fresh = new Map<string, MadeRecord>();
  const open = new Map<string, Wanted>();
  for (const { wanted } of all)
    for (const one of wanted) if (!made.has(identityOf(one))) open.set(identityOf(one), one);
  const there = await alreadyThere(tx, reading, names, open);
  for (const id of there.keys()) open.delete(id);
  for (const to of new Set([...open.values()].map((one) => one.to))) {
    const some = [...open].filter(([, one]) => one.to === to);
    const drafts: AnyRecord[] = [];
    for (const [, one] of some) drafts.push(await draftNew(tx, to, inputFor(one, reading.source)));
    const records = await store(entityOf(to), drafts);
    for (const [at, [id, wanted]] of some.entries()) {
      const record = records[at];
      if (record) fresh.set(id, { wanted, record });
    }
  }
  const idOf = (one: Wanted): number | undefined =>
    (fresh.get(identityOf(one)) ?? made.get(identityOf(one)))?.record.id ?? there.get(identityOf(one));
  return {
    fresh,
    meant: all.map((one) => ({
      ...one,
      input: { ...one.input, ...Object.fromEntries(one.wanted.map((wanted) => [wanted.field, idOf(wanted)])) },
    })),
  };
}
