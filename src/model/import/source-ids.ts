import type { Entity } from '../entity.ts';
import { nameKey } from '../filter/names.ts';
import { referenceFields } from '../reference-fields.ts';
import { entityOf } from '../registry.ts';
import { cleanText } from '../text/text.ts';
import { ID, type Target } from './headings.ts';

/*
 * Whose IDs a file holds. Only those under the heading that an export of this CustomerHub writes are its own, and change
 * its records. All others say by which ID another system knows a record: they find it again, and never anything else.
 */

/** The column with a record's ID in the system that the file is from. */
export const KEY: Target = { name: 'key', label: 'ID in the source system', field: null };

const REFERENCE = '.key';

/** The target for the ID, in the source system, of what a reference field refers to. */
export function keyOfReference(field: string): string {
  return `${field}${REFERENCE}`;
}

/** `customer` for `customer.key`; null for every other target. */
export function referenceOfKey(target: string): string | null {
  return target.endsWith(REFERENCE) ? target.slice(0, -REFERENCE.length) : null;
}

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

/** What each column is likely to hold, where that is IDs; null elsewhere. Each target once. */
export function guessIds(entity: Entity, headings: readonly string[], mark: string): (string | null)[] {
  const found: (string | null)[] = headings.map(() => null);
  const take = (target: string, fits: (heading: string) => boolean): void => {
    const at = headings.findIndex((heading, index) => found[index] === null && fits(heading));
    if (at !== -1) found[at] = target;
  };
  const among = (keys: readonly string[]) => {
    const ranked = keys.filter((key) => headings.some((heading) => bare(heading) === key));
    return (heading: string) => bare(heading) === ranked[0];
  };
  take(ID.name, (heading) => isOwnHeading(heading, mark));
  // The IDs of another CustomerHub are as foreign as all others.
  take(KEY.name, (heading) => nameKey(heading).startsWith(nameKey(OWN)));
  if (!found.includes(ID.name) && !found.includes(KEY.name)) take(KEY.name, among(ownKeys(entity)));
  for (const [name, { to, ours }] of referenceFields(entity))
    if (!ours) take(keyOfReference(name), among(keysTo(entity, name, entityOf(to))));
  return found;
}

/** Systems whose files give themselves away, by their headings. */
const SYSTEMS: readonly { name: string; knows: RegExp }[] = [
  { name: 'HubSpot', knows: /^(?:Record ID|Associated .+ IDs?(?: \(Primary\))?)$/i },
  { name: 'Pipedrive', knows: /^(?:Deal|Person|Organi[sz]ation|Activity|Lead) - /i },
  { name: 'Salesforce', knows: /^(?:IsDeleted|SystemModstamp|StageName|AccountId|OwnerId|WhatId|WhoId|.+__c)$/ },
  { name: 'Zoho CRM', knows: /^(?:Record Id|.+\.id)$/ },
];

/** The system that a file is from, or else what it calls its own IDs; blank where it holds none. */
export function sourceIn(headings: readonly string[], targets: readonly (string | null)[]): string {
  const other = headings.find((heading) => new RegExp(`^${OWN} \\(`, 'i').test(heading));
  const at = targets.indexOf(KEY.name);
  if (other !== undefined && headings[at] === other) return cleanText(other.replace(/ ID/i, ''));
  const system = SYSTEMS.toReversed().find(({ knows }) => headings.some((heading) => knows.test(heading)));
  if (!targets.some((target) => target === KEY.name || (target !== null && referenceOfKey(target) !== null))) return '';
  return system?.name ?? (cleanText(headings[at] ?? '') || 'another system');
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

/** Did a spreadsheet round it? Then it means many records: `1.23E+11`. */
export function isRounded(words: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(words.trim());
}
