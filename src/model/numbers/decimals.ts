/** The sign before a fraction: `1,200.50` has a point, `1.200,50` a comma. */
export type DecimalSign = '.' | ',';

/** What a number in digits can mean, as `Number` reads it. */
export type DigitsReading =
  /** One thing. `decimal`: the sign before its fraction, where the number shows it. */
  | { plain: string; decimal: DecimalSign | null }
  /** `1.234`: one sign with three digits after it groups thousands or begins a fraction. */
  | { sign: DecimalSign; grouped: string; fraction: string };

const isSign = (sign: string | undefined): sign is DecimalSign => sign === '.' || sign === ',';

/** Groups of three, or of two before the last, as in `12,34,567`. */
const isGrouped = (whole: string, sign: DecimalSign): boolean => {
  const groups = whole.split(sign);
  const [first = '', last = ''] = [groups[0], groups.at(-1)];
  if (groups.length === 1) return /^\d+$/.test(whole);
  const middle = groups.slice(1, -1);
  const fits = (size: 2 | 3): boolean => first.length <= size && middle.every(({ length }) => length === size);
  return groups.every((group) => /^\d+$/.test(group)) && last.length === 3 && (fits(3) || fits(2));
};

/** @param written digits, points, commas and apostrophes; null where no number has its signs like that */
export function readDigits(written: string): DigitsReading | null {
  const text = written.replace(/['’]/g, '');
  const [, before = '', sign, after = ''] = /^(.*)([.,])(\d*)$/.exec(text) ?? [];
  if (!isSign(sign)) return /^\d+$/.test(text) ? { plain: text, decimal: null } : null;
  const other = sign === '.' ? ',' : '.';
  if (before.includes(sign)) return isGrouped(text, sign) ? { plain: text.replaceAll(sign, ''), decimal: other } : null;
  if (before + after === '' || !(before === '' || isGrouped(before, other))) return null;
  const whole = before.replaceAll(other, '') || '0';
  const fraction = `${whole}.${after || '0'}`;
  // No group of thousands begins with zero: 0.500 is half of one.
  const isOpen = after.length === 3 && /^[1-9]\d{0,2}$/.test(before) && text === written;
  return isOpen ? { sign, grouped: whole + after, fraction } : { plain: fraction, decimal: sign };
}

const decimals = new Map<string, DecimalSign>();

/** The sign before the fraction of amounts in that currency, as people of the locale write them. */
export function decimalSignOf(locale: string, currency: string): DecimalSign {
  const key = `${locale} ${currency}`;
  const format = (): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: 1 });
  const shown = (): string | undefined =>
    format()
      .formatToParts(1.5)
      .find(({ type }) => type === 'decimal')?.value;
  const sign = decimals.get(key) ?? (shown() === ',' ? ',' : '.');
  decimals.set(key, sign);
  return sign;
}

const digits = new Map<string, string>();

/** Zero to nine, as people of the locale write them. */
const digitsOf = (locale: string): string => {
  const written = digits.get(locale) ?? new Intl.NumberFormat(locale, { useGrouping: false }).format(9_876_543_210);
  digits.set(locale, written);
  return written;
};

/** Signs of direction, and signs as wide as Chinese ones, which stand for the plain ones. */
const PLAIN_SIGNS: readonly [RegExp, (sign: string) => string][] = [
  [/[\u200e\u200f\u061c]/g, () => ''],
  [/[\uff01-\uff5e\uffe0-\uffe6]/g, (sign) => sign.normalize('NFKC')],
  [/٫/g, () => '.'],
  [/٬/g, () => ','],
];

/** A number with the digits and signs of plain text, where it has those of that locale or of a keyboard. */
export function inPlainDigits(words: string, locale: string): string {
  const plain = PLAIN_SIGNS.reduce((text, [sign, by]) => text.replace(sign, by), words);
  const from = [...digitsOf(locale)].toReversed();
  return plain.replace(/\p{Nd}/gu, (digit) => (from.includes(digit) ? String(from.indexOf(digit)) : digit));
}
