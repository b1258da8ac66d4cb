import { WRITES } from '../audit/audit-log.ts';
import { dialectOf, type Db } from '../dialect.ts';
import { sumOf } from './conditions.ts';
import type { Likelihoods } from './open-deals.ts';
import { rowsOf, type Selection } from './selection.ts';

/** The words in which the databases read a change of a field from an entry: whether there is one, and from what. */
const JSON_OF = {
  sqlite: {
    has: (field: string) => `json_type(changes, '$.${field}') is not null`,
    was: (field: string) => `json_extract(changes, '$.${field}[0]')`,
  },
  postgres: {
    has: (field: string) => `changes::json -> '${field}' is not null`,
    was: (field: string) => `changes::json #>> '{${field},0}'`,
  },
};

/**
 * A field of a deal as it stood when a month began: what it was before its first change afterwards, else what it is.
 * `blank` is taken for what was empty.
 */
const stood = (db: Db, field: string, type: 'bigint' | 'text', blank: string): string => {
  const { has, was } = JSON_OF[dialectOf(db)];
  const column = { stage: 'stage_id', closeOn: 'close_on' }[field] ?? field;
  return `coalesce((select coalesce(cast(${was(field)} as ${type}), ${blank}) from audit_log
    where entity = 'deal' and record_id = deals.id and at >= candidate.start and ${has(field)}
      and verb in (${WRITES.map((verb) => `'${verb}'`).join(', ')}) order by id limit 1), deals.${column}, ${blank})`;
};

/** Deals that may have been expected in one of the months: what their close is, was or became lies in it. */
const candidates = (begun: string): string => `select deal, due, begun.start from (
    select id as deal, substr(close_on, 1, 7) as due from deals where close_on between ? and ?
    union select deal_id, substr(from_day, 1, 7) from close_moves where from_day between ? and ?
    union select deal_id, substr(to_day, 1, 7) from close_moves where to_day between ? and ?) as near
  join (${begun}) as begun on begun.month = near.due`;

/** A month, and the moment at which it began. */
export interface MonthStart {
  /** `2026-03` */
  month: string;
  start: string;
}

export interface ProjectedRow extends Record<'sure' | 'best' | 'hundredths', number> {
  /** `2026-03` */
  due: string;
}

/**
 * What was expected of months when they began: the deals that stood open then and were to close in the month, as the audit
 * trail has them. Deals that were deleted since are not among them.
 * @param selection of deals @param starts oldest first; none: nothing is read
 */
export async function projectedByMonth(
  db: Db,
  selection: Selection,
  starts: readonly MonthStart[],
  { currency, commit, bestCase }: Likelihoods,
): Promise<ProjectedRow[]> {
  const [first, last] = [starts[0]?.month, starts.at(-1)?.month];
  if (first === undefined || last === undefined) return [];
  const begun = starts.map(() => 'select cast(? as text) as month, cast(? as text) as start').join(' union all ');
  const days = [`${first}-01`, `${last}-31`];
  const rowsNow = rowsOf(db, selection).select(
    ...['deals.id', 'deals.created_at', 'deals.stage_id', 'deals.amount', 'deals.currency', 'deals.close_on'],
  );
  // A cross join, so that SQLite goes from the few candidates to their deals, and not through all deals.
  const deals = db
    .from(
      db.raw(`(${candidates(begun)}) as candidate`, [
        ...[...days, ...days, ...days],
        ...starts.flatMap(({ month, start }) => [month, start]),
      ]),
    )
    .crossJoin(rowsNow.as('deals') as never)
    .whereRaw('deals.id = candidate.deal')
    .whereRaw('deals.created_at < candidate.start')
    .whereRaw(`substr(${stood(db, 'closeOn', 'text', `''`)}, 1, 7) = candidate.due`)
    .select(
      'due',
      db.raw(`${stood(db, 'stage', 'bigint', '0')} as stage_then`),
      db.raw(`${stood(db, 'amount', 'bigint', '0')} as amount_then`),
      db.raw(`${stood(db, 'currency', 'text', `''`)} as currency_then`),
    );
  const sum = (what: string, condition: string) => sumOf(what, `currency_then = :currency and ${condition}`);
  return (await db
    .from(deals.as('projected'))
    .join('stages', 'stages.id', 'stage_then')
    .where('stages.outcome', 'open')
    .groupBy('due')
    .select('due')
    .select(
      db.raw(`${sum('amount_then', `probability >= ${commit}`)} as sure`, { currency }),
      db.raw(`${sum('amount_then', `probability >= ${bestCase}`)} as best`, { currency }),
      db.raw(`${sum('amount_then * probability', '1 = 1')} as hundredths`, { currency }),
    )) as ProjectedRow[];
}
