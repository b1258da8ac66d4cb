import { stringify } from 'csv-stringify/sync';
import type { Value } from '../../model/fields.ts';

/** How a formula begins for one spreadsheet or another, after apostrophes that were there before: full-width signs count. */
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/;

/** Puts an apostrophe before what a spreadsheet would take for a formula, and before what begins with such a one. */
const guarded = (words: string): string => (FORMULA.test(words) ? `'${words}` : words);

/** The same words without the apostrophe that this file put before them. */
export function unguarded(words: string): string {
  return words.startsWith("'") && FORMULA.test(words) ? words.slice(1) : words;
}

export type CsvRow = readonly Value[];

/** Lines of a CSV file as RFC 4180 has them; numbers stay numbers. */
export function csvLines(rows: readonly CsvRow[]): string {
  // Not by `escape_formulas`, which leaves a new line and apostrophes as they are: nobody could take the guard off again.
  return stringify([...rows], {
    cast: { string: guarded },
    record_delimiter: 'windows',
    quote_record_delimiter: true,
  });
}

/** Excel reads UTF-8 only in a file that begins with this sign. */
const BYTE_ORDER_MARK = '\ufeff';

/** A CSV file (UTF-8, comma, CRLF) of its headings and lines as `csvLines` made them. */
export function csvFile(headings: readonly string[], lines: readonly string[]): Buffer {
  return Buffer.from([BYTE_ORDER_MARK, csvLines([headings]), ...lines].join(''));
}
