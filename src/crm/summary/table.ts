import { editableMoney } from '../../model/money.ts';
import { csvFile, csvLines, type CsvRow } from '../csv/index.ts';
import type { Unit } from './figures.ts';

export type TableCell = string | number | null;
/** `row`: what the row's own unit is. */
type ColumnUnit = Unit | 'text' | 'row';

export interface Column {
  /** `Open deals` */
  label: string;
  unit: ColumnUnit;
  /** `Before`: what it is called where it is seen beside the column that it belongs to. */
  head?: string;
  /** Its numbers are changes. */
  isChange?: true;
}

/** Numbers in rows and columns, as plain data: money in minor units, percent from 0 to 100. */
export interface Table {
  /** `Pipeline by stage` */
  title: string;
  columns: readonly Column[];
  rows: readonly (readonly TableCell[])[];
  /** What the rows come to together; null where that says nothing. */
  total: readonly TableCell[] | null;
  /** Which picture of the part it belongs to. */
  picture?: 'funnel' | 'ageing' | 'forecast' | 'activity' | 'lost';
  /** Of each row, for columns whose unit differs from row to row. */
  units?: readonly Unit[];
}

/** In what a cell of that row and column is counted. */
export function unitAt({ columns, units }: Table, row: number, column: number): Unit | 'text' {
  const unit = columns[column]?.unit ?? 'text';
  return unit === 'row' ? (units?.[row] ?? 'text') : unit;
}

export function text(label: string): Column {
  return { label, unit: 'text' };
}
export function number(label: string): Column {
  return { label, unit: 'count' };
}
export function money(label: string): Column {
  return { label, unit: 'money' };
}
export function percent(label: string): Column {
  return { label, unit: 'percent' };
}
export function days(label: string): Column {
  return { label, unit: 'days' };
}

/** A column, what it was before, and by how much it moved; `cellsBeside` fills the three. */
export function beside(
  { label, unit }: Column,
  before: Pick<Column, 'label' | 'head'> = { label: `${label} previous`, head: 'Previous' },
): Column[] {
  return [
    { label, unit },
    { ...before, unit },
    { label: `${label} change`, head: 'Change', unit, isChange: true },
  ];
}

export function cellsBeside(now: number | null, before: number | null): TableCell[] {
  return [...[now, before], now === null || before === null ? null : now - before];
}

/** Amounts in whole units of the currency, shares and days with two decimals at most. */
const plain = (cell: TableCell, unit: Unit | 'text', currency: string): TableCell => {
  if (typeof cell !== 'number') return cell;
  if (unit === 'money') return Number(editableMoney(Math.round(cell), currency));
  return unit === 'percent' || unit === 'days' ? Math.round(cell * 100) / 100 : cell;
};

/** The table as a CSV file (UTF-8, comma, CRLF), its total last; the currency stands in the heads of amounts. */
export function tableCsv(table: Table, currency: string): Buffer {
  const { columns, rows, total, units } = table;
  const words: Partial<Record<ColumnUnit, string>> = { money: ` (${currency})`, percent: ' (%)', days: ' (days)' };
  const unitIn = ({ unit, isChange }: Column): string =>
    unit === 'percent' && isChange ? ' (points)' : (words[unit] ?? '');
  const head = [...columns.map((column) => `${column.label}${unitIn(column)}`), ...(units ? ['Unit'] : [])];
  const unitOf = (row: number): string[] => {
    const unit = units?.[row];
    return unit ? [unit === 'money' ? currency : unit] : [];
  };
  const line = (cells: readonly TableCell[], row: number): CsvRow => [
    ...cells.map((cell, at) => plain(cell, unitAt(table, row, at), currency)),
    ...unitOf(row),
  ];
  return csvFile(head, [csvLines([...rows.map(line), ...(total ? [line(total, -1)] : [])])]);
}
