import { addDays } from '../../../model/dates/time.ts';
import type { Db } from '../../../store/database.ts';
import type { Subject } from '../../../store/reports/selection.ts';
import type { WonStarts } from '../../../store/reports/starts.ts';
import type { Window } from '../../../store/reports/window.ts';
import { askTotals } from '../../../store/totals/read.ts';
import { countOf, inStages, stagesOf } from './deals.ts';
import type { Owners } from './owner-scope.ts';

/** How many records imports brought within the window without saying when they began. */
export async function broughtInFromTotals(
  db: Db,
  { start: from, end: to }: Window,
  owners: Owners,
): Promise<[Subject, number][]> {
  const start = 'unknown';
  const found = await askTotals(
    db,
    {
      deal: { of: 'deals', from, to, start },
      customer: { of: 'customers', from, to, start },
      contact: { of: 'contacts', from, to, start },
    },
    ['part'],
    owners,
  );
  return (Object.keys(found) as (keyof typeof found)[]).map((subject) => [subject, countOf(found[subject])]);
}

/** Deals won in a window, by whether it is known when they began. */
export async function wonStartsFromTotals(db: Db, { from, to }: Window, owners: Owners): Promise<WonStarts> {
  const stages = await stagesOf(db);
  const closed = { of: 'closings', from, to: addDays(to, 1) } as const;
  const found = await askTotals(
    db,
    { known: { ...closed, start: 'known' }, unknown: { ...closed, start: 'unknown' } },
    ['stage_id'],
    owners,
  );
  const won = (of: keyof WonStarts): number => countOf(inStages(stages, found[of], 'won'));
  return { known: won('known'), unknown: won('unknown') };
}
