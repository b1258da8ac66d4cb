import { addDays, dayOf } from '../model/time.ts';
import type { Act } from './act.ts';
import { MINUTE, workdayFrom, workdayUpTo } from './calendar.ts';
import type { CastMember } from './cast.ts';
import { repAt } from './desks.ts';
import type { Talk } from './everyday.ts';
import type { Saga } from './saga.ts';
import { PROGRESS, type Desktop } from './working-deals.ts';

/** Every rep has something due today, something missed and something ahead, in this order, in days from today. */
const DUE = [0, -2, 3, 0, 8, -5, 1, 13, 2, 6, -1, 20];

/** Today is today, also on a Sunday; every other promise is for a working day. */
const dayFor = (today: string, days: number): string => {
  if (days === 0) return today;
  return days < 0 ? workdayUpTo(addDays(today, days)) : workdayFrom(addDays(today, days));
};

const later = (one: string, other: string): string => (one > other ? one : other);

/** The next step of every open deal, promised in its newest talk. A stale deal’s is long overdue, or was never planned. */
export const promiseNextSteps = ({ now, luck, notes }: Desktop, sagas: readonly Saga[], acts: readonly Act[]): void => {
  const given = new Map<CastMember, number>();
  for (const saga of sagas) {
    for (const deal of saga.deals.filter(({ fate }) => fate !== 'won' && fate !== 'lost')) {
      const rep = repAt(saga.desk, now);
      const about = (act: Act) =>
        act.writes.some(({ draft, input }) => draft === deal.draft || input['deal'] === deal.draft);
      const newest = acts.findLast((act) => act.by === rep && about(act));
      if (!newest || (deal.stale && luck.chance(0.4))) continue;
      const said = dayOf(newest.at, rep.tz);
      const nth = given.get(rep) ?? 0;
      if (!deal.stale) given.set(rep, nth + 1);
      const wanted = dayFor(dayOf(now, rep.tz), DUE[nth % DUE.length] ?? 0);
      const dueOn = deal.stale ? workdayFrom(addDays(said, 10)) : later(wanted, said);
      const subject = { saga, deal, person: deal.person, at: newest.at };
      newest.writes.push(notes.step(PROGRESS[deal.turns.length] ?? 'negotiation', subject, dueOn));
    }
  }
};

/** Some talks with customers who have bought end with a promise too. */
export const promiseCare = ({ now, luck, notes }: Desktop, talks: readonly Talk[]): void => {
  for (const talk of talks) {
    if (talk.topic !== 'care' || now - talk.at > 20 * 24 * 60 * MINUTE || !luck.chance(0.4)) continue;
    const dueOn = workdayFrom(addDays(dayOf(now, talk.by.tz), luck.between(1, 30)));
    talk.writes.push(notes.step(null, talk.subject, dueOn));
  }
};
