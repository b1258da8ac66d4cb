import { may } from '../../model/roles.ts';
import type { Actor } from '../../model/actor.ts';
import { refOf, type Entity, type EntityName, singularOf } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Field } from '../../model/fields.ts';
import { quoted, type Reading } from '../../model/import/cells.ts';
import { entityOf } from '../../model/registry.ts';
import { misnamed, readReference, readRef } from '../../model/typed-reference.ts';
import { normalizeText } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import { recordsWithKey } from '../../store/match-keys.ts';
import { findRecord, findRecords } from '../../store/records.ts';
import { startingWith } from '../../store/starts.ts';

type ReferenceField = Extract<Field, { kind: 'reference' }>;

/** More records of one name add nothing. */
const MOST = 50;

const byName = async (db: Db, entity: Entity, words: string): Promise<AnyRecord[]> => {
  const reference = readReference(words);
  const name = normalizeText('name' in reference ? reference.name : words);
  const found = await startingWith(db, entity, name, MOST);
  const exact = found.filter(({ title }) => normalizeText(title) === name).map(({ id }) => id);
  return exact.length === 0 ? [] : [...(await findRecords(db, entity, exact)).values()];
};

const byEmail = async (db: Db, entity: Entity, words: string): Promise<AnyRecord[]> =>
  words.includes('@') ? recordsWithKey(db, entity, { kind: 'email', key: words.trim().toLowerCase() }, MOST) : [];

/** The records that words in a cell can mean: by id, by their whole name, or by their e-mail address. */
const candidates = async (db: Db, actor: Actor, to: EntityName, words: string): Promise<AnyRecord[]> => {
  const entity = entityOf(to);
  if (!may(entity.access, 'read', actor.role, true)) return [];
  const ref = readRef(words);
  if (ref?.entity === to) {
    // Validation decides about deleted and merged records.
    const found = await findRecord(db, ref);
    return found ? [found] : [];
  }
  const named = await byName(db, entity, words);
  return named.length > 0 ? named : byEmail(db, entity, words);
};

/** Finds what cells refer to; each name is looked up once in a file. */
export interface Names {
  /** Looks up what is not known yet. */
  learn: (db: Db, to: EntityName, words: readonly string[]) => Promise<void>;
  /** @param within id of the record that the one meant must belong to, and the field in which it names it */
  mean: (field: ReferenceField, words: string, within: number | null) => Reading;
}

const keyOf = (to: EntityName, words: string): string => `${to} ${normalizeText(words)}`;

const oneOf = (field: ReferenceField, words: string, all: readonly AnyRecord[], within: number | null): Reading => {
  const { of, to } = field;
  const fitting = of === undefined || within === null ? all : all.filter((record) => record[of] === within);
  const [first, second] = fitting.length > 0 ? fitting : all;
  if (!first) {
    const why = misnamed(words, to) ?? `No ${singularOf(entityOf(to))} is named ${quoted(words)}.`;
    return { problem: `${why} Use its ID, full name or email.` };
  }
  if (!second) return { raw: first.id };
  const refs = (fitting.length > 0 ? fitting : all).slice(0, 5).map(({ id }) => refOf(entityOf(to), id));
  return { problem: `${quoted(words)} matches several: ${refs.join(', ')}. Use the ID of the one you mean.` };
};

export function openNames(actor: Actor): Names {
  const known = new Map<string, AnyRecord[]>();
  return {
    learn: async (db, to, all) => {
      for (const words of all) {
        const key = keyOf(to, words);
        if (!known.has(key)) known.set(key, await candidates(db, actor, to, words));
      }
    },
    mean: (field, words, within) => oneOf(field, words, known.get(keyOf(field.to, words)) ?? [], within),
  };
}
