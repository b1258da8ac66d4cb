import type { Actor } from '../../model/actor.ts';
import { daysCalled } from '../../model/filter/days.ts';
import { periodCalled } from '../../model/periods.ts';
import { Unclear } from '../../model/problems.ts';
import { addDays, dayOf, startOfDay } from '../../model/time.ts';
import { cut } from '../../model/words.ts';
import { trailBegins } from '../../store/audit-since.ts';
import type { Crm } from '../crm.ts';

/** A question that is to be answered as of a day that is gone. */
export interface AsOf {
  /** `YYYY-MM-DD` */
  day: string;
  /** The first moment after it, in the asker's time zone: ISO in UTC. */
  moment: string;
  /** The words without the day. */
  rest: string;
}

const AS_OF = /(?:^|\s)as-?of:("[^"]*"|“[^”]*”|\S*)/i;

/** Words that name a day of the past, taken out of what was typed; null where there are none. */
export const asOfIn = (words: string): { said: string; rest: string } | null => {
  const match = AS_OF.exec(words);
  if (!match) return null;
  const rest = `${words.slice(0, match.index)} ${words.slice(match.index + match[0].length)}`.trim();
  return { said: (match[1] ?? '').replace(/["“”]/g, ''), rest };
};

const HOW = 'Name a day or a period that is over: as-of:2026-09-30, as-of:yesterday, as-of:last-month.';

/**
 * Reads `as-of:2026-09-30`; of a period its last day is meant.
 * @returns null for today, which needs no looking back
 * @throws Unclear when it is no day, lies ahead, or before everything that is known
 */
export const readAsOf = async (
  crm: Crm,
  actor: Actor,
  { said, rest }: { said: string; rest: string },
): Promise<AsOf | null> => {
  const today = dayOf(crm.now(), actor.timeZone);
  const day = (periodCalled(said, today) ?? daysCalled(said, today))?.to;
  if (day === undefined) throw new Unclear(`“${cut(said, 40)}” is no day. ${HOW}`);
  if (day > today) throw new Unclear(`“${cut(said, 40)}” ends on ${day}, which lies ahead. ${HOW}`);
  if (day === today) return null;
  const moment = startOfDay(addDays(day, 1), actor.timeZone);
  const begins = await trailBegins(crm.database.knex);
  if (begins === null || begins >= moment) {
    const since = begins === null ? 'it is empty' : `it begins on ${dayOf(Date.parse(begins), actor.timeZone)}`;
    throw new Unclear(`Nothing is known of ${day}: the past is read from the audit trail, and ${since}.`);
  }
  return { day, moment, rest };
};
