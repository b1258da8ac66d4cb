import { Draft, write, type Act, type Write } from './act.ts';
import { MINUTE } from './calendar.ts';
import { MAYA, RUTH, TOMASZ, type CastMember } from './cast.ts';
import { ARRIVALS, morningOf, type Desk } from './desks.ts';
import { isOpen, type Deal, type AccountHistory } from './saga.ts';

export interface Arrival {
  who: CastMember;
  at: number;
  draft: Draft;
}

/** Who became an employee when; their drafts have ids as soon as they have entered. */
export function arrivalsUntil(now: number): Arrival[] {
  return ARRIVALS.map(({ who, daysAgo }, index) => ({
    who,
    at: morningOf(now, daysAgo) + index * 3 * MINUTE,
    draft: new Draft('employee'),
  }));
}

/** What the desk’s last rep leaves behind: every firm and its people, every deal and promise that is not done. */
const belongings = (desk: Desk, histories: readonly AccountHistory[], acts: readonly Act[], at: number): Draft[] => {
  const mine = histories.filter((history) => history.desk === desk);
  const firms = new Set<unknown>(mine.map((history) => history.draft));
  const before = acts.filter((act) => act.at < at).flatMap(({ writes }) => writes);
  const promises = before.filter(({ draft, input }) => draft.entity === 'followUp' && firms.has(input['customer']));
  const made = new Set(before.map(({ draft }) => draft));
  const done = new Set([
    ...before.filter(({ input }) => 'doneAt' in input).map(({ draft }) => draft),
    ...mine.flatMap(({ deals }) => deals.filter((deal) => !isOpenAt(deal, at)).map(({ draft }) => draft)),
  ]);
  return [
    ...mine.flatMap(({ draft, people, deals }) => [
      draft,
      ...people.map((one) => one.draft),
      ...deals.map((one) => one.draft),
    ]),
    ...promises.map(({ draft }) => draft),
  ].filter((draft) => made.has(draft) && !done.has(draft));
};

const isOpenAt = (deal: Deal, at: number): boolean => isOpen(deal) || (deal.turns.at(-1)?.at ?? 0) > at;

/** Maya gives a desk to its new rep: every record with a trace of its own. */
const handOver = (
  desk: Desk,
  histories: readonly AccountHistory[],
  acts: readonly Act[],
  draftOf: (who: CastMember) => Draft,
): Act[] =>
  desk.reps.slice(1).map(({ rep, since }) => ({
    at: since,
    by: MAYA,
    writes: belongings(desk, histories, acts, since).map((draft): Write => write(draft, { owner: draftOf(rep) })),
  }));

/** Roles given and taken by Ruth, and desks handed over by Maya. */
export function runTheHouse(
  arrivals: readonly Arrival[],
  desks: readonly Desk[],
  histories: readonly AccountHistory[],
  acts: readonly Act[],
): Act[] {
  const draftOf = (who: CastMember): Draft => {
    const found = arrivals.find((arrival) => arrival.who === who);
    if (!found) throw new Error(`${who.realName} does not work with customers`);
    return found.draft;
  };
  const began = Math.max(...arrivals.slice(0, 2).map(({ at }) => at));
  const left = desks.find(({ reps }) => reps[0]?.rep === TOMASZ)?.reps[1]?.since ?? began;
  return [
    { at: began + 25 * MINUTE, by: RUTH, writes: [write(draftOf(MAYA), { role: 'manager' })] },
    { at: left + 95 * MINUTE, by: RUTH, writes: [write(draftOf(TOMASZ), { role: 'none' })] },
    ...desks.flatMap((desk) => handOver(desk, histories, acts, draftOf)),
  ];
}
