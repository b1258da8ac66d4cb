import { atLeast, type Role } from '../roles.ts';
import { distance } from '../text/edit-distance.ts';
import type { Entity } from '../entity.ts';
import type { Field, Kind } from '../fields.ts';
import { nameKey } from '../filter/names.ts';

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

type Fits = (heading: string, target: Target) => boolean;

/**
 * What each column is likely to hold, by its heading: names as they are before those of other programs, and those before
 * slips of the pen. Each target once, the first column first.
 * @returns the target's name for each heading, or null
 */
export function guessTargets(
  entity: Entity,
  targets: readonly Target[],
  headings: readonly string[],
): (string | null)[] {
  const found: (string | null)[] = headings.map(() => null);
  const all = targets.map((target) => ({ target, keys: keysOf(target), wider: widerKeysOf(entity, target) }));
  const lookUp = (target: Target) => all.find((one) => one.target === target);
  const ways: Fits[] = [
    (heading, target) => lookUp(target)?.keys.includes(heading) ?? false,
    (heading, target) => lookUp(target)?.wider.includes(heading) ?? false,
    (heading, target) => lookUp(target)?.keys.some((key) => isNear(heading, key)) ?? false,
    // “Account owner”, “Billing country”; but many things have a name, and it is rarely the record's.
    (heading, target) =>
      target.field !== null &&
      target.name !== entity.title &&
      (lookUp(target)?.keys.some((key) => key.length > 3 && heading.endsWith(key)) ?? false),
  ];
  for (const fits of ways) {
    for (const [at, heading] of headings.map(nameKey).entries()) {
      if (found[at] !== null || heading === '') continue;
      found[at] = targets.find((target) => !found.includes(target.name) && fits(heading, target))?.name ?? null;
    }
  }
  return found;
}

const isNear = (heading: string, key: string): boolean =>
  Math.abs(heading.length - key.length) <= 2 &&
  distance(heading, key) <= Math.min(forgiven(key.length), forgiven(heading.length));
