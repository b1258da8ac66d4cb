import { addDays, dayOf } from '../model/dates/time.ts';
import { momentIn, workdayUpTo } from './calendar.ts';
import { ANA, BEN, DANA, MAYA, RUTH, TOMASZ, type CastMember } from './cast.ts';
import { AMERICAS } from './words/firms/americas.ts';
import { CENTRAL } from './words/firms/central.ts';
import { EAST } from './words/firms/east.ts';
import type { Firm } from './words/firms/firm.ts';
import { ISLANDS } from './words/firms/islands.ts';
import { NORTH } from './words/firms/north.ts';

/** Customers who are looked after together, and by whom. */
export interface Desk {
  firms: readonly Firm[];
  /** Oldest first; `since` in milliseconds since 1970. */
  reps: readonly { rep: CastMember; since: number }[];
}

/** How many days ago the company began to use the CRM. */
const BEGAN = 364;
const DANA_CAME = 214;
const TOMASZ_WENT = 121;

/** Everybody who works with customers, and how many days ago they were first seen. */
export const ARRIVALS: readonly { who: CastMember; daysAgo: number }[] = [
  { who: RUTH, daysAgo: BEGAN },
  { who: MAYA, daysAgo: BEGAN },
  { who: ANA, daysAgo: BEGAN },
  { who: BEN, daysAgo: BEGAN },
  { who: TOMASZ, daysAgo: BEGAN },
  { who: DANA, daysAgo: DANA_CAME + 2 },
];

/** Nine o’clock in Berlin, on the last working day up to so many days ago. */
export function morningOf(now: number, daysAgo: number): number {
  return momentIn(workdayUpTo(addDays(dayOf(now, MAYA.tz), -daysAgo)), 9 * 60, MAYA.tz);
}

export function desksAt(now: number): Desk[] {
  const since = (rep: CastMember, daysAgo: number) => ({ rep, since: morningOf(now, daysAgo) });
  return [
    { firms: CENTRAL, reps: [since(ANA, BEGAN)] },
    { firms: EAST, reps: [since(TOMASZ, BEGAN), since(ANA, TOMASZ_WENT)] },
    { firms: NORTH, reps: [since(MAYA, BEGAN)] },
    { firms: ISLANDS, reps: [since(BEN, BEGAN)] },
    { firms: AMERICAS, reps: [since(BEN, BEGAN), since(DANA, DANA_CAME)] },
  ];
}

/** Who sat at the desk at a moment. */
export function repAt({ reps }: Desk, at: number): CastMember {
  return (reps.findLast(({ since }) => since <= at) ?? reps[0])?.rep ?? MAYA;
}
