import { always, writer, type Columns } from '../csv.ts';
import { clockAt } from '../moments.ts';
import type { Keys } from '../wanted.ts';
import { SELLERS, type Seller } from '../sellers.ts';
import type { Company, Contact, Deal } from '../world.ts';

/** Its files are on the clock of the world, days and moments alike. */
export const at = (iso: string): string => `${clockAt(iso, 'UTC')}:00`;
export const onDay = (day: string): string => `${day} 00:00:00`;

const CASES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Three signs that say which letters of the fifteen are capital, for programs that don't see it. */
const suffixOf = (id: string): string =>
  [0, 5, 10]
    .map((from) =>
      [...id.slice(from, from + 5)].reduce((sum, sign, bit) => sum + (/[A-Z]/.test(sign) ? 2 ** bit : 0), 0),
    )
    .map((sum) => CASES[sum])
    .join('');

const idOf = (prefix: string, n: number): string => {
  const id = `${prefix}Kf00000aB${LETTERS[Math.floor(n / 62)] ?? ''}${LETTERS[n % 62] ?? ''}Q`;
  return id + suffixOf(id);
};

/** An empty reference. */
export const NONE = '000000000000000AAA';

export const KEYS: Keys = {
  company: ({ n }) => idOf('001', n),
  contact: ({ n }) => idOf('003', n),
  deal: ({ n }) => idOf('006', n),
};
export const taskKey = ({ n }: { n: number }): string => idOf('00T', n);
export const eventKey = ({ n }: { n: number }): string => idOf('00U', n);
export const noteKey = ({ n }: { n: number }): string => idOf('002', n);
export const leadKey = ({ n }: { n: number }): string => idOf('00Q', n);
export const userKey = (seller: Seller | null): string =>
  idOf('005', seller === null ? 1 : SELLERS.indexOf(seller) + 1);

export const accountCell = (company: Company | null): string => (company ? KEYS.company(company) : NONE);
export const contactCell = (contact: Contact | null | undefined): string => (contact ? KEYS.contact(contact) : NONE);
export const dealCell = (deal: Deal | null): string => (deal ? KEYS.deal(deal) : NONE);

/** One account was merged into another: its row is still there, and others still refer to it. */
export const MERGED = { from: 199, into: 10 };
export const isMerged = ({ n }: Company): boolean => n === MERGED.from;

/** What references lead to. */
export const WANTED: Keys = {
  ...KEYS,
  company: (company) => KEYS.company(isMerged(company) ? { ...company, n: MERGED.into } : company),
};

export const write = writer({ quoteAll: true, lineEnd: '\n', byteOrderMark: false });

/** What every object has at its end. */
export const system = <T>(record: { owner: (one: T) => Seller | null; createdAt: (one: T) => string }): Columns<T> => [
  ['OwnerId', (one) => userKey(record.owner(one))],
  ['CreatedDate', (one) => at(record.createdAt(one))],
  ...always<T>({
    CreatedById: userKey(null),
    LastModifiedDate: '2026-11-14 07:00:00',
    LastModifiedById: userKey(null),
  }),
  ...always<T>({ SystemModstamp: '2026-11-14 07:00:00', LastActivityDate: '', LastViewedDate: '' }),
];
