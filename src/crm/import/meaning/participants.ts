import { titleOf, type Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { quoted } from '../../../model/import/cells.ts';
import { isOfLead } from '../../../model/import/source-ids.ts';
import { keyOfReference } from '../../../model/import/targets.ts';
import { referenceFields, type ReferenceField } from '../../../model/reference-fields.ts';
import { entityOf } from '../../../model/registry.ts';
import { cleanLine, normalizeText } from '../../../model/text/text.ts';
import type { Db } from '../../../store/database.ts';
import type { Names } from './names.ts';
import type { Row } from '../table.ts';

type Words = Readonly<Record<string, string>>;

/** Whom and what an activity is about, where cells name several, or name a record of any type. */
export interface Persons {
  /** Fields that are settled here, and not by their cells. */
  taken: readonly string[];
  given: Readonly<Record<string, number>>;
  /** Cells that are read like any other, of fields that their own columns leave empty. */
  words: Words;
  /** Names of those that no field has room for, as a text tells them. */
  others: readonly string[];
  /** What the contact is called; as it is written where nobody is known by that. */
  contact: string | null;
  /** To whom the contact belongs: the field that says it, to the record. */
  whose: Readonly<Record<string, number>>;
}

/** `1001;1002`, `Jane Doe; John Roe`. */
function partsOfCell(words: string, signs = /[;\n]/): string[] {
  return words
    .split(signs)
    .map(cleanLine)
    .filter((one) => one !== '');
}

/** Participants go by commas as well. */
const LISTED = /[;,\n]/;

const isOfPeople = ({ to }: ReferenceField): boolean => entityOf(to).isPerson === true;

/** What the records of an entity are about: what belongs to another first, as a deal says whose it is, and people last. */
export function aboutFields(entity: Entity): [string, ReferenceField][] {
  const rank = (field: ReferenceField): number => (isOfPeople(field) ? 2 : field.of === undefined ? 1 : 0);
  return referenceFields(entity)
    .filter(([, { to }]) => !entityOf(to).traits.isColleague)
    .toSorted(([, one], [, other]) => rank(one) - rank(other));
}

interface Named {
  label: string;
  record: AnyRecord | null;
}

interface Reader {
  names: Names;
  cells: Words;
  /** Id of the customer that the row names. */
  within: number | null;
}

const recordOf = (names: Names, { to }: ReferenceField, read: ReturnType<Names['mean']>): AnyRecord | null =>
  'raw' in read && typeof read.raw === 'number' ? names.record(to, read.raw) : null;

/** One of those that a cell names, by its ID elsewhere or else by its name. */
const known = (
  field: ReferenceField,
  { key, label }: { key?: string | undefined; label?: string | undefined },
  { names, within }: Reader,
): Named => {
  const byKey = key === undefined ? null : recordOf(names, field, names.meanKey(field, key));
  const record = byKey ?? (label === undefined ? null : recordOf(names, field, names.mean(field, label, within)));
  return { record, label: record ? titleOf(entityOf(field.to), record) : (label ?? key ?? '') };
};

/** All that the cells of a field name, each once. */
const allIn = (name: string, field: ReferenceField, reader: Reader): Named[] => {
  const { cells } = reader;
  const keys = partsOfCell(cells[keyOfReference(name)] ?? '');
  const whole = cells[name] ?? '';
  // A name may have a semicolon in it.
  const isOne = whole !== '' && known(field, { label: whole }, reader).record !== null;
  const labels = isOne ? [whole] : partsOfCell(whole);
  const fits = labels.length === keys.length;
  const named: { key?: string; label?: string | undefined }[] =
    keys.length > 0
      ? keys.map((key, at) => ({ key, label: fits ? labels[at] : undefined }))
      : labels.map((label) => ({ label }));
  const further = isOfPeople(field) ? partsOfCell(cells['others'] ?? '', LISTED) : [];
  return once([...named, ...further.map((label) => ({ label }))].map((one) => known(field, one, reader)));
};

const once = (all: readonly Named[]): Named[] => {
  const idOf = ({ record, label }: Named): string | number => record?.id ?? normalizeText(label);
  return all.filter((one, at) => all.findIndex((other) => idOf(other) === idOf(one)) === at);
};

/** The record, of any type, that an ID means. */
const aboutWhat = (names: Names, fields: readonly [string, ReferenceField][], key: string) => {
  for (const [name, field] of fields) {
    const record = recordOf(names, field, names.meanKey(field, key));
    if (record) return { name, field, record };
  }
  return null;
};

/** The first known that belongs to the customer. */
const firstOf = (field: ReferenceField, all: readonly Named[], within: number | null): Named | undefined =>
  all.find(
    ({ record }) => record !== null && (field.of === undefined || within === null || record[field.of] === within),
  );

/** What the ID of a record of any type adds to the cells, and to the others. */
const applyAbout = (
  fields: readonly [string, ReferenceField][],
  { names, cells }: Reader,
  problems: Record<string, string>,
): { words: Words; others: string[] } => {
  const key = cells['about'];
  const isSaid = (name: string): boolean => [name, keyOfReference(name)].some((target) => cells[target] !== undefined);
  if (key === undefined) return { words: {}, others: [] };
  const about = aboutWhat(names, fields, key);
  if (about && !isSaid(about.name)) return { words: { [keyOfReference(about.name)]: key }, others: [] };
  if (about) {
    const said = allIn(about.name, about.field, { names, cells, within: null });
    const label = titleOf(entityOf(about.field.to), about.record);
    return { words: {}, others: said.some(({ record }) => record?.id === about.record.id) ? [] : [label] };
  }
  if (fields.some(([name]) => isSaid(name))) return { words: {}, others: [cleanLine(key)] };
  problems['about'] =
    `${quoted(key)} is the ID of nothing that was imported. Import the customers, contacts and deals it can mean first.`;
  return { words: {}, others: [] };
};

/** Whom the cells of an activity name: the first known goes into the field, and the others are named. */
export function peopleIn(entity: Entity, row: Words, names: Names, problems: Record<string, string>): Persons {
  const fields = aboutFields(entity);
  const about = applyAbout(fields, { names, cells: row, within: null }, problems);
  const cells = { ...row, ...about.words };
  const parents = fields.filter(([, { of }]) => of === undefined);
  const customers = parents.flatMap(([name, field]) => allIn(name, field, { names, cells, within: null }));
  const within = customers.find(({ record }) => record)?.record?.id ?? null;
  const given: Record<string, number> = {};
  const taken: string[] = [];
  const others = [...about.others];
  let contact: Named | undefined;
  const whose: Record<string, number> = {};
  for (const [name, field] of fields) {
    const all = allIn(name, field, { names, cells, within });
    const isAlone = all.length < 2 && (cells[name] !== undefined || cells[keyOfReference(name)] !== undefined);
    const first = isAlone ? all[0] : firstOf(field, all, within);
    if (isOfPeople(field)) {
      contact = first;
      const parent = field.of === undefined ? null : first?.record?.[field.of];
      if (field.of !== undefined && typeof parent === 'number') whose[field.of] = parent;
    }
    const key = cells[keyOfReference(name)] ?? '';
    if (isOfPeople(field) && !first?.record && isOfLead(key)) {
      taken.push(name);
      others.push(`Lead ${cleanLine(key)}`);
      continue;
    }
    if (isAlone || all.length === 0) continue;
    taken.push(name);
    if (first?.record) given[name] = first.record.id;
    others.push(...all.filter((one) => one !== first).map(({ label }) => label));
  }
  return {
    taken,
    given,
    words: about.words,
    others: [...new Set(others)],
    contact: contact?.label ?? null,
    whose,
  };
}

/** Looks up what cells name that hold several, and IDs of records of any type. */
export async function learnSeveral(
  db: Db,
  entity: Entity,
  targets: readonly (string | null)[],
  rows: readonly Row[],
  names: Names,
): Promise<void> {
  const inColumn = (target: string, signs?: RegExp): string[] => {
    const at = targets.indexOf(target);
    return at === -1 ? [] : rows.flatMap(({ cells }) => partsOfCell(cells[at] ?? '', signs));
  };
  for (const [name, field] of aboutFields(entity)) {
    await names.learn(db, field.to, [...inColumn(name), ...(isOfPeople(field) ? inColumn('others', LISTED) : [])]);
    await names.learnKeys(db, field.to, [...inColumn(keyOfReference(name)), ...inColumn('about')]);
  }
}
