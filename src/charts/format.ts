import type { Worth } from './pictures.ts';

/** How many of its minor units make one of this currency: 100 for EUR, 1 for JPY, 1000 for KWD. */
function minorUnits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return 10 ** (maximumFractionDigits ?? 2);
}

/** `exceptZero` is for changes: it writes the plus, too. */
type Sign = 'auto' | 'exceptZero';

/** Minor units as money short enough for a label: `€1.2M`, `€420K`. RangeError for an unknown locale or a wrong code. */
export function shortMoney(minor: number, currency: string, locale: string, signDisplay: Sign = 'auto'): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, notation: 'compact', signDisplay });
  return format.format(minor / minorUnits(currency));
}

/** Minor units as money in full, without cents once there are hundreds: `€420,000`. */
export function fullMoney(minor: number, currency: string, locale: string, signDisplay: Sign = 'auto'): string {
  const major = minor / minorUnits(currency);
  const digits = Math.abs(major) >= 100 || Number.isInteger(major) ? { maximumFractionDigits: 0 } : {};
  return new Intl.NumberFormat(locale, { style: 'currency', currency, signDisplay, ...digits }).format(major);
}

export function whole(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** A share in whole percent: 0.25 is `25%`. What is more than nothing and less than half a percent is `<1%`. */
export function percentOf(share: number, locale: string): string {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return share > 0 && share < 0.005 ? `<${percent.format(0.01)}` : percent.format(share);
}

/** `1 deal`, `1,200 deals` */
export function countOf(count: number, noun: string, locale: string): string {
  return `${whole(count, locale)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-03` in words: `short` gives `Mar`, `long` gives `March 2026`. RangeError when it is not a month. */
export function monthName(month: string, length: 'short' | 'long', locale: string): string {
  const year = length === 'long' ? ({ year: 'numeric' } as const) : {};
  const format = new Intl.DateTimeFormat(locale, { month: length, ...year, timeZone: 'UTC' });
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** `a`, `a and b`, `a, b and c` */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

export function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

export function worthOf(all: readonly Worth[]): Worth {
  return {
    count: sum(all.map(({ count }) => count)),
    value: sum(all.map(({ value }) => value)),
  };
}
