import { may } from '../../../model/roles.ts';
import type { Actor } from '../../../model/actor.ts';
import { refOf, singularOf, type Entity, type EntityName } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import type { Field } from '../../../model/fields.ts';
import { quoted, type Reading } from '../../../model/import/cells.ts';
import { readSourceKey } from '../../../model/import/source-ids.ts';
import { entityOf } from '../../../model/registry.ts';
import { misnamed, readReference, readRef } from '../../../model/typed-reference.ts';
import { normalizeText } from '../../../model/text/text.ts';
import type { Db } from '../../../store/database.ts';
import { recordsWithKey } from '../../../store/match-keys.ts';
import { findRecord, findRecords } from '../../../store/records.ts';
import { startingWith } from '../../../store/starts.ts';
import { recordsKeyed } from '../../source-keys/index.ts';

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

/** Whose IDs stand in a file. */
export interface IdsIn {
  /** The system that it is from; blank where it is none that is known. */
  source: string;
  /** `ours`: an export of this CustomerHub; `theirs`: IDs mean nothing here but as keys; `names`: it holds none of its own. */
  are: 'ours' | 'theirs' | 'names';
}

/** The records known by an ID in that system, or, where it knows none, in any other. */
const byKey = async (db: Db, to: EntityName, words: string, source: string): Promise<AnyRecord[]> => {
  const key = readSourceKey(words);
  const keyed = key === null ? [] : await recordsKeyed(db, to, [key]);
  const there = keyed.filter((one) => one.source === source);
  const records = (there.length > 0 ? there : keyed).map(({ record }) => record);
  return [...new Map(records.map((record) => [record.id, record])).values()];
};

/** The records that words in a cell can mean: by ID, by their whole name, or by their email address. */
const candidates = async (db: Db, to: EntityName, words: string, { source, are }: IdsIn): Promise<AnyRecord[]> => {
  const entity = entityOf(to);
  const ref = readRef(words);
  if (are !== 'ours' && ref) {
    const keyed = await byKey(db, to, words, source);
    if (keyed.length > 0) return keyed;
  }
  if (are !== 'theirs' && ref?.entity === to) {
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
  /** The same for IDs in the system that the file is from. */
  learnKeys: (db: Db, to: EntityName, words: readonly string[]) => Promise<void>;
  /** @param within id of the record that the one meant must belong to, and the field in which it names it */
  mean: (field: ReferenceField, words: string, within: number | null) => Reading;
  /** What an ID in the system that the file is from refers to. */
  meanKey: (field: ReferenceField, words: string) => Reading;
  /** The record that words meant. */
  record: (to: EntityName, id: number) => AnyRecord | null;
}

const keyOf = (to: EntityName, words: string): string => `${to} ${normalizeText(words)}`;
/** The case of IDs matters. */
const idOf = (to: EntityName, words: string): string => `${to}#${words}`;

const several = (to: EntityName, words: string, all: readonly AnyRecord[]): Reading => {
  const refs = all.slice(0, 5).map(({ id }) => refOf(entityOf(to), id));
  return {
    problem: `${quoted(words)} matches several: ${refs.join(', ')}. Use the ID of the one you mean.`,
  };
};

const oneOf = (field: ReferenceField, words: string, all: readonly AnyRecord[], within: number | null): Reading => {
  const { of, to } = field;
  const fitting = of === undefined || within === null ? all : all.filter((record) => record[of] === within);
  const [first, second] = fitting.length > 0 ? fitting : all;
  if (!first) {
    const why = misnamed(words, to) ?? `No ${singularOf(entityOf(to))} is named ${quoted(words)}.`;
    return { problem: `${why} Use its ID, full name or email.` };
  }
  if (!second) return { raw: first.id };
  return several(to, words, fitting.length > 0 ? fitting : all);
};

const oneKeyed = ({ to }: ReferenceField, words: string, all: readonly AnyRecord[], { source }: IdsIn): Reading => {
  const [first, second] = all;
  if (first) return second ? several(to, words, all) : { raw: first.id };
  const entity = entityOf(to);
  const from = source === '' ? 'another system' : source;
  return {
    problem: `No ${singularOf(entity)} has the ID ${quoted(words)} in ${from}. Import the ${entity.plural} from there first.`,
  };
};

export function openNames(actor: Actor, ids: IdsIn): Names {
  const known = new Map<string, AnyRecord[]>();
  const learnAll = async (
    all: readonly string[],
    key: (words: string) => string,
    find: typeof nothing,
  ): Promise<void> => {
    for (const words of all) if (!known.has(key(words))) known.set(key(words), await find(words));
  };
  const records = new Map<string, AnyRecord>();
  const kept =
    (to: EntityName, find: typeof nothing): typeof nothing =>
    async (words) => {
      const found = await find(words);
      for (const record of found) records.set(`${to} ${record.id}`, record);
      return found;
    };
  const mayRead = (to: EntityName): boolean => may(entityOf(to).access, 'read', actor.role, true);
  return {
    learn: (db, to, all) =>
      learnAll(
        all,
        (words) => keyOf(to, words),
        mayRead(to) ? kept(to, (words) => candidates(db, to, words, ids)) : nothing,
      ),
    learnKeys: (db, to, all) =>
      learnAll(
        all,
        (words) => idOf(to, words),
        mayRead(to) ? kept(to, (words) => byKey(db, to, words, ids.source)) : nothing,
      ),
    mean: (field, words, within) => oneOf(field, words, known.get(keyOf(field.to, words)) ?? [], within),
    meanKey: (field, words) => oneKeyed(field, words, known.get(idOf(field.to, words)) ?? [], ids),
    record: (to, id) => records.get(`${to} ${id}`) ?? null,
  };
}

const nothing = (_words: string): Promise<AnyRecord[]> => Promise.resolve([]);
