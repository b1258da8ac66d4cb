import type { AnyRecord } from '../../model/record.ts';
import { isImported } from '../../model/started.ts';
import { dayOf, daysBetween } from '../../model/dates/time.ts';
import { writesAfterVersion } from '../../store/audit/audit-log.ts';
import type { Crm } from '../context/index.ts';

/** A stay of a deal in a stage. */
export interface StageTime {
  /** Id of a row of `stages`. */
  stage: number;
  /** ISO moment in UTC at which the deal came into it; null where an import brought it there, which may have been long after. */
  since: string | null;
  /** Days, of what an import brought there at least so many: from the one on which it came to the one on which it went, or to today; 0 where both are one day. */
  days: number;
  /** It stands there now. */
  now: boolean;
}

/** The stages a deal has been in, in the order of its way, from the audit trail. Days are those of the time zone. */
export async function stageTimes(crm: Crm, deal: AnyRecord, timeZone: string): Promise<StageTime[]> {
  const writes = await writesAfterVersion(crm.database.db, 'deal', deal.id, 0);
  const moves = writes.flatMap(({ at, changes }) => {
    const stage = changes['stage']?.[1];
    const isKnown = changes['stage']?.[0] != null || !isImported(deal);
    return typeof stage === 'number' ? [{ stage, at, isKnown }] : [];
  });
  const today = dayOf(crm.now(), timeZone);
  return moves.map(({ stage, at, isKnown }, index) => {
    const next = moves[index + 1];
    const end = next ? dayOf(Date.parse(next.at), timeZone) : today;
    return { stage, since: isKnown ? at : null, days: daysBetween(dayOf(Date.parse(at), timeZone), end), now: !next };
  });
}
