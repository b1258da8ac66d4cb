import { titleOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { quoted } from '../../model/import/cells.ts';
import { keyOfReference } from '../../model/import/source-ids.ts';
import { referenceFields, type ReferenceField } from '../../model/reference-fields.ts';
import { entityOf } from '../../model/registry.ts';
import { cleanLine, normalizeText } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import type { Names } from './names.ts';
import type { Row } from './table.ts';

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
  /** Whose contact that is. */
  customer: number | null;
}

/** `1001;1002`, `Jane Doe; John Roe`. */
export function partsOfCell(words: string, signs = /[;\n]/): string[] {
  return words
    .split(signs)
    .map(cleanLine)
    .filter((one) => one !== '');
}

/** Participants go by commas as well. */
export const LISTED = /[;,\n]/;

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
  const further = field.to === 'contact' ? partsOfCell(cells['others'] ?? '', LISTED) : [];
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

/** The likeliest first: an activity about a deal is about its customer as well. */
const LIKELY = ['deal', 'customer', 'contact'];

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
  const fields = LIKELY.flatMap((name) => referenceFields(entity).filter(([one]) => one === name));
  const about = applyAbout(fields, { names, cells: row, within: null }, problems);
  const cells = { ...row, ...about.words };
  const [, customerField] = fields.find(([name]) => name === 'customer') ?? [];
  const customers = customerField ? allIn('customer', customerField, { names, cells, within: null }) : [];
  const within = customers.find(({ record }) => record)?.record?.id ?? null;
  const given: Record<string, number> = {};
  const taken: string[] = [];
  const others = [...about.others];
  let contact: Named | undefined;
  for (const [name, field] of fields) {
    const all = allIn(name, field, { names, cells, within });
    const isAlone = all.length < 2 && (cells[name] !== undefined || cells[keyOfReference(name)] !== undefined);
    const first = isAlone ? all[0] : firstOf(field, all, within);
    if (name === 'contact') contact = first;
    if (isAlone || all.length === 0) continue;
    taken.push(name);
    if (first?.record) given[name] = first.record.id;
    others.push(...all.filter((one) => one !== first).map(({ label }) => label));
  }
  const customer = contact?.record?.['customer'];
  return {
    taken,
    given,
    words: about.words,
    others: [...new Set(others)],
    contact: contact?.label ?? null,
    customer: typeof customer === 'number' ? customer : null,
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
  for (const [name, { to }] of referenceFields(entity).filter(([one]) => LIKELY.includes(one))) {
    await names.learn(db, to, [...inColumn(name), ...(to === 'contact' ? inColumn('others', LISTED) : [])]);
    await names.learnKeys(db, to, [...inColumn(keyOfReference(name)), ...inColumn('about')]);
  }
}
