/** Money is a whole number of minor units (cents, or yen where there are none) with an ISO 4217 currency. */

/** The largest amount that is taken for meant: a million million of the major unit. */
const MOST_MAJOR = 1e12;

/** Digits after the decimal sign: 2 for EUR, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

const formats = new Map<string, Intl.NumberFormat>();
const formatOf = (currency: string, locale: string, whole: boolean): Intl.NumberFormat => {
  const key = `${currency} ${locale} ${String(whole)}`;
  const made =
    formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'currency', currency, ...(whole && { maximumFractionDigits: 0 }) });
  formats.set(key, made);
  return made;
};

/** `€12,000` or `€1,200.50`: the fraction is shown only where there is one. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const major = minor / 10 ** fractionDigits(currency);
  return formatOf(currency, locale, Number.isInteger(major)).format(major);
}

/** The amount as somebody would type it into a form: `1200.50`. */
export function editableMoney(minor: number, currency: string): string {
  const digits = fractionDigits(currency);
  const major = minor / 10 ** digits;
  return Number.isInteger(major) ? String(major) : major.toFixed(digits);
}

const MULTIPLIERS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, mn: 1e6, mio: 1e6, b: 1e9, bn: 1e9 };
const SHAPE = /^(?=\D*\d)([\d.,'’]+)(k|m|mn|mio|b|bn)?$/i;

export type MoneyReading = { minor: number } | { problem: string };

/**
 * Reads an amount as people write it: `1,200.50`, `1.200,50`, `1 200`, `€12k`, `1.5m`. Where both signs stand, the last
 * is the decimal sign. A single sign followed by three digits groups thousands unless the currency has three decimals.
 */
export function readMoney(words: string, currency: string): MoneyReading {
  const bare = words
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/^[^\d.,+\-−–]{0,4}(?=[\d.,+\-−–])|(?<=\d)(?:\p{Sc}|[A-Z]{3})$/gu, '');
  if (/^[-−–]/.test(bare)) return { problem: 'An amount can’t be negative. Remove the minus.' };
  const match = SHAPE.exec(bare.replace(/^\+/, ''));
  if (!match) return { problem: 'Enter an amount in digits, like 1,200.50 or 12k.' };
  const digits = fractionDigits(currency);
  const plain = decimalOf(match[1] ?? '', digits);
  const factor = MULTIPLIERS[(match[2] ?? '').toLowerCase()] ?? 1;
  if (plain === null) return { problem: 'Enter an amount in digits, like 1,200.50 or 12k.' };
  const minor = Number(plain) * factor * 10 ** digits;
  if (Number(plain) * factor > MOST_MAJOR) return { problem: 'That amount is too large. Check the number of digits.' };
  const whole = Math.round(minor);
  if (Math.abs(minor - whole) > 1e-4) {
    return {
      problem:
        digits === 0
          ? `${currency} has no decimals. Enter a whole amount.`
          : `${currency} has at most ${digits} decimals. Round the amount.`,
    };
  }
  return { minor: whole };
}

/** `1.200,50` -> `1200.50`; null when the signs stand where no number has them. */
const decimalOf = (written: string, digits: number): string | null => {
  const text = written.replace(/['’]/g, '');
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last === -1) return text;
  const sign = text[last];
  const after = text.length - last - 1;
  // No group of thousands begins with zero: 0.500 is half of one.
  const groups = after === 3 && digits !== 3 && /[1-9]/.test(text.slice(0, last));
  const decimal = text.indexOf(sign ?? '') === last && !groups;
  const whole = decimal ? text.slice(0, last) : text;
  const other = decimal ? (sign === '.' ? ',' : '.') : (sign ?? '');
  if (!isGrouped(whole, other)) return null;
  const joined = whole.replaceAll(other, '') || '0';
  return decimal ? `${joined}.${text.slice(last + 1) || '0'}` : joined;
};

/** Are these digits, in groups of three where the sign stands between them? */
const isGrouped = (whole: string, sign: string): boolean => {
  if (/^\d*$/.test(whole)) return true;
  const groups = whole.split(sign);
  return /^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((group) => /^\d{3}$/.test(group));
};
