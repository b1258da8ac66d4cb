import { editableMoney } from '../../model/money.ts';
import { BYTE_ORDER_MARK, csvLine } from '../csv.ts';
import type { PersonLine } from './activity.ts';
import { AGE_BANDS, type AgeingLine } from './ageing.ts';
import type { AttainmentLine } from './attainment.ts';
import type { Breakdown } from './breakdown.ts';
import { definitionOf, type Unit } from './figures.ts';
import type { ForecastLine } from './forecast.ts';
import type { Reached } from './funnel.ts';
import type { LostLine } from './lost-reasons.ts';
import type { Figure } from './measure.ts';
import type { StageLine } from './pipeline.ts';
import type { Stay } from './stays.ts';
import type { MonthLine } from './won-by-month.ts';

export type TableCell = string | number | null;
/** `row`: what the row's own unit is. */
type ColumnUnit = Unit | 'text' | 'row';

/** Numbers in rows and columns, as plain data: money in minor units, percent from 0 to 100. */
export interface Table {
  /** `Pipeline by stage` */
  title: string;
  columns: readonly { label: string; unit: ColumnUnit }[];
  rows: readonly (readonly TableCell[])[];
  /** What the rows come to together; null where that says nothing. */
  total: readonly TableCell[] | null;
  /** Which picture of the part it belongs to. */
  picture?: 'funnel' | 'ageing' | 'forecast' | 'activity' | 'lost';
  /** Of each row, for columns whose unit differs from row to row. */
  units?: readonly Unit[];
}

/** In what a cell of that row and column is counted. */
export const unitAt = ({ columns, units }: Table, row: number, column: number): Unit | 'text' => {
  const unit = columns[column]?.unit ?? 'text';
  return unit === 'row' ? (units?.[row] ?? 'text') : unit;
};

const sum = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
const text = (label: string) => ({ label, unit: 'text' as const });
const number = (label: string) => ({ label, unit: 'count' as const });
const money = (label: string) => ({ label, unit: 'money' as const });
const percent = (label: string) => ({ label, unit: 'percent' as const });
const days = (label: string) => ({ label, unit: 'days' as const });
const share = (part: number, whole: number): number | null => (whole > 0 ? (100 * part) / whole : null);

/** Every figure that is told, beside the period before. */
export const figuresTable = (figures: readonly Figure[]): Table => {
  const told = figures.filter(({ hidden }) => hidden === null);
  const row = (label: string) => ({ label, unit: 'row' as const });
  return {
    title: 'All numbers',
    columns: [text('Number'), row('Now'), row('Before'), row('Change')],
    rows: told.map(({ label, value, before, change }) => [label, value, before, change]),
    units: told.map(({ unit }) => unit),
    total: null,
  };
};

/** The figures laid out by something. */
export const breakdownTable = ({ by, keys, rows, total }: Breakdown): Table => ({
  title: `By ${by}`,
  columns: [
    text(`${by.charAt(0).toUpperCase()}${by.slice(1)}`),
    ...keys.map((key) => ({ label: definitionOf(key).label, unit: definitionOf(key).unit })),
  ],
  rows: rows.map(({ name, values }) => [name, ...values]),
  total: ['All', ...total],
});

/** What stands in each stage now, and how long deals stay in it. */
export const pipelineTable = (
  stages: readonly (StageLine & { stay: Stay | null; stayBefore: Stay | null })[],
): Table => ({
  title: 'Pipeline by stage',
  columns: [
    text('Stage'),
    number('Open deals'),
    money('Value'),
    money('Weighted'),
    days('Median stay'),
    days('In the period before'),
  ],
  rows: stages.map(({ name, count, value, weighted, stay, stayBefore }) => [
    ...[name, count, value, weighted],
    ...[stay?.median ?? null, stayBefore?.median ?? null],
  ]),
  total: [
    'All',
    ...[sum(stages.map(({ count }) => count)), sum(stages.map(({ value }) => value))],
    ...[sum(stages.map(({ weighted }) => weighted)), null, null],
  ],
});

const cameOn = (stages: readonly Reached[], at: number): number | null =>
  at === 0 ? null : share(stages[at]?.count ?? 0, stages[at - 1]?.count ?? 0);

/** How far the deals added in the period have come, beside those of the period before. */
export const funnelTable = (now: readonly Reached[], before: readonly Reached[]): Table => ({
  title: 'Conversion of the deals added in the period',
  picture: 'funnel',
  columns: [text('Came to'), number('Deals'), money('Value'), percent('Came on'), percent('In the period before')],
  rows: now.map(({ name, count, value }, at) => [name, count, value, cameOn(now, at), cameOn(before, at)]),
  total: null,
});

/** How long the open deals have been in their stages. */
export const ageingTable = (stages: readonly AgeingLine[]): Table => {
  const [first, second, third] = AGE_BANDS;
  const names = [`Up to ${first} days`, `Up to ${second}`, `Up to ${third}`, 'Longer'];
  const band = (at: 0 | 1 | 2 | 3): number => sum(stages.map(({ bands }) => bands[at].count));
  return {
    title: 'Time in the present stage',
    picture: 'ageing',
    columns: [text('Stage'), ...names.map(number), money('Value of those')],
    rows: stages.map(({ name, bands }) => [name, ...bands.map(({ count }) => count), bands[3].value]),
    total: ['All', band(0), band(1), band(2), band(3), sum(stages.map(({ bands }) => bands[3].value))],
  };
};

export const forecastTable = (months: readonly ForecastLine[], monthName: (month: string) => string): Table => {
  const expected = ({ won, weighted }: ForecastLine): number => won + weighted;
  const aimed = months.filter(({ target }) => target !== null);
  const target = aimed.length > 0 ? sum(aimed.map((month) => month.target)) : null;
  const all = (of: (month: ForecastLine) => number): number => sum(months.map(of));
  return {
    title: 'Forecast by month',
    picture: 'forecast',
    columns: [
      ...[text('Month'), money('Won'), money('Commit'), money('Best case'), money('Weighted')],
      ...[money('Expected'), money('Target'), percent('Of target')],
    ],
    rows: months.map((month) => [
      ...[monthName(month.month), month.won, month.commit, month.bestCase, month.weighted, expected(month)],
      ...[month.target, month.target === null ? null : share(expected(month), month.target)],
    ]),
    total: [
      ...['All', all(({ won }) => won), all(({ commit }) => commit), all(({ bestCase }) => bestCase)],
      ...[all(({ weighted }) => weighted), all(expected), target],
      target === null ? null : share(sum(aimed.map(expected)), target),
    ],
  };
};

export const attainmentTable = (people: readonly AttainmentLine[]): Table => {
  const [target, won] = [sum(people.map((one) => one.target)), sum(people.map((one) => one.won))];
  return {
    title: 'Targets of the period',
    columns: [text('Person'), money('Target'), money('Won'), percent('Attained')],
    rows: people.map((one) => [one.name, Math.round(one.target), one.won, share(one.won, one.target)]),
    total: ['All', Math.round(target), won, share(won, target)],
  };
};

export const wonTable = (months: readonly MonthLine[], monthName: (month: string) => string): Table => ({
  title: 'Won by month',
  columns: [text('Month'), number('Deals'), money('Value'), money('A year before')],
  rows: months.map(({ month, count, value, before }) => [monthName(month), count, value, before]),
  total: [
    'All',
    ...[sum(months.map(({ count }) => count)), sum(months.map(({ value }) => value))],
    sum(months.map(({ before }) => before)),
  ],
});

export const activityTable = (people: readonly PersonLine[], kinds: Readonly<Record<string, string>>): Table => {
  const keys = Object.keys(kinds);
  const of = ({ counts }: PersonLine, kind: string): number => counts[kind] ?? 0;
  const all = (person: PersonLine): number => sum(Object.values(person.counts));
  return {
    title: 'Activity by person and kind',
    picture: 'activity',
    columns: [text('Person'), ...keys.map((kind) => number(kinds[kind] ?? kind)), number('All')],
    rows: people.map((person) => [person.name, ...keys.map((kind) => of(person, kind)), all(person)]),
    total: ['All', ...keys.map((kind) => sum(people.map((person) => of(person, kind)))), sum(people.map(all))],
  };
};

export const lostTable = (reasons: readonly LostLine[]): Table => ({
  title: 'Why deals were lost',
  picture: 'lost',
  columns: [text('Reason'), number('Deals'), money('Value')],
  rows: reasons.map(({ reason, count, value }) => [reason || 'No reason given', count, value]),
  total: ['All', sum(reasons.map(({ count }) => count)), sum(reasons.map(({ value }) => value))],
});

/** Amounts in whole units of the currency, shares and days with two decimals at most. */
const plain = (cell: TableCell, unit: Unit | 'text', currency: string): TableCell => {
  if (typeof cell !== 'number') return cell;
  if (unit === 'money') return Number(editableMoney(Math.round(cell), currency));
  return unit === 'percent' || unit === 'days' ? Math.round(cell * 100) / 100 : cell;
};

/** The table as a CSV file (UTF-8, comma, CRLF), its total last; the currency stands in the heads of amounts. */
export const tableCsv = (table: Table, currency: string): Buffer => {
  const { columns, rows, total, units } = table;
  const words: Partial<Record<ColumnUnit, string>> = { money: ` (${currency})`, percent: ' (%)', days: ' (days)' };
  const head = [...columns.map(({ label, unit }) => `${label}${words[unit] ?? ''}`), ...(units ? ['Unit'] : [])];
  const unitOf = (row: number): string[] => {
    const unit = units?.[row];
    return unit ? [unit === 'money' ? currency : unit] : [];
  };
  const line = (cells: readonly TableCell[], row: number): string =>
    csvLine([...cells.map((cell, at) => plain(cell, unitAt(table, row, at), currency)), ...unitOf(row)]);
  const lines = [...rows.map(line), ...(total ? [line(total, -1)] : [])];
  return Buffer.from([BYTE_ORDER_MARK, csvLine(head), ...lines].join(''));
};
