import { entityOf } from '../../model/registry.ts';
import type { AnyRecord } from '../../model/record.ts';
import { toRecord, type Row } from '../columns.ts';
import type { Db } from '../dialect.ts';
import { sqlOf, type FigureKey } from './figures.ts';
import { rowsOf, type Query, type Selection, type Subject } from './selection.ts';
import type { Window } from './window.ts';

/** A figure of a window over the selected rows. */
export interface FigureOf {
  key: FigureKey;
  selection: Selection;
  window: Window;
}

const rowsBehind = (db: Db, { key, selection, window }: FigureOf): Query =>
  rowsOf(db, selection).whereRaw(sqlOf(key).rows, { ...window });

/** How many rows a figure is made of. */
export async function countBehind(db: Db, figure: FigureOf): Promise<number> {
  const [row] = (await rowsBehind(db, figure).count({ total: '*' })) as { total: number }[];
  return row?.total ?? 0;
}

/** What weighs most first, then what is newest. */
const ORDER: Partial<Record<Subject, string>> = {
  deal: 'coalesce(deals.amount, -1) desc, deals.id desc',
  interaction: 'interactions.happened_at desc, interactions.id desc',
};

/** Some of the records that a figure is made of, the weightiest or newest first. */
export async function recordsBehind(
  db: Db,
  figure: FigureOf,
  { offset, limit }: { offset: number; limit: number },
): Promise<AnyRecord[]> {
  const { of } = figure.selection;
  const entity = entityOf(of);
  const rows = (await rowsBehind(db, figure)
    .select(`${entity.table}.*`)
    .orderByRaw(ORDER[of] ?? `${entity.table}.id desc`)
    .offset(offset)
    .limit(limit)) as Row[];
  return rows.map((row) => toRecord(entity, row));
}
