import type { Table } from './truth.ts';

/** How a system writes its files. */
interface Style {
  /** Cells without anything to be quoted too. */
  quoteAll: boolean;
  lineEnd: '\n' | '\r\n';
  byteOrderMark: boolean;
}

/** Writes tables in that style. */
export const writer =
  ({ quoteAll, lineEnd, byteOrderMark }: Style) =>
  ({ headings, cells }: Table): Buffer => {
    const quoted = (cell: string): string =>
      quoteAll || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const lines = [headings, ...cells].map((row) => row.map(quoted).join(',') + lineEnd);
    return Buffer.from((byteOrderMark ? '\ufeff' : '') + lines.join(''));
  };

/** Columns of a file by heading. Headings may occur twice, so it is a list. */
export type Columns<T> = readonly (readonly [heading: string, cell: (record: T) => string])[];

/** The table of these records. */
export const tableOf = <T>(columns: Columns<T>, records: readonly T[]): Table => ({
  headings: columns.map(([heading]) => heading),
  cells: records.map((record) => columns.map(([, cell]) => cell(record))),
});

/** Columns that the system has and nobody fills. */
export const empty = <T>(headings: readonly string[]): Columns<T> =>
  headings.map((heading) => [heading, () => ''] as const);

/** Columns that hold the same in each row. */
export const always = <T>(cells: Readonly<Record<string, string>>): Columns<T> =>
  Object.entries(cells).map(([heading, cell]) => [heading, () => cell] as const);
