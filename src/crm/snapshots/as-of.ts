import { type ReadContext, hereOf } from '../context/index.ts';
import { timeAtStart, withoutTime } from '../../model/dates/clock-words.ts';
import { dayInDigits } from '../../model/dates/day-in-digits.ts';
import { daysCalled } from '../../model/filter/days.ts';
import { QUOTED, unquoted } from '../../model/text/marks.ts';
import { periodCalled } from '../../model/dates/periods.ts';
import { Unclear } from '../../model/errors.ts';
import { addDays, dayOf, startOfDay } from '../../model/dates/time.ts';
import { cut } from '../../model/text/text.ts';
import { trailBegins } from '../../store/audit/audit-since.ts';

/** A question that is to be answered as of a day that is gone. */
export interface AsOf {
  /** `YYYY-MM-DD` */
  day: string;
  /** The first moment after it, in the asker's time zone: ISO in UTC. */
  moment: string;
  /** The words without the day. */
  rest: string;
}

const AS_OF = new RegExp(String.raw`(?:^|\s)as-?of:((?:${QUOTED})|\S*)`, 'i');

/** The words without a leading time of day: a snapshot is as of the end of a day, as the answer says. */
const behindTime = (words: string): string => words.slice(timeAtStart(words)?.length ?? 0);

/** Words that name a day of the past, taken out of what was typed; null where there are none. */
export function asOfIn(words: string): { said: string; rest: string } | null {
  const match = AS_OF.exec(words);
  if (!match) return null;
  const after = behindTime(words.slice(match.index + match[0].length).trim());
  const rest = `${words.slice(0, match.index)} ${after}`.trim();
  return { said: withoutTime(unquoted(match[1] ?? '')), rest };
}

const HOW = 'Use a past day or period: as-of:2026-09-30, as-of:yesterday or as-of:last-month.';

/**
 * Reads `as-of:2026-09-30`; of a period its last day is meant.
 * @returns null for today, which needs no looking back
 * @throws Unclear when it is no day, lies ahead, or before everything that is known
 */
export async function readAsOf(ctx: ReadContext, { said, rest }: { said: string; rest: string }): Promise<AsOf | null> {
  const here = hereOf(ctx);
  const { today } = here;
  const day = dayInDigits(said, here, 'past') ?? (periodCalled(said, today) ?? daysCalled(said, today))?.to;
  if (day === undefined) throw new Unclear(`“${cut(said, 40)}” isn’t a date. ${HOW}`);
  if (day > today) throw new Unclear(`“${cut(said, 40)}” is in the future. ${HOW}`);
  if (day === today) return null;
  const moment = startOfDay(addDays(day, 1), ctx.actor.timeZone);
  const begins = await trailBegins(ctx.crm.database.db);
  if (begins === null || begins >= moment) {
    const since = begins === null ? 'is empty' : `starts on ${dayOf(Date.parse(begins), ctx.actor.timeZone)}`;
    throw new Unclear(`No history for ${day}: the audit log ${since}.`);
  }
  return { day, moment, rest };
}
