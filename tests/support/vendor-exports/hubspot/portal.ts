import { writer, type Columns } from '../csv.ts';
import { clockAt } from '../moments.ts';
import type { Keys } from '../wanted.ts';
import type { Seller } from '../sellers.ts';

/** Its files are on the clock of the account. */
export const ZONE = 'Europe/Berlin';
export const at = (iso: string): string => clockAt(iso, ZONE);

export const KEYS: Keys = {
  company: ({ n }) => String(31_400_000_000 + n * 17),
  contact: ({ n }) => String(87_100_000_000 + n * 13),
  deal: ({ n }) => String(22_900_000_000 + n * 19),
};

export const write = writer({ quoteAll: true, lineEnd: '\n', byteOrderMark: false });

/** Properties from A to Z, then what is associated. */
export const inOrder = <T>(key: (record: T) => string, properties: Columns<T>, associated: Columns<T>): Columns<T> => [
  ['Record ID', key],
  ...properties.toSorted(([a], [b]) => a.localeCompare(b)),
  ...associated,
];

export const ownerCell = (owner: Seller | null): string => owner?.name ?? '';

/** A company that another swallowed: contacts still name it. */
export const MERGED = { into: 10, key: '31399999001' };
