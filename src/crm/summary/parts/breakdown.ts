import { INTERACTION_KINDS } from '../../../model/entities/interactions.ts';
import { allStages } from '../../../store/stages.ts';
import type { Db } from '../../../store/database.ts';
import {
  figuresByGroup,
  figuresWithin,
  namesOfGroups,
  type Grouped,
  type GroupKey,
} from '../../../store/reports/breakdown.ts';
import type { FigureValues } from '../../../store/reports/figure-values.ts';
import { SUBJECTS, type Subject } from '../../../store/reports/selection.ts';
import type { Window } from '../../../store/reports/window.ts';
import type { Asked } from '../request.ts';
import { definitionOf, type FigureKey } from '../figures.ts';
import { read, type Figure } from '../measure.ts';
import { piecesOf } from '../pieces.ts';
import type { Grouping } from '../question.ts';
import { selectionOf } from '../subjects.ts';
import { runs, windowOf } from '../window.ts';

/** The figures of a period laid out by something, with what they are of everything. */
export interface Breakdown {
  by: Grouping;
  /** The figures in the columns. */
  keys: FigureKey[];
  rows: BreakdownRow[];
  /** The figures of the summary, which the rows add up to where they can be added. */
  total: (number | null)[];
}

export interface BreakdownRow {
  name: string;
  /** In the order of `keys`. */
  values: (number | null)[];
}

const DEALS: readonly FigureKey[] = [
  'valueWon',
  'dealsWon',
  'winRate',
  'valueOpen',
  'dealsOpen',
  'dealsNew',
  'dealsLost',
];

const COLUMNS: Readonly<Record<Grouping, readonly FigureKey[]>> = {
  owner: [...DEALS, 'interactions', 'customers'],
  stage: ['valueOpen', 'valueWeighted', 'dealsOpen', 'dealsNew', 'valueWon', 'dealsWon', 'dealsLost'],
  customer: [...DEALS, 'interactions'],
  industry: [...DEALS, 'interactions', 'customers'],
  country: [...DEALS, 'interactions', 'customers'],
  month: ['valueWon', 'dealsWon', 'winRate', 'dealsNew', 'dealsLost', 'interactions', 'customersNew'],
  week: ['valueWon', 'dealsWon', 'winRate', 'dealsNew', 'dealsLost', 'interactions', 'customersNew'],
  kind: ['interactions'],
};

const valuesOf = (keys: readonly FigureKey[], row: FigureValues, told: boolean): FigureValues =>
  Object.fromEntries(keys.map((key) => [key, read(definitionOf(key), row[key], told)]));

interface GroupedFigures {
  names: Map<GroupKey, string>;
  values: Map<GroupKey, FigureValues>;
}

/** Adds a subject's figures for each group. */
const groupSubject = async (
  db: Db,
  asked: Asked,
  by: Grouped,
  subject: Subject,
  keys: FigureKey[],
  found: GroupedFigures,
) => {
  const told = runs(asked.now, asked.today);
  const groups = await figuresByGroup(db, selectionOf(subject, asked.scope), by, keys, asked.now);
  for (const { key, name, values } of groups) {
    found.values.set(key, { ...found.values.get(key), ...valuesOf(keys, values, told) });
    if (name !== null && !found.names.has(key)) found.names.set(key, String(name));
  }
};

/** The names of what is grouped by id, and the order of what has one. */
const nameGroups = async (db: Db, by: Grouped, { names, values }: GroupedFigures): Promise<GroupKey[] | null> => {
  if (by === 'stage') {
    const stages = await allStages(db);
    for (const { id, name } of stages) names.set(id, name);
    return stages.map(({ id }) => id);
  }
  if (by === 'kind') {
    for (const [kind, label] of Object.entries(INTERACTION_KINDS)) names.set(kind, label);
    return null;
  }
  if (by === 'owner' || by === 'customer')
    for (const [id, name] of await namesOfGroups(db, by, [...values.keys()])) names.set(id, name);
  return null;
};

const NOTHING: Partial<Record<Grouping, string>> = { industry: 'No industry', country: 'No country' };

const isBlank = (values: readonly (number | null)[]): boolean => values.every((value) => !value);

/** The most valuable first: by what was won, then by what is open, then by the other columns. */
const byWorth =
  (keys: readonly FigureKey[]) =>
  (a: BreakdownRow, b: BreakdownRow): number => {
    const order = (['valueWon', 'valueOpen', ...keys] as FigureKey[]).map((key) => keys.indexOf(key));
    for (const at of order) {
      const difference = (b.values[at] ?? 0) - (a.values[at] ?? 0);
      if (at >= 0 && difference !== 0) return difference;
    }
    return a.name < b.name ? -1 : 1;
  };

const grouped = async (db: Db, asked: Asked, by: Grouped, keys: FigureKey[]): Promise<BreakdownRow[]> => {
  const found: GroupedFigures = { names: new Map(), values: new Map() };
  for (const subject of SUBJECTS) {
    const own = keys.filter((key) => definitionOf(key).of === subject);
    await groupSubject(db, asked, by, subject, own, found);
  }
  const order = await nameGroups(db, by, found);
  const row = (group: GroupKey): BreakdownRow => ({
    name: found.names.get(group) ?? NOTHING[by] ?? 'None',
    values: keys.map((key) => found.values.get(group)?.[key] ?? zeroOf(key)),
  });
  const rows = (order ?? [...found.values.keys()]).map(row).filter(({ values }) => !isBlank(values));
  return order ? rows : rows.toSorted(byWorth(keys));
};

/** Where a group has no rows of a subject there is nothing to count, and nothing to take a share of. */
const zeroOf = (key: FigureKey): number | null => (definitionOf(key).unit === 'percent' ? null : 0);

const pieceRow = async (
  db: Db,
  asked: Asked,
  keys: FigureKey[],
  window: Window,
  name: string,
): Promise<BreakdownRow> => {
  const values: FigureValues = {};
  for (const subject of SUBJECTS) {
    const own = keys.filter((key) => definitionOf(key).of === subject);
    const row = await figuresWithin(db, selectionOf(subject, asked.scope), own, window);
    Object.assign(values, valuesOf(own, row, false));
  }
  return { name, values: keys.map((key) => values[key] ?? null) };
};

/** Week by week or month by month; days to come are left away when nothing is in them yet. */
const inPieces = async (db: Db, asked: Asked, unit: 'week' | 'month', keys: FigureKey[]): Promise<BreakdownRow[]> => {
  const rows: BreakdownRow[] = [];
  for (const piece of piecesOf(asked.question.period, unit)) {
    const row = await pieceRow(db, asked, keys, windowOf(piece, asked), piece.name);
    if (piece.from <= asked.today || !isBlank(row.values)) rows.push(row);
  }
  return rows;
};

/** The figures laid out. @param figures of the whole: what the filter or the role hides has no column */
export async function breakdownOf(
  db: Db,
  asked: Asked,
  by: Grouping,
  figures: Readonly<Record<FigureKey, Figure>>,
): Promise<Breakdown> {
  const keys = COLUMNS[by].filter((key) => figures[key].hidden === null);
  const rows =
    by === 'week' || by === 'month' ? await inPieces(db, asked, by, keys) : await grouped(db, asked, by, keys);
  return { by, keys, rows, total: keys.map((key) => figures[key].value) };
}
