import { Readable } from 'node:stream';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { Unclear } from '../../model/errors.ts';
import { gatherFacts, type ColumnFacts, type FactsOfColumn } from '../../model/import/columns.ts';
import { count, cut } from '../../model/text/text.ts';
import { unguarded } from '../csv/index.ts';

/** A row of a file: where it begins, and what it holds. */
export interface Row {
  /** Line of the file, from 1. */
  line: number;
  cells: readonly string[];
  /** Cells beyond the headings, where columns stand once more behind the file's own. */
  excess?: readonly string[];
}

export const MOST_ROWS = 50_000;
/** No record of a CRM is longer: a quotation mark was left open. */
const LONGEST_ROW = 200_000;
const PIECE = 64 * 1024;

/** Excel writes `sep=;` above the table where the separator is not the usual one. */
const SEP = /^sep=(.)\r?\n/i;

/** What stands outside quotation marks in the first line. */
const headOf = (text: string): string =>
  /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0].replace(/"(?:[^"]|"")*"/g, '') ?? '';

/** Comma, semicolon or tab, whichever separates the headings. */
export function separatorOf(text: string): string {
  const [, named] = SEP.exec(text) ?? [];
  if (named !== undefined) return named;
  const head = headOf(text.trimStart());
  const [best = ','] = [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length);
  return best;
}

const pieces = function* (text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
};

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

const breaksIn = (cells: readonly string[], sign: RegExp): number =>
  cells.reduce((sum, cell) => sum + (cell.match(sign)?.length ?? 0), 0);

interface Parsed {
  record: string[];
  info: { lines: number };
}

const trouble = (error: unknown): unknown => {
  if (!(error instanceof CsvError)) return error;
  const line = (error as { lines?: number }).lines;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
    return new Unclear(`A quotation mark isn’t closed${line ? `, near line ${line}` : ''}. Close it and try again.`);
  return new Unclear(`This isn’t a table: ${error.message}. Fix the file and try again.`);
};

/**
 * The rows of a CSV text that are not blank, the headings first, in portions between which others get their turn.
 * @param size of a portion
 * @throws Unclear where the text is no table
 */
export async function* rowsOf(text: string, size: number): AsyncGenerator<Row[]> {
  const body = text.replace(SEP, '');
  const skipped = body === text ? 0 : 1;
  const parser = parse({
    delimiter: separatorOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
    info: true,
  });
  let portion: Row[] = [];
  // The parser takes a line break of two signs within quotes for two.
  let extra = 0;
  try {
    for await (const { record, info } of Readable.from(pieces(body)).pipe(parser) as AsyncIterable<Parsed>) {
      const within = breaksIn(record, /[\r\n]/g);
      const line = info.lines - within - extra + skipped;
      extra += within - breaksIn(record, /\r\n?|\n/g);
      if (!isBlank(record)) portion.push({ line, cells: record.map((cell) => unguarded(cell)) });
      if (portion.length < size) continue;
      yield portion;
      portion = [];
      await yieldToOthers();
    }
  } catch (error) {
    throw trouble(error);
  }
  if (portion.length > 0) yield portion;
}

/** The row with the cells of those columns once more at its end, for columns that go into several fields. */
const withCopies = ({ line, cells }: Row, width: number, copies: readonly number[]): Row => {
  const own = Array.from({ length: width }, (_, at) => cells[at] ?? '');
  return { line, cells: [...own, ...copies.map((at) => own[at] ?? '')], excess: cells.slice(width) };
};

/**
 * The rows below the headings, but for the first `skip`.
 * @param copies columns whose cells stand at the end of each row once more
 * @throws as rowsOf
 */
export async function* dataIn(
  text: string,
  size: number,
  skip = 0,
  copies: readonly number[] = [],
): AsyncGenerator<Row[]> {
  let width: number | undefined;
  let left = skip + 1;
  let portion: Row[] = [];
  for await (const rows of rowsOf(text, size)) {
    width ??= rows[0]?.cells.length ?? 0;
    const end = width;
    const data = rows.slice(left);
    portion.push(...(copies.length === 0 ? data : data.map((row) => withCopies(row, end, copies))));
    left = Math.max(0, left - rows.length);
    if (portion.length < size) continue;
    yield portion.slice(0, size);
    portion = portion.slice(size);
  }
  if (portion.length > 0) yield portion;
}

/** What a file holds, before anybody says what it means. */
export interface Table {
  headings: string[];
  /** Number of rows below the headings. */
  rows: number;
  /** The first of them. */
  first: Row[];
  /** What the cells of each column say together. */
  facts: ColumnFacts[];
}

/** The headings of a text that was taken in. */
export async function headingsIn(text: string): Promise<string[]> {
  for await (const [first] of rowsOf(text, 1)) return first?.cells.map((cell) => cell.trim()) ?? [];
  return [];
}

const SHOWN = 5;
/** Of cells that are shown to tell columns apart. */
const MOST_CHARACTERS = 100;
const shortened = ({ line, cells }: Row): Row => ({ line, cells: cells.map((cell) => cut(cell, MOST_CHARACTERS)) });

/** Looks through the whole text. @param locale of the settings @throws Unclear where it is no table of a bearable size, or an empty one */
export async function tableIn(text: string, locale = 'en'): Promise<Table> {
  let headings: string[] | null = null;
  const first: Row[] = [];
  let columns: FactsOfColumn[] = [];
  let rows = 0;
  for await (const portion of rowsOf(text, 1000)) {
    const data = headings === null ? portion.slice(1) : portion;
    if (headings === null) {
      headings = portion[0]?.cells.map((cell) => cell.trim()) ?? [];
      columns = headings.map(() => gatherFacts(locale));
    }
    for (const { cells } of data) for (const [at, column] of columns.entries()) column.see(cells[at] ?? '');
    first.push(...data.slice(0, SHOWN - first.length).map(shortened));
    rows += data.length;
    if (rows > MOST_ROWS)
      throw new Unclear(`This has more than ${count(MOST_ROWS, 'row')}. Split it into several files.`);
  }
  if (headings === null) throw new Unclear('This file is empty. Add a header row and one row per record.');
  if (rows === 0) throw new Unclear('This file has only a header row. Add one row per record.');
  return { headings, rows, first, facts: columns.map(({ facts }) => facts()) };
}
