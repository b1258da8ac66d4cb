import { atLeast, type Role } from '../roles.ts';
import { distance } from '../text/edit-distance.ts';
import type { Entity } from '../entity.ts';
import type { Field, Kind } from '../fields.ts';
import { nameKey } from '../filter/names.ts';
import { further, type ColumnRole } from './roles.ts';
import { rolesIn, systemOf } from './systems.ts';

/** What the cells of a column can go into. */
export interface Target {
  /** Name of the field, or `id` for the record's own id. */
  name: string;
  label: string;
  /** null for the id. */
  field: Field | null;
}

/** The column that says which record a row changes. Only an export of this CustomerHub has it. */
export const ID: Target = { name: 'id', label: 'CustomerHub ID', field: null };

/** The fields that a file can hold of this entity, for somebody of this role. */
export function targetsOf(entity: Entity, role: Role): Target[] {
  return Object.entries(entity.fields)
    .filter(([, { ours, only }]) => !ours && (only === undefined || atLeast(role, only)))
    .map(([name, field]) => ({ name, label: field.label, field }));
}

/** Further endings and words by which columns of a kind go in other programs. */
const OTHER_WORDS: Readonly<Record<Kind, { endings?: readonly string[]; words?: readonly string[] }>> = {
  text: {},
  longText: {},
  money: { endings: ['value'] },
  number: { endings: ['percent'] },
  date: { endings: ['date', 'day', 'on'] },
  dateTime: { endings: ['date', 'time', 'at'] },
  choice: {},
  email: { endings: ['address'], words: ['mail', 'mailaddress'] },
  phone: { endings: ['number'], words: ['telephone', 'telephonenumber', 'tel', 'mobile'] },
  url: { endings: ['url', 'address'], words: ['url', 'web', 'homepage'] },
  stage: { endings: ['name'] },
  reference: { endings: ['name', 'id', 'email'] },
  person: { endings: ['id'] },
};

/** Its own names. */
const keysOf = ({ name, label, field }: Target): string[] =>
  [name, label, ...(field?.also ?? []), ...(field?.headings ?? [])].map(nameKey);

/** Its names as other programs write them: `dealname`, `closedate`, `customerid`. */
const widerKeysOf = (entity: Entity, target: Target): string[] => {
  const keys = keysOf(target);
  const own = nameKey(entity.name);
  if (target.field === null) return [];
  const { endings = [], words = [] } = OTHER_WORDS[target.field.kind];
  const longer = keys.flatMap((key) => [`${own}${key}`, ...endings.map((ending) => `${key}${ending}`)]);
  return [...longer, ...words, ...(target.name === entity.title ? [own, nameKey(entity.plural)] : [])];
};

/** How many letters a heading may be off. */
const forgiven = (length: number): number => (length < 5 ? 0 : length < 8 ? 1 : 2);

/** What stands before a name in other programs and says nothing more: “Account owner”, “Billing country”. */
const QUALIFIERS =
  'account billing business client company contact customer deal lead mailing main office opportunity organization organisation person primary record responsible sales work'.split(
    ' ',
  );

/** Does a column carry the name that the field has here? */
const isCalledAsHere = (entity: Entity, name: string, keys: readonly string[]): boolean =>
  keys.some((one) => one === nameKey(name) || one === nameKey(entity.fields[name]?.label ?? name));

const isSame = (one: ColumnRole | null, other: ColumnRole): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What the columns of a file are for, as far as its headings as a set say; null elsewhere. Each field once. */
export function columnRoles(
  entity: Entity,
  headings: readonly string[],
  system = systemOf(headings),
): (ColumnRole | null)[] {
  const keys = headings.map(nameKey);
  const found: (ColumnRole | null)[] = headings.map(() => null);
  for (const [role, ...names] of rolesIn(system, entity.name)) {
    if (system === null && role.is === 'field' && isCalledAsHere(entity, role.field, keys)) continue;
    for (const called of names.map(nameKey)) {
      const at = keys.findIndex((one, index) => one === called && found[index] === null);
      if (at === -1) continue;
      const isTaken = role.is === 'field' && found.some((one) => isSame(one, role));
      found[at] = isTaken ? further(role.field) : role;
    }
  }
  return found;
}

type Fits = (heading: string, target: Target) => boolean;

/**
 * What each column is likely to hold, by its heading: as the system that the file is from names it, then names as they are
 * before those of other programs, and those before slips of the pen. Each target once, the first column first.
 * @returns the target's name for each heading, or null
 */
export function guessTargets(
  entity: Entity,
  targets: readonly Target[],
  headings: readonly string[],
  system = systemOf(headings),
): (string | null)[] {
  const roles = columnRoles(entity, headings, system);
  const isTarget = (name: string): boolean => targets.some((target) => target.name === name);
  const found = roles.map((role) => {
    const field = role?.is === 'field' ? role.field : role?.is === 'currency' ? 'currency' : null;
    return field !== null && isTarget(field) ? field : null;
  });
  const all = targets.map((target) => ({ target, keys: keysOf(target), wider: widerKeysOf(entity, target) }));
  const lookUp = (target: Target) => all.find((one) => one.target === target);
  const exact: Fits = (heading, target) => lookUp(target)?.keys.includes(heading) ?? false;
  const guesses: Fits[] = [
    (heading, target) => lookUp(target)?.wider.includes(heading) ?? false,
    (heading, target) => lookUp(target)?.keys.some((key) => isNear(heading, key)) ?? false,
    // But many things have a name, and it is rarely the record's.
    (heading, target) =>
      target.field !== null &&
      target.name !== entity.title &&
      (lookUp(target)?.keys.some((key) => QUALIFIERS.some((qualifier) => heading === `${qualifier}${key}`)) ?? false),
  ];
  // What a system is known to call its columns needs no guess, and what it calls otherwise is something else.
  for (const fits of system === null ? [exact, ...guesses] : [exact]) {
    for (const [at, heading] of headings.map(nameKey).entries()) {
      if (found[at] !== null || roles[at] !== null || heading === '') continue;
      found[at] = targets.find((target) => !found.includes(target.name) && fits(heading, target))?.name ?? null;
    }
  }
  return found;
}

/**
 * The columns in the order in which they are asked about: those that were recognised before the others. Empty ones, of
 * which some files have hundreds, are not asked about.
 * @param filled number of cells with content, for each column
 */
export function columnsToAsk(targets: readonly (string | null)[], filled: readonly number[]): number[] {
  return [...targets.keys()]
    .filter((at) => (filled[at] ?? 0) > 0)
    .toSorted((a, b) => Number(targets[a] === null) - Number(targets[b] === null) || a - b);
}

const isNear = (heading: string, key: string): boolean =>
  Math.abs(heading.length - key.length) <= 2 &&
  distance(heading, key) <= Math.min(forgiven(key.length), forgiven(heading.length));
