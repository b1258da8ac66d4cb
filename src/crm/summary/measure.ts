import { dialectOf, type Db } from '../../store/database.ts';
import { sqlFor } from './conditions.ts';
import { definitionOf, FIGURE_KEYS, type Definition, type FigureKey, type Unit } from './figures.ts';
import type { Measured, Results } from './measured.ts';
import { narrowedTo, rowsOf, sees, SUBJECTS, type Subject } from './subjects.ts';
import { ownersIn } from './targets.ts';
import { figuresFromTotals } from './totals/figures.ts';
import { runs, type Window } from './window.ts';

export interface Figure {
  key: FigureKey;
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  /** null without a value, such as the win rate of a period in which nothing closed. */
  value: number | null;
  /** The same of the period before. */
  before: number | null;
  /** `value - before` (of percents: percentage points); null when one of them is. */
  change: number | null;
  /**
   * Why it is hidden: the filter uses a field its rows lack, the role may not see them, nothing is set to
   * hold them against, or it was not asked for.
   */
  hidden: 'filter' | 'role' | 'unset' | 'unasked' | null;
}

export type { Measured, Results, Windows } from './measured.ts';

const keysOf = (subject: Subject, keys: readonly FigureKey[]): FigureKey[] =>
  keys.filter((key) => definitionOf(key).of === subject);

/** The rows a subject's figures are taken from; of the many interactions only those of the two windows. */
const rowsFor = (db: Db, subject: Subject, { now, before, scope }: Measured): ReturnType<Db> => {
  const rows = rowsOf(db, subject, scope);
  if (subject === 'interactions') {
    const start = before.start < now.start ? before.start : now.start;
    void rows.where('happened_at', '>=', start).where('happened_at', '<', now.end);
  }
  return rows;
};

/** A figure of a window as a column of that name. */
export function columnFor(db: Db, key: FigureKey, window: Window, name: string) {
  return db.raw(`${sqlFor(definitionOf(key).sql, dialectOf(db))} as "${name}"`, { ...window });
}

/** One pass over a subject's rows: each of its figures for both windows. */
const scanSubject = async (
  db: Db,
  subject: Subject,
  asked: Measured,
  keys: readonly FigureKey[],
): Promise<Record<string, number | null>> => {
  const columns = keysOf(subject, keys).flatMap((key) => [
    columnFor(db, key, asked.now, `${key} now`),
    columnFor(db, key, asked.before, `${key} before`),
  ]);
  if (columns.length === 0) return {};
  const [row] = (await rowsFor(db, subject, asked).select(columns)) as Record<string, number | null>[];
  return row ?? {};
};

/** A figure by the rows that can matter to it, for one window after the other. */
const seekOne = async (db: Db, asked: Measured, key: FigureKey): Promise<Results[FigureKey]> => {
  const { of, near = '1 = 1' } = definitionOf(key);
  const within = async (window: Window): Promise<number | null> => {
    const rows = rowsOf(db, of, asked.scope).whereRaw(near, { ...window });
    const [row] = (await rows.select(columnFor(db, key, window, 'result'))) as { result: number | null }[];
    return row?.result ?? null;
  };
  return { now: await within(asked.now), before: await within(asked.before) };
};

/** Figures by a plain scan of the rows: what they are held to. */
export async function scan<K extends FigureKey>(
  db: Db,
  asked: Measured,
  keys: readonly K[],
): Promise<Pick<Results, K>> {
  const row: Record<string, number | null> = {};
  for (const subject of SUBJECTS) Object.assign(row, await scanSubject(db, subject, asked, keys));
  const pair = (key: FigureKey) => ({ now: row[`${key} now`] ?? null, before: row[`${key} before`] ?? null });
  return Object.fromEntries(keys.map((key) => [key, pair(key)])) as Pick<Results, K>;
}

/** Turns the SQL result into the figure. @param told the window includes today */
export function read(
  { onlyNow, read: convert }: Definition,
  result: number | null | undefined,
  told: boolean,
): number | null {
  if (result === null || result === undefined || (onlyNow && !told)) return null;
  return convert ? convert(result) : result;
}

const hiddenBy = ({ scope: { filter, actor }, now, before }: Measured, key: FigureKey): Figure['hidden'] => {
  const { of } = definitionOf(key);
  if (sees(actor, of) === 'none') return 'role';
  if (narrowedTo(of, filter) === null) return 'filter';
  if (key !== 'targetAttained' || now.target !== null || before.target !== null) return null;
  return ownersIn(filter) === undefined ? 'filter' : 'unset';
};

const NOTHING = { now: null, before: null };

/**
 * The figures in the order of their definitions, from what a scan or a faster source gave; those it did not give are
 * `unasked`.
 */
export function figuresOf(results: Partial<Results>, asked: Measured): Record<FigureKey, Figure> {
  const figure = (key: FigureKey): [FigureKey, Figure] => {
    const definition = definitionOf(key);
    const { label, unit, formula } = definition;
    const result = results[key];
    const hidden = hiddenBy(asked, key) ?? (result ? null : 'unasked');
    const told = ({ to }: Window): boolean => hidden === null && runs({ to }, asked.today);
    const [value, before] = hidden
      ? [null, null]
      : [
          read(definition, (result ?? NOTHING).now, told(asked.now)),
          read(definition, (result ?? NOTHING).before, told(asked.before)),
        ];
    const change = value === null || before === null ? null : value - before;
    return [key, { key, label, unit, formula, value, before, change, hidden }];
  };
  return Object.fromEntries(FIGURE_KEYS.map(figure)) as Record<FigureKey, Figure>;
}

/** Figures for both windows, in the order of their definitions: from the totals, by an index, or by a scan of the rows. */
export async function measure(
  db: Db,
  asked: Measured,
  keys: readonly FigureKey[] = FIGURE_KEYS,
): Promise<Record<FigureKey, Figure>> {
  const known = await figuresFromTotals(db, asked, keys);
  const others = keys.filter((key) => known[key] === undefined && hiddenBy(asked, key) === null);
  const found: Partial<Record<FigureKey, Results[FigureKey]>> = { ...known };
  for (const key of others.filter((each) => definitionOf(each).near)) found[key] = await seekOne(db, asked, key);
  const scanned = await scan(
    db,
    asked,
    others.filter((each) => !definitionOf(each).near),
  );
  return figuresOf({ ...found, ...scanned }, asked);
}
