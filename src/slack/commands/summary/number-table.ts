import type { DataTableBlock, KnownBlock } from '@slack/types';
import { unitAt, type Table, type TableCell } from '../../../crm/summary/index.ts';
import { count, cut } from '../../../model/text/text.ts';
import { escape, section, small } from '../../messages/blocks.ts';
import { digitsBeside, showNumber, showSigned, type NumberContext } from './numbers.ts';

type Cell = DataTableBlock['rows'][number][number];

/** Slack takes 200 rows and 20,000 signs; nobody reads so many in a message, and the CSV file has them all. */
const MOST_ROWS = 60;
const PER_PAGE = 15;
const WIDE = 36;
/** As text they take more room. */
const MOST_LINES = 15;

const numberIn = (cell: TableCell | undefined): number | null => (typeof cell === 'number' ? cell : null);

/** Decimals of a cell with a previous value and a change, so that the three add up as shown. */
const digitsAt = ({ columns }: Table, cells: readonly TableCell[], column: number): number => {
  const change = [column, column + 1, column + 2].find((at) => columns[at]?.isChange);
  return change === undefined ? 0 : digitsBeside(numberIn(cells[change - 2]), numberIn(cells[change - 1]));
};

const wordsOf = (
  table: Table,
  row: number,
  cells: readonly TableCell[],
  column: number,
  context: NumberContext,
): string => {
  const [unit, cell = null] = [unitAt(table, row, column), cells[column]];
  if (typeof cell === 'string') return cell;
  if (unit === 'text') return String(cell ?? '–');
  const show = table.columns[column]?.isChange ? showSigned : showNumber;
  return show(cell, unit, { ...context, digits: digitsAt(table, cells, column) });
};

/** A number sorts by itself in Slack; what is hidden from those who read along stands nowhere in the block. */
const cellOf = (
  table: Table,
  row: number,
  cells: readonly TableCell[],
  column: number,
  context: NumberContext,
): Cell => {
  const cell = cells[column] ?? null;
  const words = cut(wordsOf(table, row, cells, column, context).replace(/\s+/g, ' '), WIDE) || '–';
  const hidden = context.masked && unitAt(table, row, column) === 'money';
  return typeof cell === 'number' && !hidden
    ? { type: 'raw_number', value: Math.round(cell * 100) / 100, text: words }
    : { type: 'raw_text', text: words };
};

/** `40 more are in the CSV file.` */
const more = (left: number): KnownBlock[] => (left > 0 ? [small(`${count(left, 'more row')} in the CSV file.`)] : []);

/** The numbers as Slack's table, the total last. */
export function numberTable(table: Table, context: NumberContext): KnownBlock[] {
  const { title, columns, rows, total } = table;
  const shown = rows.slice(0, MOST_ROWS);
  const row = (cells: readonly TableCell[], at: number): Cell[] =>
    cells.map((_cell, column) => cellOf(table, at, cells, column, context));
  const block: DataTableBlock = {
    type: 'data_table',
    caption: title,
    page_size: PER_PAGE,
    row_header_column_index: 0,
    rows: [
      columns.map(({ label, head = label }) => ({ type: 'raw_text' as const, text: head })),
      ...shown.map(row),
      ...(total ? [row(total, -1)] : []),
    ],
  };
  return [block, ...more(rows.length - shown.length)];
}

/** Where a number stands in front of what it was and how far it moved: the columns of these. */
const moveAt = ({ columns }: Table, column: number): [before: number, change: number | null] => [
  column + 1,
  columns[column + 2]?.isChange ? column + 2 : null,
];

const isPartOfMove = ({ columns }: Table, column: number): boolean =>
  columns[column]?.isChange === true || columns[column + 1]?.isChange === true;

/** The same as text, for where Slack shows no tables: a line for each row, with what is not nothing. */
export function numberLines(table: Table, context: NumberContext): KnownBlock[] {
  const { title, columns, rows, total } = table;
  const line = (cells: readonly TableCell[], at: number): string => {
    const [name, ...others] = cells.map((_cell, column) => wordsOf(table, at, cells, column, context));
    const isNothing = (column: number): boolean => !cells[column];
    const parts = others.flatMap((words, index) => {
      const column = index + 1;
      const [before, change] = moveAt(table, column);
      // The before and the change are told with the number that they belong to.
      if (isPartOfMove(table, column) || (isNothing(column) && (change === null || isNothing(change)))) return [];
      const moved = change === null || isNothing(change) ? '' : ` (${others[change - 1]} from ${others[before - 1]})`;
      return [`${columns[column]?.label.toLowerCase()} ${words}${moved}`];
    });
    return `*${escape(cut(name ?? '', 60))}*  ${escape(parts.join(' · ')) || '–'}`;
  };
  const shown = rows.slice(0, MOST_LINES);
  const lines = [...shown.map(line), ...(total ? [line(total, -1)] : [])];
  return [section([`*${escape(title)}*`, ...lines].join('\n')), ...more(rows.length - shown.length)];
}
