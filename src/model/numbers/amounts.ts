import { fractionDigits } from '../money.ts';
import { decimalSignOf, inPlainDigits, readDigits, type DecimalSign, type DigitsReading } from './decimals.ts';
import { isUnit, isUnitOf, nameOfUnit } from './units.ts';

/** The largest amount that is taken for meant: a million million of the major unit. */
const MOST_MAJOR = 1e12;

const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mn: 1e6, mio: 1e6, b: 1e9, bn: 1e9 };
const MULTIPLIED = /^(mio|mn|bn|k|m|b)\.?\s*(.*)$/iu;

export type MoneyReading = { minor: number } | { problem: string };

/** By what an amount is read that could be two. */
export interface NumberHabits {
  /** BCP 47, of whoever writes: what has the signs of their region the other way round is asked about. */
  locale?: string | undefined;
  /** The sign before a fraction, where it is known. */
  decimal?: DecimalSign | undefined;
}

const DIGITS: MoneyReading = { problem: 'Enter an amount in digits, like 1,200.50 or 12k.' };

/** What stands before a number, the number, and what follows. A point after a letter is no fraction: `Rs.500`. */
const SHAPE = /^([^\d]*?)((?:\d|(?<!\p{L})[.,](?=\d))(?:[\d.,'’\s]*[\d.,])?)([^\d]*)$/u;

interface Parts {
  before: string;
  digits: string;
  factor: number;
  after: string;
}

/** `k EUR` -> 1000 and `EUR`; `MAD` is a currency, not millions of something. */
const tailOf = (rest: string, isOwn: (unit: string) => boolean): Pick<Parts, 'factor' | 'after'> => {
  const [, multiplier = '', unit = ''] = MULTIPLIED.exec(rest) ?? [];
  const factor = MULTIPLIERS[multiplier.toLowerCase()];
  if (factor === undefined || (unit !== '' && (isOwn(rest) || isUnit(rest)))) return { factor: 1, after: rest };
  return { factor, after: unit };
};

/** Takes an amount apart; null where there is not one number in it. */
const partsOf = (words: string, isOwn: (unit: string) => boolean): Parts | null => {
  const [, before = '', number, after = ''] = SHAPE.exec(words.trim()) ?? [];
  if (number === undefined) return null;
  // Blanks group digits as apostrophes do: 1 200.50.
  const digits = number
    .trim()
    .replace(/\s(?=\d{3}(?!\d))/g, '’')
    .replace(/\s/g, '');
  return { before: before.trim(), digits, ...tailOf(after.trim(), isOwn) };
};

/** The digits of a cell that holds one number, whatever unit is beside it; null where it holds none. */
export function digitsIn(words: string): string | null {
  return partsOf(words, () => false)?.digits ?? null;
}

/** Words in which `1.234` can mean but one thing: grouped, or a fraction with a zero behind it. */
export function withDecimal(words: string, decimal: DecimalSign): string {
  const digits = digitsIn(words);
  const reading = digits === null ? null : readDigits(digits);
  if (digits === null || reading === null || !('sign' in reading)) return words;
  return words.replace(digits, reading.sign === decimal ? `${reading.fraction}0` : reading.grouped);
}

/** `1.234` as one number; null where it could be two. */
const decided = (
  { sign, grouped, fraction }: Extract<DigitsReading, { sign: DecimalSign }>,
  currency: string,
  { locale, decimal }: NumberHabits,
): string | null => {
  const places = fractionDigits(currency);
  if (decimal !== undefined) return sign === decimal ? fraction : grouped;
  const usual = locale === undefined ? null : decimalSignOf(locale, currency);
  if (places === 0) return grouped;
  if (places === 3) return (usual ?? sign) === sign ? fraction : grouped;
  return usual === sign ? null : grouped;
};

const minorOf = (plain: string, factor: number, currency: string): MoneyReading => {
  const places = fractionDigits(currency);
  const major = Number(plain) * factor;
  if (major > MOST_MAJOR) return { problem: 'That amount is too large. Check the number of digits.' };
  const minor = major * 10 ** places;
  const whole = Math.round(minor);
  if (Math.abs(minor - whole) <= 1e-4) return { minor: whole };
  return {
    problem:
      places === 0
        ? `${currency} has no decimals. Enter a whole amount.`
        : `${currency} has at most ${places} decimals. Round the amount.`,
  };
};

const inOther = (currency: string, unit: string): MoneyReading => ({
  problem: `Amounts here are in ${currency}. Enter the amount in ${nameOfUnit(currency)}, without ${unit}.`,
});

const inDoubt = (written: string, grouped: string, fraction: string): MoneyReading => ({
  problem: `“${written}” could be two amounts. Enter ${grouped} or ${Number(fraction).toFixed(2)}.`,
});

const MINUS = /^[-−–]|[-−–]$/;

/**
 * Reads an amount as people write it: `1,200.50`, `1.200,50`, `1 200`, `€12k`, `1.5m EUR`. Where both signs stand, the
 * last begins the fraction. An amount in another currency, or of something else, is none.
 */
export function readMoney(words: string, currency: string, habits: NumberHabits = {}): MoneyReading {
  const locale = habits.locale ?? 'en';
  const isOwn = (unit: string): boolean => isUnitOf(unit, currency, locale);
  const parts = partsOf(inPlainDigits(words, locale), isOwn);
  if (!parts) return DIGITS;
  const before = parts.before.replace(/^\+|\+$/, '').trim();
  if (MINUS.test(before)) return { problem: 'An amount can’t be negative. Remove the minus.' };
  for (const unit of [before, parts.after]) {
    if (unit === '' || isOwn(unit)) continue;
    return isUnit(unit) ? inOther(currency, unit) : DIGITS;
  }
  const reading = readDigits(parts.digits);
  if (reading === null) return DIGITS;
  if (!('sign' in reading)) return minorOf(reading.plain, parts.factor, currency);
  const plain = decided(reading, currency, habits);
  return plain === null
    ? inDoubt(parts.digits, reading.grouped, reading.fraction)
    : minorOf(plain, parts.factor, currency);
}
