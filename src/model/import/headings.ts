import { distance } from '../text/edit-distance.ts';
import type { Entity } from '../entity.ts';
import type { Kind } from '../fields.ts';
import { nameKey } from '../filter/names.ts';
import { guessParts } from './parts.ts';
import { guessIds, guessOwnIds } from './source-ids.ts';
import { rolesIn, systemOf } from './systems.ts';
import { fieldOfMore, ID, moreOf, moreTargetsOf, type Target } from './targets.ts';

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

const NOTES = 'notes';

/** Further values of a field; null where there is no place for them, or they are of no worth. */
const moreTarget = (entity: Entity, field: string): string | null => {
  const more = moreOf(field);
  return moreTargetsOf(entity).some(({ name }) => name === more) && field !== NOTES ? more : null;
};

/** Decided by the system that the file is from: a target, or null for a column that no record has a place for. */
type Decided = string | null | undefined;

/** What the columns of a file are for, as far as its headings as a set say; undefined elsewhere. Each field once. */
const decideBySystem = (entity: Entity, headings: readonly string[]): Decided[] => {
  const keys = headings.map(nameKey);
  const found: Decided[] = headings.map(() => undefined);
  const system = systemOf(headings);
  for (const [target, ...names] of rolesIn(system, entity.name)) {
    if (system === null && target !== null && target in entity.fields && isCalledAsHere(entity, target, keys)) continue;
    for (const called of names.map(nameKey)) {
      const at = keys.findIndex((one, index) => one === called && found[index] === undefined);
      if (at === -1) continue;
      const isTaken = target !== null && fieldOfMore(target) === null && found.includes(target);
      found[at] = isTaken ? moreTarget(entity, target) : target;
    }
  }
  return found;
};

/** A second column of notes in a list: it goes below the first, with its header. */
const decideFurtherNotes = (entity: Entity, headings: readonly string[], decided: readonly Decided[]): Decided[] => {
  const notes = [NOTES, entity.fields[NOTES]?.label ?? NOTES].map(nameKey);
  const isNotes = (heading: string): boolean => notes.includes(nameKey(heading));
  return decided.map((one, at) =>
    one === undefined && isNotes(headings[at] ?? '') && headings.findIndex(isNotes) < at ? moreOf(NOTES) : one,
  );
};

type Fits = (heading: string, target: Target) => boolean;

/** Field targets for the columns that are free, by what they are called. */
const guessFields = (
  entity: Entity,
  targets: readonly Target[],
  headings: readonly string[],
  decided: readonly Decided[],
): Decided[] => {
  const found = [...decided];
  const all = targets.map((target) => ({ target, keys: keysOf(target), wider: widerKeysOf(entity, target) }));
  const lookUp = (target: Target) => all.find((one) => one.target === target);
  const exact: Fits = (heading, target) => lookUp(target)?.keys.includes(heading) ?? false;
  const guesses: Fits[] = [
    (heading, target) => lookUp(target)?.wider.includes(heading) ?? false,
    (heading, target) => lookUp(target)?.keys.some((key) => isNear(heading, key)) ?? false,
    // But many things have a name, and it is rarely the record's.
    (heading, target) =>
      target.name !== entity.title &&
      (lookUp(target)?.keys.some((key) => QUALIFIERS.some((qualifier) => heading === `${qualifier}${key}`)) ?? false),
  ];
  // What a system is known to call its columns needs no guess, and what it calls otherwise is something else.
  for (const fits of systemOf(headings) === null ? [exact, ...guesses] : [exact]) {
    for (const [at, heading] of headings.map(nameKey).entries()) {
      if (found[at] !== undefined || heading === '') continue;
      found[at] = targets.find((target) => !found.includes(target.name) && fits(heading, target))?.name;
    }
  }
  return found;
};

/** Fills what is free with guesses, each target once. */
const fill = (
  decided: readonly Decided[],
  headings: readonly string[],
  guess: (free: string[]) => readonly (string | null)[],
): Decided[] => {
  const guessed = guess(headings.map((heading, at) => (decided[at] === undefined ? heading : '')));
  return decided.map((one, at) => {
    const other = guessed[at] ?? undefined;
    return one === undefined && other !== undefined && !decided.includes(other) ? other : one;
  });
};

/**
 * What each column is likely to hold, by its heading. IDs of our own come first, for they change records. Then the column
 * is what the system that the file is from calls so, an ID, a part of something, or a field: by its own names, then by
 * those of other programs, then with slips of the pen. Each target once, the first column first.
 * @param mark of this installation, which its own exports carry
 * @returns the target's name for each heading, or null
 */
export function guessTargets(
  entity: Entity,
  targets: readonly Target[],
  headings: readonly string[],
  mark: string,
): (string | null)[] {
  const isTarget = (name: string): boolean => targets.some((target) => target.name === name);
  const fields = targets.filter(({ field }) => field !== null);
  const own = guessOwnIds(headings, mark);
  const bySystem = decideFurtherNotes(
    entity,
    headings,
    decideBySystem(
      entity,
      headings.map((heading, at) => (own[at] === null ? heading : '')),
    ),
  ).map((target, at): Decided => own[at] ?? (target && !isTarget(target) ? null : target));
  const withIds = fill(bySystem, headings, (free) => guessIds(entity, free, bySystem.includes(ID.name)));
  const withParts = fill(withIds, headings, (free) => guessParts(entity, free));
  return guessFields(entity, fields, headings, withParts).map((target) => target ?? null);
}

const isNear = (heading: string, key: string): boolean =>
  Math.abs(heading.length - key.length) <= 2 &&
  distance(heading, key) <= Math.min(forgiven(key.length), forgiven(heading.length));
