import { IDS_AT_ONCE, inBatches } from '../batches.ts';
import type { Db } from '../dialect.ts';
import { exactly } from './conditions.ts';
import { figureColumn, type FigureValues } from './figure-values.ts';
import type { FigureKey } from './figures.ts';
import { rowsOf, type Query, type Selection, type Subject } from './selection.ts';
import type { Window } from './window.ts';

/** What rows can be grouped by. */
export type Grouped = 'owner' | 'stage' | 'customer' | 'industry' | 'country' | 'kind';

/** An id, or what stands in a field; null where nothing does. */
export type GroupKey = number | string | null;

export interface FigureGroup {
  key: GroupKey;
  /** One of the spellings, where it is text; else the key. */
  name: GroupKey;
  values: FigureValues;
}

const firmOf = (column: string): Partial<Record<Subject, string>> => ({
  customer: `customers.${column}`,
  deal: `(select firm.${column} from customers firm where firm.id = deals.customer_id)`,
  interaction: `(select firm.${column} from customers firm where firm.id = interactions.customer_id)`,
});

/** What each subject's rows are grouped by; a subject that is missing has no such thing. */
const KEYS: Readonly<Record<Grouped, Partial<Record<Subject, string>>>> = {
  owner: { customer: 'customers.owner_id', deal: 'deals.owner_id', interaction: 'interactions.owner_id' },
  stage: { deal: 'deals.stage_id' },
  customer: { deal: 'deals.customer_id', interaction: 'interactions.customer_id' },
  industry: firmOf('industry'),
  country: firmOf('country'),
  kind: { interaction: 'interactions.kind' },
};

/** What people wrote freely is one where it differs in case and accents alone; it goes by one of its spellings. */
const FREE: readonly Grouped[] = ['industry', 'country'];

/** The selected rows; of the many interactions only those of the window. */
const rowsWithin = (db: Db, selection: Selection, { start, end }: Window): Query => {
  const rows = rowsOf(db, selection);
  if (selection.of === 'interaction') void rows.whereBetween('happened_at', [start, end]);
  return rows;
};

const columnsOf = (db: Db, keys: readonly FigureKey[], window: Window) =>
  keys.map((key) => figureColumn(db, key, window, key));

type BreakdownRow = FigureValues & { group: GroupKey; name: GroupKey };

/** One pass over the rows: figures of a window for each group; none where the subject cannot be grouped so. */
export async function figuresByGroup(
  db: Db,
  selection: Selection,
  by: Grouped,
  keys: readonly FigureKey[],
  window: Window,
): Promise<FigureGroup[]> {
  const group = KEYS[by][selection.of];
  if (group === undefined || keys.length === 0) return [];
  const free = FREE.includes(by);
  const rows = (await rowsWithin(db, selection, window)
    .groupByRaw('1')
    .select(
      db.raw(`${free ? `crm_fold(${group})` : group} as "group"`),
      db.raw(`min(${free ? exactly(db, group) : group}) as "name"`),
    )
    .select(columnsOf(db, keys, window))) as BreakdownRow[];
  return rows.map(({ group: key, name, ...values }) => ({ key, name, values }));
}

/** One pass over the rows: figures of a window. */
export async function figuresWithin(
  db: Db,
  selection: Selection,
  keys: readonly FigureKey[],
  window: Window,
): Promise<FigureValues> {
  if (keys.length === 0) return {};
  const [row] = (await rowsWithin(db, selection, window).select(columnsOf(db, keys, window))) as FigureValues[];
  return row ?? {};
}

const TABLES = { owner: 'employees', customer: 'customers' } as const;

/** The names of groups whose keys are ids of employees or customers, deleted ones included. */
export async function namesOfGroups(
  db: Db,
  by: keyof typeof TABLES,
  keys: readonly GroupKey[],
): Promise<Map<GroupKey, string>> {
  const rows = await inBatches(keys, IDS_AT_ONCE, (some) =>
    db(TABLES[by])
      .whereIn('id', some as number[])
      .select<{ id: number; name: string }[]>('id', 'name'),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
