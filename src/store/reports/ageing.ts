import type { Db } from '../dialect.ts';
import { isInCurrency, isThere, sumOf } from './conditions.ts';
import { rowsOf, type Query, type Selection } from './selection.ts';
import type { Window } from './window.ts';

/** Since when a deal is where it is: its last move that stands, or where the trail knows none, since it was added. */
const SINCE = `coalesce((select max(at) from stage_moves where deal_id = deals.id and taken_back = 0), deals.created_at)`;

/** The same at the end of a window. It stood then in the stage that it left first afterwards, else where it is. */
const SINCE_THEN = `coalesce((select max(at) from stage_moves where deal_id = deals.id and taken_back = 0 and at < :end),
  deals.created_at)`;
const STAGE_THEN = `coalesce((select from_stage_id from stage_moves where deal_id = deals.id and taken_back = 0
  and at >= :end order by id limit 1), deals.stage_id)`;

/** Was it moved by then, other than by the import that brought it? Only then is it known since when it is where it is. */
const moved = (by: string): string =>
  `exists (select 1 from stage_moves where deal_id = deals.id and taken_back = 0 and from_stage_id is not null${by})`;
const unsure = (by = ''): string => `case when deals.started <> 'here' and not ${moved(by)} then 1 else 0 end`;

/**
 * In which band that is. What an import brought may have been there for longer than since the import, so nothing but the
 * last band is certain.
 */
const BAND = `case when since < :b2 then 3 when unsure = 1 then 4 when since >= :b0 then 0 when since >= :b1 then 1
  else 2 end`;

/** Where one band ends and the next begins: moments, the latest first. */
export type BandStarts = readonly [string, string, string];

export interface AgeingRow {
  /** Stage id. */
  stage: number;
  /** From 0, the youngest, to 3; 4 where it isn’t known. */
  band: number;
  count: number;
  value: number;
}

/** How deals are laid into bands, and which amounts are added. */
export interface Banding {
  starts: BandStarts;
  /** ISO 4217 */
  currency: string;
}

const inBands = async (db: Db, deals: Query, { starts: [b0, b1, b2], currency }: Banding): Promise<AgeingRow[]> => {
  const bindings = { currency, b0, b1, b2 };
  return (await db
    .from(deals.as('aged'))
    .groupByRaw('1, 2')
    .select('stage', db.raw(`${BAND} as band`, bindings), db.raw('count(*) as count'))
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, bindings))) as AgeingRow[];
};

/** The open deals by stage and by how long they have been in it. @param selection of deals */
export async function agesNow(db: Db, selection: Selection, banding: Banding): Promise<AgeingRow[]> {
  const open = rowsOf(db, selection)
    .where('outcome', 'open')
    .select({ stage: 'stage_id' }, 'amount', 'currency', db.raw(`${SINCE} as since`), db.raw(`${unsure()} as unsure`));
  return inBands(db, open, banding);
}

/** The same of the deals that were there at the end of a window; stages that were not open then are among theirs. */
export async function agesAtEnd(db: Db, selection: Selection, window: Window, banding: Banding): Promise<AgeingRow[]> {
  const then = rowsOf(db, selection)
    .whereRaw(isThere, { ...window })
    // Where those stood that an import brought later is not known.
    .whereRaw(
      `(deals.started = 'here' or exists (select 1 from stage_moves where deal_id = deals.id and taken_back = 0 and at < :end))`,
      { ...window },
    )
    .whereRaw(
      `(outcome = 'open' or deals.id in (select deal_id from stage_moves where taken_back = 0 and at >= :end))`,
      { ...window },
    )
    .select(
      ...['amount', 'currency'],
      db.raw(`${STAGE_THEN} as stage`, { ...window }),
      db.raw(`${SINCE_THEN} as since`, { ...window }),
      db.raw(`${unsure(' and at < :end')} as unsure`, { ...window }),
    );
  return inBands(db, then, banding);
}
