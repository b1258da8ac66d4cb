import { addDays, dayOf } from '../model/dates/time.ts';
import type { Act } from './act.ts';
import { DAY, workdayFrom, workdayUpTo } from './calendar.ts';
import type { CastMember } from './cast.ts';
import { repAt } from './desks.ts';
import type { Talk } from './everyday.ts';
import type { Subject } from './notes.ts';
import { isOpen, type Deal, type AccountHistory } from './saga.ts';
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
export function promiseNextSteps(desktop: Desktop, histories: readonly AccountHistory[], acts: readonly Act[]): void {
  const days = new Map<CastMember, number[]>();
  for (const history of histories) {
    const rep = repAt(history.desk, desktop.now);
    const mine = days.get(rep) ?? [...DUE];
    days.set(rep, mine);
    for (const deal of history.deals.filter(isOpen)) {
      const newest = acts.findLast((act) => act.by === rep && isAbout(act, deal));
      if (!newest || (deal.stale && desktop.random.chance(0.4))) continue;
      promise(
        desktop,
        { history, deal, person: deal.person, at: newest.at },
        newest,
        deal.stale ? null : (mine.shift() ?? 30),
      );
    }
  }
}

const isAbout = ({ writes }: Act, { draft: deal }: Deal): boolean =>
  writes.some(({ draft, input }) => draft === deal || input['deal'] === deal);

/** @param days from today; null for what was promised ten days after the talk, and forgotten */
const promise = ({ now, notes }: Desktop, subject: Subject, act: Act, days: number | null): void => {
  const said = dayOf(act.at, act.by.tz);
  const wanted = days === null ? workdayFrom(addDays(said, 10)) : dayFor(dayOf(now, act.by.tz), days);
  const progress = PROGRESS[subject.deal?.turns.length ?? 0] ?? 'negotiation';
  act.writes.push(notes.step(progress, subject, later(wanted, said)));
};

/** Some talks with customers who have bought end with a promise too. */
export function promiseAcknowledged({ now, random, notes }: Desktop, talks: readonly Talk[]): void {
  for (const talk of talks) {
    if (talk.topic !== 'care' || now - talk.at > 20 * DAY || !random.chance(0.4)) continue;
    const dueOn = workdayFrom(addDays(dayOf(now, talk.by.tz), random.between(1, 30)));
    talk.writes.push(notes.step(null, talk.subject, dueOn));
  }
}
