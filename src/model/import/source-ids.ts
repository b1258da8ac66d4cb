import type { Entity } from '../entity.ts';
import { nameKey } from '../filter/names.ts';
import { referenceFields } from '../reference-fields.ts';
import { entityOf } from '../registry.ts';
import { cleanText } from '../text/text.ts';
import { systemOf } from './systems.ts';
import { ID, KEY, keyOfReference, referenceOfKey, type Target } from './targets.ts';

/*
 * Whose IDs a file holds. Only those under the heading that an export of this CustomerHub writes are its own, and change
 * its records. All others say by which ID another system knows a record: they find it again, and never anything else.
 */

const OWN = 'CustomerHub ID';

/** Heading over the IDs in an export. It stays when a spreadsheet saves the file. */
export function ownHeading(mark: string): string {
  return `${OWN} (${mark})`;
}

/** Does an ID under this heading mean a record of this CustomerHub? */
export function isOwnHeading(heading: string, mark: string): boolean {
  return [nameKey(OWN), nameKey(ownHeading(mark))].includes(nameKey(heading));
}

/** Is a file an export of a CustomerHub, of this one or another? */
export function isExport(headings: readonly string[]): boolean {
  return headings.some((heading) => nameKey(heading).startsWith(nameKey(OWN)));
}

/** Everything that IDs in a file can be, beside its own fields. */
export function idTargetsOf(entity: Entity, isOwn: boolean): Target[] {
  return [
    ...(isOwn ? [ID] : []),
    KEY,
    ...referenceFields(entity)
      .filter(([, { ours }]) => !ours)
      .map(([name, { label }]) => ({
        name: keyOfReference(name),
        label: `${label}: ID in the source system`,
        field: null,
      })),
  ];
}

/** A heading with nothing but its letters and digits: `Deal - ID`, `deal_id` and `DealId` are one. */
const bare = (heading: string): string => nameKey(heading).replace(/[^\p{L}\p{N}]/gu, '');

/** What one record of an entity is called, here and in the files of other systems. */
const namesOf = ({ name, elsewhere = [] }: Entity): string[] => [name, ...elsewhere].map(bare);

/** `id`, `ref`, `number`: they say nothing but that they tell records apart. */
const PLAIN = ['id', 'ref', 'reference', 'recordid', 'externalid', 'uniqueid', 'key', 'number', 'no', 'nr'];
const ENDINGS = ['id', 'ref', 'number', 'no', 'nr', 'key'];

const ownKeys = (entity: Entity): string[] => [
  ...PLAIN,
  ...namesOf(entity).flatMap((name) => ENDINGS.map((ending) => `${name}${ending}`)),
];

/** Only `id` endings: a customer number beside a customer's name may be that of a contract. */
const keysTo = (entity: Entity, field: string, to: Entity): string[] => {
  const names = [bare(field), ...namesOf(to)];
  const keys = ['id', 'nameid', 'recordid'].flatMap((ending) => names.map((name) => `${name}${ending}`));
  const associated = ['idsprimary', 'ids', 'id'].flatMap((ending) => names.map((name) => `associated${name}${ending}`));
  // `Deal - Organization ID`
  return [...associated, ...keys, ...namesOf(entity).flatMap((own) => keys.map((key) => `${own}${key}`))];
};

/** Columns with IDs of this CustomerHub, or of another one, which are as foreign as all others; null elsewhere. */
export function guessOwnIds(headings: readonly string[], mark: string): (string | null)[] {
  const found: (string | null)[] = headings.map(() => null);
  const own = headings.findIndex((heading) => isOwnHeading(heading, mark));
  if (own !== -1) found[own] = ID.name;
  const other = headings.findIndex((heading, at) => at !== own && nameKey(heading).startsWith(nameKey(OWN)));
  if (other !== -1) found[other] = KEY.name;
  return found;
}

/** What each column is likely to hold, where that is IDs of other systems; null elsewhere. Each target once. */
export function guessIds(entity: Entity, headings: readonly string[], isOwn: boolean): (string | null)[] {
  const found: (string | null)[] = headings.map(() => null);
  const take = (target: string, keys: readonly string[]): void => {
    const names = headings.map((heading, at) => (found[at] === null ? bare(heading) : ''));
    const first = keys.find((key) => names.includes(key));
    if (first !== undefined) found[names.indexOf(first)] = target;
  };
  if (!isOwn) take(KEY.name, ownKeys(entity));
  for (const [name, { to, ours }] of referenceFields(entity))
    if (!ours) take(keyOfReference(name), keysTo(entity, name, entityOf(to)));
  return found;
}

/** The system that a file is from, or else what it calls its own IDs; blank where it holds none. */
export function sourceIn(headings: readonly string[], targets: readonly (string | null)[]): string {
  const other = headings.find((heading) => new RegExp(`^${OWN} \\(`, 'i').test(heading));
  const at = targets.indexOf(KEY.name);
  if (other !== undefined && headings[at] === other) return cleanText(other.replace(/ ID/i, ''));
  if (!targets.some((target) => target === KEY.name || (target !== null && referenceOfKey(target) !== null))) return '';
  return systemOf(headings, 1) ?? (cleanText(headings[at] ?? '') || 'another system');
}

const CASES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Salesforce writes an ID with and without three letters at its end that repeat the case of the others. */
const withoutCases = (key: string): string => {
  const [, short, cases] = /^([a-zA-Z0-9]{15})([A-Z0-5]{3})$/.exec(key) ?? [];
  if (short === undefined) return key;
  const caseOf = (from: number): string | undefined =>
    CASES[[0, 1, 2, 3, 4].reduce((sum, at) => sum + (/[A-Z]/.test(short[from + at] ?? '') ? 2 ** at : 0), 0)];
  return [0, 5, 10].map(caseOf).join('') === cases ? short : key;
};

/** An empty reference, as a file may write it. */
const NOTHING = /^0+(?:AAA)?$/;

/** An ID as it is kept; null for none. */
export function readSourceKey(words: string): string | null {
  const key = cleanText(words).replace(/\s+/g, ' ');
  if (key === '' || NOTHING.test(key)) return null;
  return withoutCases(key);
}

/** An ID of Salesforce that means a lead: such people are in none of its files with contacts. */
export function isOfLead(key: string): boolean {
  return /^00Q[a-zA-Z0-9]{12}/.test(key);
}

/** Did a spreadsheet round it? Then it means many records: `1.23E+11`. */
export function isRounded(words: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(words.trim());
}
