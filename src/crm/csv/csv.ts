import type { Value } from '../../model/fields.ts';

/** How a formula begins for one spreadsheet or another, after apostrophes that were there before: full-width signs count. */
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/;

/** What a spreadsheet would take for a formula gets an apostrophe before it, and so does what begins with such a one. */
const harmless = (words: string): string => (FORMULA.test(words) ? `'${words}` : words);

/** The same words without the apostrophe that this file put before them. */
export function unharmed(words: string): string {
  return words.startsWith("'") && FORMULA.test(words) ? words.slice(1) : words;
}

const cell = (value: Value): string => {
  const words = typeof value === 'string' ? harmless(value) : String(value ?? '');
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
};

/** One line of a CSV file as RFC 4180 has it; numbers stay numbers. */
export function csvLine(values: readonly Value[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** Excel reads UTF-8 only in a file that begins with this sign. */
export const BYTE_ORDER_MARK = '\ufeff';
