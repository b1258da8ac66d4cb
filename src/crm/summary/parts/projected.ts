import { WRITES } from '../../../store/audit/audit-log.ts';
import { trailBegins } from '../../../store/audit/audit-since.ts';
import { dialectOf, type Db } from '../../../store/database.ts';
import { startOfDay } from '../../../model/dates/time.ts';
import type { Asked } from '../request.ts';
import { sumOf } from '../conditions.ts';
import { BEST_CASE, COMMIT } from './forecast.ts';
import { rowsOf } from '../subjects.ts';

/** What a forecast said of a month when it began, in minor units of the settings' currency. */
export interface Projected {
  commit: number;
  bestCase: number;
  weighted: number;
}

type Asks = Pick<Asked, 'scope' | 'currency' | 'today' | 'timeZone'>;

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

interface Row extends Record<'sure' | 'best' | 'hundredths', number> {
  due: string;
}

/**
 * What was expected of months when they began: the deals that stood open then and were to close in the month, with the
 * stage, amount and expected close of that moment as the audit trail has them, by the percents of today. Deals that were
 * deleted since are not among them.
 * @param months `2026-03` of those that have begun @returns without the months that began before the trail did
 */
export async function projectedFor(
  db: Db,
  months: readonly string[],
  { scope, currency, timeZone }: Asks,
): Promise<Map<string, Projected>> {
  const begins = await trailBegins(db);
  const starts = months
    .map((month) => ({ month, start: startOfDay(`${month}-01`, timeZone) }))
    .filter(({ start }) => begins !== null && start >= begins);
  const [first, last] = [starts[0]?.month, starts.at(-1)?.month];
  if (first === undefined || last === undefined) return new Map();
  const begun = starts.map(() => 'select cast(? as text) as month, cast(? as text) as start').join(' union all ');
  const days = [`${first}-01`, `${last}-31`];
  const rowsNow = rowsOf(db, 'deals', scope).select(
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
  const rows = (await db
    .from(deals.as('projected'))
    .join('stages', 'stages.id', 'stage_then')
    .where('stages.outcome', 'open')
    .groupBy('due')
    .select('due')
    .select(
      db.raw(`${sum('amount_then', `probability >= ${COMMIT}`)} as sure`, { currency }),
      db.raw(`${sum('amount_then', `probability >= ${BEST_CASE}`)} as best`, { currency }),
      db.raw(`${sum('amount_then * probability', '1 = 1')} as hundredths`, { currency }),
    )) as Row[];
  const found = new Map(rows.map((row) => [row.due, row]));
  return new Map(
    starts.map(({ month }) => {
      const { sure: commit = 0, best = 0, hundredths = 0 } = found.get(month) ?? {};
      return [month, { commit, bestCase: best, weighted: Math.round(hundredths / 100) }];
    }),
  );
}
