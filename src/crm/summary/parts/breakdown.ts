import { INTERACTION_KINDS } from '../../../model/entities/interactions.ts';
import { allStages } from '../../../store/stages.ts';
import type { Db } from '../../../store/database.ts';
import type { Asked } from '../request.ts';
import { exactly } from '../conditions.ts';
import { definitionOf, type FigureKey } from '../figures.ts';
import { columnFor, read, type Figure } from '../measure.ts';
import { piecesOf } from '../pieces.ts';
import type { Grouping } from '../question.ts';
import { rowsOf, SUBJECTS, type Subject } from '../subjects.ts';
import { runs, windowOf, type Window } from '../window.ts';

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

type Group = Exclude<Grouping, 'month' | 'week'>;

const firmOf = (column: string): Partial<Record<Subject, string>> => ({
  customers: `customers.${column}`,
  deals: `(select firm.${column} from customers firm where firm.id = deals.customer_id)`,
  interactions: `(select firm.${column} from customers firm where firm.id = interactions.customer_id)`,
});

/** What each subject's rows are grouped by; a subject that is missing has no such thing. */
const KEYS: Readonly<Record<Group, Partial<Record<Subject, string>>>> = {
  owner: { customers: 'customers.owner_id', deals: 'deals.owner_id', interactions: 'interactions.owner_id' },
  stage: { deals: 'deals.stage_id' },
  customer: { deals: 'deals.customer_id', interactions: 'interactions.customer_id' },
  industry: firmOf('industry'),
  country: firmOf('country'),
  kind: { interactions: 'interactions.kind' },
};

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

type Key = number | string | null;
type Values = Partial<Record<FigureKey, number | null>>;

/** What people wrote freely is one where it differs in case and accents alone; it goes by one of its spellings. */
const FREE: readonly Group[] = ['industry', 'country'];

const valuesOf = (keys: readonly FigureKey[], row: Record<string, number | null>, told: boolean): Values =>
  Object.fromEntries(keys.map((key) => [key, read(definitionOf(key), row[key], told)]));

interface Found {
  names: Map<Key, string>;
  values: Map<Key, Values>;
}

/** One pass over a subject's rows: its figures for each group. */
const groupSubject = async (db: Db, asked: Asked, by: Group, subject: Subject, keys: FigureKey[], found: Found) => {
  const group = KEYS[by][subject];
  if (group === undefined || keys.length === 0) return;
  const free = FREE.includes(by);
  const rows = rowsOf(db, subject, asked.scope);
  if (subject === 'interactions') void rows.whereBetween('happened_at', [asked.now.start, asked.now.end]);
  const columns = keys.map((key) => columnFor(db, key, asked.now, key));
  const result = (await rows
    .groupByRaw('1')
    .select(
      db.raw(`${free ? `crm_fold(${group})` : group} as "group"`),
      db.raw(`min(${free ? exactly(db, group) : group}) as "name"`),
    )
    .select(columns)) as (Record<string, number | null> & { group: Key; name: Key })[];
  for (const row of result) {
    found.values.set(row.group, {
      ...found.values.get(row.group),
      ...valuesOf(keys, row, runs(asked.now, asked.today)),
    });
    if (row.name !== null && !found.names.has(row.group)) found.names.set(row.group, String(row.name));
  }
};

/** The names of what is grouped by id, and the order of what has one. */
const nameGroups = async (db: Db, by: Group, { names, values }: Found): Promise<Key[] | null> => {
  if (by === 'stage') {
    const stages = await allStages(db);
    for (const { id, name } of stages) names.set(id, name);
    return stages.map(({ id }) => id);
  }
  if (by === 'kind') {
    for (const [kind, label] of Object.entries(INTERACTION_KINDS)) names.set(kind, label);
    return null;
  }
  if (by !== 'owner' && by !== 'customer') return null;
  const table = by === 'owner' ? 'employees' : 'customers';
  const ids = [...values.keys()];
  for (let at = 0; at < ids.length; at += 1000) {
    const rows: { id: number; name: string }[] = await db(table)
      .whereIn('id', ids.slice(at, at + 1000) as number[])
      .select('id', 'name');
    for (const { id, name } of rows) names.set(id, name);
  }
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

const grouped = async (db: Db, asked: Asked, by: Group, keys: FigureKey[]): Promise<BreakdownRow[]> => {
  const found: Found = { names: new Map(), values: new Map() };
  for (const subject of SUBJECTS) {
    const own = keys.filter((key) => definitionOf(key).of === subject);
    await groupSubject(db, asked, by, subject, own, found);
  }
  const order = await nameGroups(db, by, found);
  const row = (group: Key): BreakdownRow => ({
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
  const values: Values = {};
  for (const subject of SUBJECTS) {
    const own = keys.filter((key) => definitionOf(key).of === subject);
    if (own.length === 0) continue;
    const rows = rowsOf(db, subject, asked.scope);
    if (subject === 'interactions') void rows.whereBetween('happened_at', [window.start, window.end]);
    const [row] = (await rows.select(own.map((key) => columnFor(db, key, window, key)))) as Record<
      string,
      number | null
    >[];
    Object.assign(values, valuesOf(own, row ?? {}, false));
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
