import type { Unit } from '../../../crm/summary/index.ts';
import { fractionDigits } from '../../../model/money.ts';
import { count } from '../../../model/text/text.ts';
import { showMoney, type Audience } from '../../views/mask.ts';

/** Context for showing numbers. */
export interface NumberContext extends Audience {
  locale: string;
  /** ISO 4217, of every amount. */
  currency: string;
  /** Decimals of percents; none unless they are needed. */
  digits?: number;
}

const MOST_DIGITS = 2;

const roundedTo = (value: number, digits: number): number => Number(value.toFixed(digits));

/**
 * With how many decimals two percents and the points between them are told, so that what is shown adds up: 49.6% and
 * 50.4% are not 50%, 50% and 1 pt. The points are those of the values themselves, rounded last.
 */
export function digitsBeside(value: number | null, before: number | null): number {
  if (value === null || before === null) return 0;
  const change = value - before;
  const fits = (digits: number): boolean => {
    const [now, then, moved] = [value, before, change].map((one) => roundedTo(one, digits)) as [number, number, number];
    return Math.abs(now - then - moved) < 10 ** -(MOST_DIGITS + 1) && (moved !== 0 || change === 0);
  };
  return [0, 1].find(fits) ?? MOST_DIGITS;
}

/** Amounts of a summary are told in whole units: cents are in the CSV file, and in the rows behind a figure. */
const whole = (minor: number, currency: string): number => {
  const unit = 10 ** fractionDigits(currency);
  return Math.round(minor / unit) * unit;
};

const rounded = (value: number, digits: number, locale: string): string =>
  value.toLocaleString(locale, { maximumFractionDigits: digits });

/** A number as people read it: `€12,000`, `67%`, `13 days`; a dash where there is none. */
export function showNumber(value: number | null, unit: Unit, context: NumberContext): string {
  const { locale, currency, masked, digits = 0 } = context;
  if (value === null) return '–';
  if (unit === 'money') return showMoney(whole(value, currency), currency, { locale, masked });
  if (unit === 'percent')
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value / 100);
  if (unit === 'days')
    return value < 10
      ? `${rounded(value, 1, locale)} ${value === 1 ? 'day' : 'days'}`
      : count(Math.round(value), 'day');
  return value.toLocaleString(locale);
}

/** How far a number moved, without its sign: of percents in points. */
export function showChange(change: number, unit: Unit, context: NumberContext): string {
  if (unit !== 'percent') return showNumber(Math.abs(change), unit, context);
  const points = rounded(Math.abs(change), context.digits ?? 0, context.locale);
  return `${points} ${points === '1' ? 'pt' : 'pts'}`;
}

/** The same with its sign: `+3`, `−€3,400`, `+8 pts`; nothing but the number where it is 0. */
export function showSigned(change: number | null, unit: Unit, context: NumberContext): string {
  const words = change === null ? '–' : showChange(change, unit, context);
  if (change === null || change === 0 || words === showChange(0, unit, context)) return words;
  return `${change > 0 ? '+' : '−'}${words}`;
}
