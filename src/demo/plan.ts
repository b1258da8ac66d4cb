import type { Stage } from '../model/entity.ts';
import type { Act } from './act.ts';
import { everyday } from './everyday.ts';
import { luckOf } from './luck.ts';
import { meetingFirms } from './meeting-firms.ts';
import { notesWith } from './notes.ts';
import { promiseCare, promiseNextSteps } from './promises.ts';
import { sagasUntil } from './saga.ts';
import { arrivalsUntil, runTheHouse, type Arrival } from './staff.ts';
import { workingDeal, type Desktop } from './working-deals.ts';

const TALKS = 300;

export interface Plan {
  arrivals: Arrival[];
  /** In the order in which they happened, the newest before now. */
  acts: Act[];
}

const inOrder = (acts: readonly Act[]): Act[] => acts.toSorted((one, other) => one.at - other.at);

const talksIn = (acts: readonly Act[]): number =>
  acts.flatMap(({ writes }) => writes).filter(({ draft }) => draft.entity === 'interaction').length;

/** A year of the company, as it will have happened by `now`. The same seed, moment and pipeline give the same year. */
export const planUntil = (now: number, seed: number, stages: readonly Stage[]): Plan => {
  const luck = luckOf(seed);
  const desktop: Desktop = { now, luck, notes: notesWith(luck), stages };
  const sagas = sagasUntil(now, luck);
  const told = sagas.flatMap((saga) => [
    ...meetingFirms(luck, desktop.notes, saga),
    ...saga.deals.flatMap((deal) => workingDeal(desktop, saga, deal)),
  ]);
  const talks = everyday(desktop, sagas, TALKS - talksIn(told));
  const acts = inOrder([...told, ...talks]);
  promiseNextSteps(desktop, sagas, acts);
  promiseCare(desktop, talks);
  const arrivals = arrivalsUntil(now);
  const desks = [...new Set(sagas.map(({ desk }) => desk))];
  return { arrivals, acts: inOrder([...acts, ...runTheHouse(arrivals, desks, sagas, acts)]) };
};
