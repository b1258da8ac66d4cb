import { dialectOf, type Db } from '../dialect.ts';
import { sqlFor } from './conditions.ts';
import { sqlOf, type FigureKey } from './figures.ts';
import { rowsOf, type Selection } from './selection.ts';
import type { Window, Windows } from './window.ts';

/** A figure as the SQL gives it, for both windows. */
export interface FigureResult {
  now: number | null;
  before: number | null;
}
export type FigureResults = Readonly<Record<FigureKey, FigureResult>>;
export type FigureValues = Partial<Record<FigureKey, number | null>>;

/** A figure of a window as a column of that name. */
export function figureColumn(db: Db, key: FigureKey, window: Window, name: string) {
  return db.raw(`${sqlFor(sqlOf(key).sql, dialectOf(db))} as "${name}"`, { ...window });
}

/** One pass over the rows: each figure for both windows. Of the many interactions only those of the windows are read. */
export async function scanFigures(
  db: Db,
  selection: Selection,
  keys: readonly FigureKey[],
  { now, before }: Windows,
): Promise<Partial<FigureResults>> {
  if (keys.length === 0) return {};
  const rows = rowsOf(db, selection);
  if (selection.of === 'interaction') {
    const start = before.start < now.start ? before.start : now.start;
    void rows.where('happened_at', '>=', start).where('happened_at', '<', now.end);
  }
  const columns = keys.flatMap((key) => [
    figureColumn(db, key, now, `${key} now`),
    figureColumn(db, key, before, `${key} before`),
  ]);
  const [row] = (await rows.select(columns)) as Record<string, number | null>[];
  const result = (key: FigureKey) => ({ now: row?.[`${key} now`] ?? null, before: row?.[`${key} before`] ?? null });
  return Object.fromEntries(keys.map((key) => [key, result(key)]));
}

/** Whether an index finds the rows that can matter to a figure. */
export function isIndexed(key: FigureKey): boolean {
  return sqlOf(key).near !== undefined;
}

/** A figure by the rows that can matter to it, for one window after the other. */
export async function seekFigure(
  db: Db,
  selection: Selection,
  key: FigureKey,
  { now, before }: Windows,
): Promise<FigureResult> {
  const { near = '1 = 1' } = sqlOf(key);
  const within = async (window: Window): Promise<number | null> => {
    const rows = rowsOf(db, selection).whereRaw(near, { ...window });
    const [row] = (await rows.select(figureColumn(db, key, window, 'result'))) as { result: number | null }[];
    return row?.result ?? null;
  };
  return { now: await within(now), before: await within(before) };
}
