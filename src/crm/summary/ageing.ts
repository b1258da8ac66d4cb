import { addDays, startOfDay } from '../../model/time.ts';
import { allStages } from '../../store/stages.ts';
import type { Db } from '../../store/database.ts';
import type { Asked } from './asked.ts';
import { countOf, isInCurrency, sumOf } from './conditions.ts';
import { rowsOf } from './subjects.ts';

/** Last days of the first three bands; what is older is in the fourth. */
export const AGE_BANDS: readonly [number, number, number] = [7, 30, 90];

export interface Band {
  count: number;
  /** Minor units of the settings' currency. */
  value: number;
}

export interface AgeingLine {
  name: string;
  /** The open deals by the days since they came into their stage: up to 7, 30, 90, and more. */
  bands: [Band, Band, Band, Band];
}

/** Since when a deal is where it is: its last move that stands, or where the trail knows none, since it was added. */
const SINCE = `coalesce((select max(at) from stage_moves where deal_id = deals.id and taken_back = 0), deals.created_at)`;

const within = (band: number): string =>
  [...(band < 3 ? [`since >= :b${band}`] : []), ...(band > 0 ? [`since < :b${band - 1}`] : [])].join(' and ');

/** The open deals of each open stage as of now, by how long they have been in it. Days are the asker's. */
export const ageingNow = async (
  db: Db,
  { scope, currency, today, timeZone }: Pick<Asked, 'scope' | 'currency' | 'today' | 'timeZone'>,
): Promise<AgeingLine[]> => {
  const starts = AGE_BANDS.map((days) => startOfDay(addDays(today, -days), timeZone));
  const bindings = { currency, ...Object.fromEntries(starts.map((start, band) => [`b${band}`, start])) };
  const aged = rowsOf(db, 'deals', scope)
    .where('outcome', 'open')
    .select('stage_id', 'amount', 'currency', db.raw(`${SINCE} as since`));
  const bands = [0, 1, 2, 3].map((band) => [
    db.raw(`${countOf(within(band))} as "count ${band}"`, bindings),
    db.raw(`${sumOf('amount', `${isInCurrency} and ${within(band)}`)} as "value ${band}"`, bindings),
  ]);
  const rows = (await db
    .from(aged.as('aged'))
    .groupBy('stage_id')
    .select('stage_id', ...bands.flat())) as Record<string, number>[];
  const found = new Map(rows.map((row) => [row['stage_id'], row]));
  const open = (await allStages(db)).filter(({ outcome }) => outcome === 'open');
  return open.map(({ id, name }) => {
    const band = (n: number): Band => ({
      count: found.get(id)?.[`count ${n}`] ?? 0,
      value: found.get(id)?.[`value ${n}`] ?? 0,
    });
    return { name, bands: [band(0), band(1), band(2), band(3)] };
  });
};
