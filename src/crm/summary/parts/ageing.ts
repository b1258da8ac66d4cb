import { addDays, startOfDay } from '../../../model/dates/time.ts';
import { allStages, everyStage } from '../../../store/stages.ts';
import type { Stage } from '../../../model/record.ts';
import type { Db } from '../../../store/database.ts';
import { agesAtEnd, agesNow, type AgeingRow, type BandStarts } from '../../../store/reports/ageing.ts';
import type { Asked } from '../request.ts';
import { selectionOf } from '../subjects.ts';

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
  /** Those that an import brought there, since when nobody knows. */
  unknown: Band;
}

export interface AgedStage extends AgeingLine, Pick<Stage, 'id' | 'probability'> {
  /** The same at the end of the period before. */
  before: Bands;
  unknownBefore: Band;
}

type AgeingScope = Pick<Asked, 'scope' | 'currency' | 'timeZone' | 'today' | 'before'>;

/** The last day of a band is the asker's. @param day the last one that deals have been there */
const startsOf = (day: string, { timeZone }: AgeingScope): BandStarts => {
  const [b0, b1, b2] = AGE_BANDS;
  const start = (days: number): string => startOfDay(addDays(day, -days), timeZone);
  return [start(b0), start(b1), start(b2)];
};

/** By stage id, the deals in each band. */
const bandsOf =
  (rows: readonly AgeingRow[]) =>
  (stage: number): Pick<AgeingLine, 'bands' | 'unknown'> => {
    const band = (at: number): Band => {
      const { count, value } = rows.find((row) => row.stage === stage && row.band === at) ?? NOTHING;
      return { count, value };
    };
    return { bands: [band(0), band(1), band(2), band(3)], unknown: band(4) };
  };

const isEmpty = (bands: readonly Band[]): boolean => bands.every(({ count }) => count === 0);

/**
 * The open deals of each open stage as of now, by how long they have been in it, beside those that stood there at the end of
 * the period before. Stages that are gone are among them where something stood in them then.
 */
export async function ageing(db: Db, asked: AgeingScope): Promise<AgedStage[]> {
  const { scope, before, today, currency } = asked;
  const deals = selectionOf('deal', scope);
  const bandsNow = bandsOf(await agesNow(db, deals, { starts: startsOf(today, asked), currency }));
  const then = { starts: startsOf(before.to, asked), currency };
  const bandsThen = bandsOf(await agesAtEnd(db, deals, before, then));
  const kept = new Set((await allStages(db)).map(({ id }) => id));
  return (await everyStage(db))
    .filter(({ outcome }) => outcome === 'open')
    .map(({ id, name, probability }) => {
      const was = bandsThen(id);
      return { id, name, probability, ...bandsNow(id), before: was.bands, unknownBefore: was.unknown };
    })
    .filter(
      ({ id, bands, unknown, before: was, unknownBefore }) =>
        kept.has(id) || !isEmpty([...bands, unknown, ...was, unknownBefore]),
    );
}
