import { writer } from '../csv.ts';
import { dayAt, midnight } from '../moments.ts';
import type { Keys } from '../wanted.ts';
import type { Seller } from '../sellers.ts';

export const ZONE = 'Europe/London';

const numbered = (letter: string, n: number): string => `${letter}-${String(n + 100).padStart(4, '0')}`;

/** Numbers of their own that look like ours. */
export const KEYS: Keys = {
  company: ({ n }) => numbered('C', n),
  contact: ({ n }) => numbered('P', n),
  deal: ({ n }) => numbered('D', n),
};
export const activityKey = ({ n }: { n: number }): string => numbered('I', n);

/** “CSV UTF-8”, as Excel saves it. */
export const write = writer({ quoteAll: false, lineEnd: '\r\n', byteOrderMark: true });

/** Some wrote names, some addresses. */
export const sellerCell = (owner: Seller | null, n: number): string =>
  owner === null ? '' : n % 2 === 0 && !owner.hasLeft ? owner.email : owner.name;

/** A day of the first twelve of its month, so that it could be two. */
export const unclearDay = (iso: string): string => {
  const day = dayAt(iso, ZONE);
  return `${day.slice(0, 8)}${String((Number(day.slice(8)) % 12) + 1).padStart(2, '0')}`;
};

export const startOf = (day: string): string => midnight(day, ZONE);
