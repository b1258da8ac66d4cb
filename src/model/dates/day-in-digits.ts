import { Temporal } from 'temporal-polyfill';
import { inYear, type Lean } from './calendar.ts';
import { dayOrder } from './day-order.ts';
import { readDay } from '../import/days.ts';

/** Whose clock and whose habits count. */
export interface Here {
  /** `YYYY-MM-DD`, for the person who asks. */
  today: string;
  /** BCP 47 locale of the settings: `en-US` writes 12/31, `en-GB` 31/12. */
  locale: string;
}

const SHORT = /^(\d{1,2})([./])(\d{1,2})$/;
const FULL = /^(?:\d{4}([./])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d{2}))$/;

/** In the order of the region; where no calendar has such a day, in the other: 12/31 is nowhere the twelfth of a 31st month. */
const read = (words: string, locale: string): Temporal.PlainDate | null => {
  const orders = words.includes('/') ? [locale, 'en-GB', 'en-US'] : [locale];
  const day = orders.map((order) => readDay(words, order)).find((found) => found !== null);
  return day === undefined ? null : Temporal.PlainDate.from(day);
};

/**
 * A day in digits, as people of that region write it: `12/01`, `12/01/2026`, `31.12.`; with dots the day comes first.
 * @param lean which year is meant where none is written
 * @returns `YYYY-MM-DD`, or null
 */
export function dayInDigits(words: string, { today, locale }: Here, lean: Lean): string | null {
  const bare = words.trim().replace(/\.$/, '');
  if (FULL.test(bare)) return read(bare, locale)?.toString() ?? null;
  const [, , sign] = SHORT.exec(bare) ?? [];
  if (sign === undefined) return null;
  const yearFirst = sign === '/' && dayOrder(locale)[0] === 'year';
  const inFull = (year: number): string => (yearFirst ? `${year}${sign}${bare}` : `${bare}${sign}${year}`);
  const day = inYear(lean, Temporal.PlainDate.from(today), (year) => read(inFull(year), locale));
  return day?.toString() ?? null;
}
