import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { ENTITY_NAMES, entityOf, hasTrait, isEntityName } from '../../model/registry.ts';
import type { AuditRow, Changes } from '../../store/audit/audit-row.ts';
import type { Db } from '../../store/database.ts';
import { entriesLike, entriesOf, recordsLike, referringTo } from '../../store/erase.ts';
import { changesOf, wordsFor, type ErasedWords } from './erased-words.ts';

/** Where words about a contact stand, in records and in the trail, with what is left without them. */
export interface Traced {
  words: ErasedWords;
  /** Other records than the contact, as they would be. */
  records: { entity: Entity; record: AnyRecord }[];
  /** Their entries, as they would be. */
  entries: { row: AuditRow; changes: Changes }[];
  /** Entries of the contact itself, as they are. */
  own: AuditRow[];
}

interface Candidate {
  entity: Entity;
  record: AnyRecord;
  /** It refers to the contact: what it says is about them. */
  near: boolean;
}

const all = (): Entity[] => ENTITY_NAMES.map(entityOf);

/** Fields in which people write freely. */
const textFields = (entity: Entity): string[] =>
  Object.entries(entity.fields)
    .filter(([name, { kind }]) => kind === 'longText' || (kind === 'text' && name !== entity.title))
    .map(([name]) => name)
    .concat(entity.fields[entity.title]?.kind === 'text' && !entity.traits.isCalledByName ? [entity.title] : []);

const referencesToErasable = (entity: Entity): string[] =>
  Object.entries(entity.fields)
    .filter(([, field]) => field.kind === 'reference' && hasTrait(field.to, 'isErasable'))
    .map(([name]) => name);

/** Records of one entity that could have words about the contact. */
const candidatesOf = async (db: Db, entity: Entity, ids: readonly number[], { patterns }: ErasedWords) => {
  const [texts, references] = [textFields(entity), referencesToErasable(entity)];
  if (texts.length === 0) return [];
  const near = references.length > 0 ? await referringTo(db, entity, references, ids) : [];
  const far = patterns.length > 0 ? await recordsLike(db, entity, texts, patterns) : [];
  const once = new Map([...far, ...near].map((record) => [record.id, record]));
  const isNear = new Set(near.map(({ id }) => id));
  const others = [...once.values()].filter(({ id }) => !entity.traits.isErasable || !ids.includes(id));
  return others.map((record): Candidate => ({ entity, record, near: isNear.has(record.id) }));
};

const clearRecord = ({ entity, record, near }: Candidate, { clear, clearNear }: ErasedWords): AnyRecord | null => {
  const texts = textFields(entity).map((name): [string, Value] => [name, record[name] ?? null]);
  const left = texts.map(([name, value]): [string, Value] => [
    name,
    typeof value === 'string' ? (near ? clearNear : clear)(value) : value,
  ]);
  return left.some(([name, value]) => value !== (record[name] ?? null))
    ? { ...record, ...Object.fromEntries(left) }
    : null;
};

const clearEntry = (row: AuditRow, entity: Entity, clear: (text: string) => string): Changes | null => {
  const texts = new Set(textFields(entity));
  const left = (name: string, value: Value): Value =>
    typeof value === 'string' && texts.has(name) ? clear(value) : value;
  const pairs = Object.entries(changesOf(row)).map(([name, [was, is]]): [string, Changes[string]] => [
    name,
    [left(name, was), left(name, is)],
  ]);
  const changes = Object.fromEntries(pairs);
  return JSON.stringify(changes) === row.changes ? null : changes;
};

/** Entries of other records that could have words about the contact, oldest first. */
const otherEntries = async (
  db: Db,
  near: readonly Candidate[],
  { patterns }: ErasedWords,
  own: readonly AuditRow[],
) => {
  const rows = patterns.length > 0 ? await entriesLike(db, patterns) : [];
  for (const entity of all()) {
    const ids = near.filter((one) => one.entity.name === entity.name).map(({ record }) => record.id);
    if (ids.length > 0) rows.push(...(await entriesOf(db, entity.name, ids)));
  }
  const once = new Map(rows.map((row) => [row.id, row]));
  for (const { id } of own) once.delete(id);
  return [...once.values()].toSorted((a, b) => a.id - b.id);
};

/** Looks through all records and the whole trail for words about these contacts, which are one person. */
export async function findTraces(db: Db, contacts: readonly AnyRecord[]): Promise<Traced> {
  const ids = contacts.map(({ id }) => id);
  const own = await entriesOf(db, 'contact', ids);
  const words = wordsFor(contacts, own);
  const found: Candidate[] = [];
  for (const entity of all()) found.push(...(await candidatesOf(db, entity, ids, words)));
  const near = found.filter((one) => one.near);
  const isNear = new Set(near.map(({ entity, record }) => `${entity.name} ${record.id}`));
  const records = found.flatMap((one) => {
    const record = clearRecord(one, words);
    return record ? [{ entity: one.entity, record }] : [];
  });
  const entries = (await otherEntries(db, near, words, own)).flatMap((row) => {
    if (row.entity === null || row.record_id === null || !isEntityName(row.entity)) return [];
    const clear = isNear.has(`${row.entity} ${row.record_id}`) ? words.clearNear : words.clear;
    const changes = clearEntry(row, entityOf(row.entity), clear);
    return changes ? [{ row, changes }] : [];
  });
  return { words, records, entries, own };
}
