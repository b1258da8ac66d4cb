import type { Entity } from '../entity.ts';
import type { Kind } from '../fields.ts';
import { nameKey } from '../filter/names.ts';
import { stageFieldOf } from '../reference-fields.ts';
import { fieldOfMore, referenceOfKey, type Target } from './targets.ts';

/** A column that says something only together with others, or that no field asks people for. */
export interface Part {
  name: string;
  label: string;
  /** The field that it helps to fill. */
  into: string;
  /** Of its cells; text where it is left out. */
  kind?: Kind;
  /** Names of its column, in letters and digits alone. */
  headings: readonly string[];
}

const NAMES: readonly Part[] = [
  { name: 'firstName', label: 'First name', into: 'name', headings: ['firstname', 'givenname', 'forename'] },
  { name: 'middleName', label: 'Middle name', into: 'name', headings: ['middlename', 'additionalname'] },
  { name: 'lastName', label: 'Last name', into: 'name', headings: ['lastname', 'surname', 'familyname'] },
];

/** In the order in which an address is written. */
export const ADDRESS: readonly Part[] = [
  {
    name: 'street',
    label: 'Street',
    into: 'address',
    headings: ['street', 'streetaddress', 'billingstreet', 'mailingstreet', 'streetroadnameofaddress', 'addressline1'],
  },
  {
    name: 'postalCode',
    label: 'Postal code',
    into: 'address',
    headings: [
      'postalcode',
      'postcode',
      'zip',
      'zipcode',
      'billingpostalcode',
      'billingcode',
      'zippostalcodeofaddress',
    ],
  },
  {
    name: 'city',
    label: 'City',
    into: 'address',
    headings: ['city', 'town', 'billingcity', 'mailingcity', 'citytownvillagelocalityofaddress'],
  },
  {
    name: 'region',
    label: 'State or region',
    into: 'address',
    headings: ['state', 'region', 'stateregion', 'billingstate', 'mailingstate', 'statecountyofaddress'],
  },
];

/** Open, won or lost, beside a stage that stays the one it was. */
export const STATUS = { name: 'outcome', label: 'Open, won or lost', headings: ['status', 'dealstatus'] };

const outcomes = (stage: string): readonly Part[] => [
  { ...STATUS, into: stage },
  { name: 'isClosed', label: 'Whether it is closed', into: stage, headings: ['isclosed'] },
  { name: 'isWon', label: 'Whether it is won', into: stage, headings: ['iswon'] },
];

const CLOSING: readonly Part[] = [
  {
    name: 'closing',
    label: 'Close date',
    into: 'closedOn',
    kind: 'date',
    headings: ['closedate', 'closingdate', 'closing', 'close', 'dealclosedate'],
  },
  {
    name: 'wonAt',
    label: 'When it was won',
    into: 'closedOn',
    kind: 'date',
    headings: ['wontime', 'dealwontime', 'wondate'],
  },
  {
    name: 'lostAt',
    label: 'When it was lost',
    into: 'closedOn',
    kind: 'date',
    headings: ['losttime', 'deallosttime', 'lostdate'],
  },
];

/** The ID of a customer, contact or deal, whichever. */
const ABOUT: Part = { name: 'about', label: 'ID of the record it’s about', into: 'customer', headings: [] };

/** What activities of other systems say further. Their columns are known by the tables of the systems alone. */
const ACTIVITY: readonly Part[] = [
  { name: 'title', label: 'Subject', into: 'what', kind: 'longText', headings: [] },
  { name: 'moreText', label: 'Further text', into: 'what', kind: 'longText', headings: [] },
  { name: 'done', label: 'Whether it is done', into: 'happenedAt', headings: [] },
  { name: 'progress', label: 'Status of the task', into: 'happenedAt', headings: [] },
  { name: 'dueOn', label: 'Due', into: 'happenedAt', kind: 'date', headings: [] },
  { name: 'dueTime', label: 'Due time', into: 'happenedAt', headings: [] },
  { name: 'doneAt', label: 'When it was done', into: 'happenedAt', kind: 'dateTime', headings: [] },
  { name: 'others', label: 'Further contacts', into: 'contact', headings: [] },
  ABOUT,
];

/** When a record was made, wherever that was. */
export const CREATED: Part = {
  name: 'createdAt',
  label: 'Created',
  into: 'createdAt',
  kind: 'dateTime',
  headings: ['created', 'createdate', 'createddate', 'createdtime', 'createdat', 'addtime', 'dateadded'],
};

/** Of people, who have no country of their own here. */
export const DIALLED_IN: Part = {
  name: 'phoneCountry',
  label: 'Country of the phone number',
  into: 'phone',
  headings: ['country', 'countryregion', 'mailingcountry', 'homecountry'],
};

/** The parts that a file of this entity can hold. */
export function partsOf(entity: Entity): Part[] {
  const stage = stageFieldOf(entity);
  return [
    ...(entity.isPerson ? NAMES : []),
    ...('address' in entity.fields ? ADDRESS : []),
    ...('phone' in entity.fields && !('country' in entity.fields) ? [DIALLED_IN] : []),
    ...(stage === undefined ? [] : outcomes(stage)),
    ...('closedOn' in entity.fields ? CLOSING : []),
    ...(entity.traits.ahead === undefined ? [] : ACTIVITY),
    CREATED,
  ];
}

/** Does a column hold IDs, from elsewhere, of what its records refer to? */
export function isIdOfOther(target: string): boolean {
  return target === ABOUT.name || referenceOfKey(target) !== null;
}

export function partTargetsOf(entity: Entity): Target[] {
  return partsOf(entity).map(({ name, label }) => ({ name, label, field: null }));
}

const bare = (heading: string): string => nameKey(heading).replace(/[^\p{L}\p{N}]/gu, '');

/** What each column is likely to hold, where that is a part; null elsewhere. Each part once. */
export function guessParts(entity: Entity, headings: readonly string[]): (string | null)[] {
  const found: (string | null)[] = headings.map(() => null);
  const owners = [entity.name, ...(entity.elsewhere ?? [])].map(bare);
  for (const { name, headings: known } of partsOf(entity)) {
    const keys = known.flatMap((key) => [key, ...owners.map((owner) => `${owner}${key}`)]);
    const at = headings.findIndex((heading, index) => found[index] === null && keys.includes(bare(heading)));
    if (at !== -1) found[at] = name;
  }
  return found;
}

/** Of the cells that go to a target; undefined for IDs. */
export function kindOfTarget(entity: Entity, target: string): Kind | undefined {
  const part = partsOf(entity).find(({ name }) => name === target);
  return entity.fields[fieldOfMore(target) ?? target]?.kind ?? (part && (part.kind ?? 'text'));
}

/** Does the column hold what a field needs, if only a part of it? */
export function helpsToFill(entity: Entity, target: string, field: string): boolean {
  return partsOf(entity).some(({ name, into }) => name === target && into === field);
}

const YES = ['1', 'true', 'yes', 'y', 'x', 'ja', 'oui', 'si', 'sí', 'wahr', 'vrai'];
const NO = ['0', 'false', 'no', 'n', 'nein', 'non', 'falsch', 'faux'];

/** `1`, `TRUE`, `yes`; null for words that are neither yes nor no. */
export function readYesNo(words: string): boolean | null {
  const key = words.trim().toLowerCase();
  return YES.includes(key) ? true : NO.includes(key) ? false : null;
}

const OUTCOMES: Readonly<Record<'open' | 'won' | 'lost', readonly string[]>> = {
  open: ['open', 'offen', 'ouvert', 'abierto', 'inprogress'],
  won: ['won', 'closedwon', 'gewonnen', 'gagne', 'ganado'],
  lost: ['lost', 'closedlost', 'verloren', 'perdu', 'perdido'],
};

/** What a status says of a deal; null for other words. */
export function readOutcome(words: string): 'open' | 'won' | 'lost' | null {
  const key = words.toLowerCase().replace(/[^\p{L}]/gu, '');
  if (OUTCOMES.open.includes(key)) return 'open';
  if (OUTCOMES.won.includes(key)) return 'won';
  return OUTCOMES.lost.includes(key) ? 'lost' : null;
}
