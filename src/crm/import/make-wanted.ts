import type { WriteContext } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import { wordsKey } from '../../model/import/answers.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanLine, cut } from '../../model/text/text.ts';
import { draftNew } from '../records/index.ts';
import type { Meant, Reading } from './meaning/reading.ts';
import type { Wanted } from './meaning/wanted.ts';

const identity = ({ to, words, key }: Wanted): string => `${to}:${key === null ? wordsKey(words ?? '') : `#${key}`}`;

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

/**
 * Creates the records that rows want, each once, and lets the rows refer to them.
 * @param made by earlier rows
 * @param store keeps drafts, or pretends to
 */
export async function makeWanted(
  tx: WriteContext,
  { source }: Reading,
  all: readonly Meant[],
  made: Made,
  store: (entity: Entity, drafts: AnyRecord[]) => Promise<AnyRecord[]> | AnyRecord[],
): Promise<MadeWith> {
  const fresh = new Map<string, MadeRecord>();
  const open = new Map<string, Wanted>();
  for (const { wanted } of all) for (const one of wanted) if (!made.has(identity(one))) open.set(identity(one), one);
  for (const to of new Set([...open.values()].map((one) => one.to))) {
    const some = [...open].filter(([, one]) => one.to === to);
    const drafts: AnyRecord[] = [];
    for (const [, one] of some) drafts.push(await draftNew(tx, to, inputFor(one, source)));
    const records = await store(entityOf(to), drafts);
    for (const [at, [id, wanted]] of some.entries()) {
      const record = records[at];
      if (record) fresh.set(id, { wanted, record });
    }
  }
  const idOf = (one: Wanted): number | undefined =>
    fresh.get(identity(one))?.record.id ?? made.get(identity(one))?.record.id;
  return {
    fresh,
    meant: all.map((one) => ({
      ...one,
      input: { ...one.input, ...Object.fromEntries(one.wanted.map((wanted) => [wanted.field, idOf(wanted)])) },
    })),
  };
}
