import type { AnyRecord, Stage } from '../record.ts';
import type { Value } from '../fields.ts';
import { domainOfEmail, domainOfUrl } from './domains.ts';
import { firmKey, nameKey, personKey } from './names.ts';

/**
 * How the keys of two records are told to be alike. Raise it with every change to what a sign computes: the keys that are
 * stored are then made anew at the next start.
 */
export const SIGNS_VERSION = 2;

/** Values of a record, stored or not. */
type Values = Readonly<Record<string, Value>>;

/** Something by which two records are likely to be one and the same. */
export interface DuplicateMatcher {
  /** Names it in the database. */
  kind: string;
  /** As in “the same name”. */
  says: string;
  /** Fields the keys are made of. */
  from: readonly string[];
  /** Records that share a key share the sign. */
  keys: (values: Readonly<Record<string, Value>>) => readonly (string | null)[];
  /** Whether a record that shares it still counts. */
  counts?: (record: AnyRecord, stage: Stage | null) => boolean;
  /** Whether two that share it count in a file: it holds what is long closed, and comes twice. */
  countsInFile?: (draft: Values, record: Values) => boolean;
}

const text = (values: Values, name: string): string => String(values[name] ?? '');
const kept = <T>(words: string, make: (words: string) => T): T | null => (words === '' ? null : make(words));

/** A firm's name, whatever its legal form and however it is written. */
export const sameFirm: DuplicateMatcher = {
  kind: 'name',
  says: 'the same name',
  from: ['name'],
  keys: (values) => [firmKey(text(values, 'name'))],
};

/** A person's name. */
export const samePerson: DuplicateMatcher = {
  kind: 'name',
  says: 'the same name',
  from: ['name'],
  keys: (values) => [personKey(text(values, 'name'))],
};

/** A person's name at one customer: elsewhere it is somebody else's. */
export const samePersonThere: DuplicateMatcher = {
  kind: 'name',
  says: 'the same name at the same customer',
  from: ['name', 'customer'],
  keys: (values) => [kept(personKey(text(values, 'name')), (key) => `${text(values, 'customer')} ${key}`)],
};

/** A deal's name at one customer, while it is open: won and lost ones come again every year. */
export const sameOpenDeal: DuplicateMatcher = {
  kind: 'name',
  says: 'the same name at the same customer',
  from: ['name', 'customer'],
  keys: (values) => [kept(nameKey(text(values, 'name')), (key) => `${text(values, 'customer')} ${key}`)],
  counts: (_deal, stage) => stage?.outcome === 'open',
  countsInFile: (draft, deal) => !draft['closedOn'] || !deal['closedOn'] || draft['closedOn'] === deal['closedOn'],
};

/** The domain of the website or of the e-mail address. */
export const sameDomain: DuplicateMatcher = {
  kind: 'domain',
  says: 'the same domain',
  from: ['website', 'email'],
  keys: (values) => [kept(text(values, 'website'), domainOfUrl), kept(text(values, 'email'), domainOfEmail)],
};

export const sameEmail: DuplicateMatcher = {
  kind: 'email',
  says: 'the same email',
  from: ['email'],
  keys: (values) => [text(values, 'email').toLowerCase()],
};

/** Phone numbers are stored in one notation, however they were typed. */
export const samePhone: DuplicateMatcher = {
  kind: 'phone',
  says: 'the same phone number',
  from: ['phone'],
  keys: (values) => [text(values, 'phone')],
};

/** A key that the database keeps. */
export interface MatchKey {
  kind: string;
  key: string;
}

/** The keys of a record by these signs, each once. */
export function matchKeys(signs: readonly DuplicateMatcher[], values: Values): MatchKey[] {
  return signs.flatMap(({ kind, keys }) =>
    [...new Set(keys(values))].flatMap((key) => (key === null || key === '' ? [] : [{ kind, key }])),
  );
}
