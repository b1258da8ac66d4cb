import { addDays, startOfDay } from '../../../model/dates/time.ts';
import { allStages, everyStage } from '../../../store/stages.ts';
import type { Stage } from '../../../model/record.ts';
import type { Db } from '../../../store/database.ts';
import type { Asked } from '../request.ts';
import { isInCurrency, isThere, sumOf } from '../conditions.ts';
import { rowsOf } from '../subjects.ts';

/** Last days of the first three bands; what is older is in the fourth. */
export const AGE_BANDS: readonly [number, number, number] = [7, 30, 90];

export interface Band {
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
}
type Bands = [Band, Band, Band, Band];
const NOTHING: Band = { count: 0, value: 0 };

export interface AgeingLine {
  name: string;
  /** The open deals by the days since they came into their stage: up to 7, 30, 90, and more. */
  bands: Bands;
}

export interface AgedStage extends AgeingLine, Pick<Stage, 'id' | 'probability'> {
  /** The same at the end of the period before. */
  before: Bands;
}

/** Since when a deal is where it is: its last move that stands, or where the trail knows none, since it was added. */
const SINCE = `coalesce((select max(at) from stage_moves where deal_id = deals.id and taken_back = 0), deals.created_at)`;

/** The same at the end of a window. It stood then in the stage that it left first afterwards, else where it is. */
const SINCE_THEN = `coalesce((select max(at) from stage_moves where deal_id = deals.id and taken_back = 0 and at < :end),
  deals.created_at)`;
const STAGE_THEN = `coalesce((select from_stage_id from stage_moves where deal_id = deals.id and taken_back = 0
  and at >= :end order by id limit 1), deals.stage_id)`;

/** In which band that is. */
const BAND = 'case when since >= :b0 then 0 when since >= :b1 then 1 when since >= :b2 then 2 else 3 end';

interface Row extends Band {
  stage: number;
  band: number;
}

type Placed = Pick<Asked, 'scope' | 'currency' | 'timeZone' | 'today' | 'before'>;

/** By stage, the deals in each band. @param day the last one that they have been there. Days are the asker's. */
const bandsOf = async (
  db: Db,
  deals: ReturnType<Db>,
  day: string,
  { currency, timeZone }: Placed,
): Promise<(stage: number) => Bands> => {
  const starts = AGE_BANDS.map((days) => startOfDay(addDays(day, -days), timeZone));
  const bindings = { currency, ...Object.fromEntries(starts.map((start, band) => [`b${band}`, start])) };
  const rows = (await db
    .from(deals.as('aged'))
    .groupByRaw('1, 2')
    .select('stage', db.raw(`${BAND} as band`, bindings), db.raw('count(*) as count'))
    .select(db.raw(`${sumOf('amount', isInCurrency)} as value`, bindings))) as Row[];
  return (stage) => {
    const bands: Bands = [NOTHING, NOTHING, NOTHING, NOTHING];
    for (const row of rows) if (row.stage === stage) bands[row.band] = { count: row.count, value: row.value };
    return bands;
  };
};

const isEmpty = (bands: Bands): boolean => bands.every(({ count }) => count === 0);

/**
 * The open deals of each open stage as of now, by how long they have been in it, beside those that stood there at the end of
 * the period before. Stages that are gone are among them where something stood in them then.
 */
export async function ageing(db: Db, asked: Placed): Promise<AgedStage[]> {
  const { scope, before, today } = asked;
  const open = rowsOf(db, 'deals', scope)
    .where('outcome', 'open')
    .select({ stage: 'stage_id' }, 'amount', 'currency', db.raw(`${SINCE} as since`));
  const then = rowsOf(db, 'deals', scope)
    .whereRaw(isThere, { ...before })
    .whereRaw(
      `(outcome = 'open' or deals.id in (select deal_id from stage_moves where taken_back = 0 and at >= :end))`,
      {
        ...before,
      },
    )
    .select(
      ...['amount', 'currency'],
      db.raw(`${STAGE_THEN} as stage`, { ...before }),
      db.raw(`${SINCE_THEN} as since`, { ...before }),
    );
  const [bandsNow, bandsThen] = [await bandsOf(db, open, today, asked), await bandsOf(db, then, before.to, asked)];
  const kept = new Set((await allStages(db)).map(({ id }) => id));
  return (await everyStage(db))
    .filter(({ outcome }) => outcome === 'open')
    .map(({ id, name, probability }) => ({ id, name, probability, bands: bandsNow(id), before: bandsThen(id) }))
    .filter(({ id, bands, before: was }) => kept.has(id) || !isEmpty(bands) || !isEmpty(was));
}
