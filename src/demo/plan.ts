import type { Stage } from '../model/record.ts';
import type { Act } from './act.ts';
import { everyday } from './everyday.ts';
import { randomOf } from './luck.ts';
import { meetingFirms } from './meeting-firms.ts';
import { notesWith } from './notes.ts';
import { promiseAcknowledged, promiseNextSteps } from './promises.ts';
import { historiesUntil } from './saga.ts';
import { arrivalsUntil, runTheHouse, type Arrival } from './staff.ts';
import { workingDeal, type Desktop } from './working-deals.ts';

const TALKS = 300;

export interface DemoPlan {
  arrivals: Arrival[];
  /** In the order in which they happened, the newest before now. */
  acts: Act[];
}

const inOrder = (acts: readonly Act[]): Act[] => acts.toSorted((one, other) => one.at - other.at);

const talksIn = (acts: readonly Act[]): number =>
  acts.flatMap(({ writes }) => writes).filter(({ draft }) => draft.entity === 'interaction').length;

/** A year of the company, as it will have happened by `now`. The same seed, moment and pipeline give the same year. */
export function planUntil(now: number, seed: number, stages: readonly Stage[]): DemoPlan {
  const random = randomOf(seed);
  const desktop: Desktop = { now, random, notes: notesWith(random), stages };
  const histories = historiesUntil(now, random);
  const told = histories.flatMap((history) => [
    ...meetingFirms(random, desktop.notes, history),
    ...history.deals.flatMap((deal) => workingDeal(desktop, history, deal)),
  ]);
  const talks = everyday(desktop, histories, TALKS - talksIn(told));
  const acts = inOrder([...told, ...talks]);
  promiseNextSteps(desktop, histories, acts);
  promiseAcknowledged(desktop, talks);
  const arrivals = arrivalsUntil(now);
  const desks = [...new Set(histories.map(({ desk }) => desk))];
  return { arrivals, acts: inOrder([...acts, ...runTheHouse(arrivals, desks, histories, acts)]) };
}
