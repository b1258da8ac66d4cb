import type { DataTableBlock, KnownBlock } from '@slack/types';
import { unitAt, type Table, type TableCell } from '../../crm/summary/tables.ts';
import { count, cut } from '../../model/words.ts';
import { escape, section, small } from '../blocks.ts';
import { showNumber, type NumberContext } from './numbers.ts';

type Cell = DataTableBlock['rows'][number][number];

/** Slack takes 200 rows and 20,000 signs; nobody reads so many in a message, and the CSV file has them all. */
const MOST_ROWS = 60;
const PER_PAGE = 15;
const WIDE = 36;
/** As text they take more room. */
const MOST_LINES = 15;

const wordsOf = (table: Table, row: number, column: number, cell: TableCell, context: NumberContext): string => {
  const unit = unitAt(table, row, column);
  if (typeof cell === 'string') return cell;
  return unit === 'text' ? String(cell ?? '–') : showNumber(cell, unit, context);
};

/** A number sorts by itself in Slack; what is hidden from those who read along stands nowhere in the block. */
const cellOf = (table: Table, row: number, column: number, cell: TableCell, context: NumberContext): Cell => {
  const words = cut(wordsOf(table, row, column, cell, context).replace(/\s+/g, ' '), WIDE) || '–';
  const hidden = context.masked && unitAt(table, row, column) === 'money';
  return typeof cell === 'number' && !hidden
    ? { type: 'raw_number', value: Math.round(cell * 100) / 100, text: words }
    : { type: 'raw_text', text: words };
};

/** `40 more are in the CSV file.` */
const more = (left: number): KnownBlock[] => (left > 0 ? [small(`${count(left, 'more row')} in the CSV file.`)] : []);

/** The numbers as Slack's table, the total last. */
export const numberTable = (table: Table, context: NumberContext): KnownBlock[] => {
  const { title, columns, rows, total } = table;
  const shown = rows.slice(0, MOST_ROWS);
  const row = (cells: readonly TableCell[], at: number): Cell[] =>
    cells.map((cell, column) => cellOf(table, at, column, cell, context));
  const block: DataTableBlock = {
    type: 'data_table',
    caption: title,
    page_size: PER_PAGE,
    row_header_column_index: 0,
    rows: [
      columns.map(({ label }) => ({ type: 'raw_text' as const, text: label })),
      ...shown.map(row),
      ...(total ? [row(total, -1)] : []),
    ],
  };
  return [block, ...more(rows.length - shown.length)];
};

/** The same as text, for where Slack shows no tables: a line for each row, with what is not nothing. */
export const numberLines = (table: Table, context: NumberContext): KnownBlock[] => {
  const { title, columns, rows, total } = table;
  const line = (cells: readonly TableCell[], at: number): string => {
    const [name, ...others] = cells.map((cell, column) => wordsOf(table, at, column, cell, context));
    const parts = others.flatMap((words, index) =>
      cells[index + 1] === null || cells[index + 1] === 0
        ? []
        : [`${columns[index + 1]?.label.toLowerCase()} ${words}`],
    );
    return `*${escape(cut(name ?? '', 60))}*  ${escape(parts.join(' · ')) || '–'}`;
  };
  const shown = rows.slice(0, MOST_LINES);
  const lines = [...shown.map(line), ...(total ? [line(total, -1)] : [])];
  return [section([`*${escape(title)}*`, ...lines].join('\n')), ...more(rows.length - shown.length)];
};
