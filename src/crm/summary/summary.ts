import type { Actor } from '../../model/actor.ts';
import type { Period } from '../../model/periods.ts';
import type { Crm } from '../crm.ts';

/** Money is in minor units of the summary's currency, percent from 0 to 100. */
export type Unit = 'count' | 'money' | 'percent';

export type FigureKey =
  | 'customers'
  | 'customersNew'
  | 'contacts'
  | 'contactsNew'
  | 'dealsNew'
  | 'dealsOpen'
  | 'dealsWon'
  | 'dealsLost'
  | 'winRate'
  | 'valueOpen'
  | 'valueWeighted'
  | 'valueWon'
  | 'interactions';

export interface Figure {
  key: FigureKey;
  /** `Deals won` */
  label: string;
  unit: Unit;
  /** What is counted, in a sentence or two for people. */
  formula: string;
  /** null where there is nothing to tell, such as the win rate of a period in which nothing closed. */
  value: number | null;
  /** The same of the period before. */
  before: number | null;
  /** `value - before` (of percents: percentage points); null when one of them is. */
  change: number | null;
}

export interface StageLine {
  name: string;
  count: number;
  /** Minor units. */
  value: number;
  /** `value` times the stage's probability, minor units. */
  weighted: number;
}

export interface MonthLine {
  /** `2026-03` */
  month: string;
  /** Minor units. */
  value: number;
  /** Deals of every currency. */
  count: number;
  /** The value of the same month a year before. */
  before: number;
}

export interface PersonLine {
  name: string;
  /** Interactions of each kind: `call`, `email`, `meeting`, `message`, `note`; kinds without any are left out. */
  counts: Record<string, number>;
}

/** Everything `/crm summary` shows, as plain JSON. */
export interface Summary {
  period: Period;
  /** By key, in the order in which they are shown. */
  figures: Record<FigureKey, Figure>;
  /** Open stages in the order of the pipeline, as they stand now. */
  pipeline: StageLine[];
  /** Twelve calendar months, oldest first; the last is the period's last (or the present one, if the period runs on). */
  wonByMonth: MonthLine[];
  /** The period's interactions, most active first: 24 people at most, the rest together as `Others`. */
  activity: PersonLine[];
  /** Sentences on what the numbers leave out. */
  notes: string[];
  provenance: {
    /** ISO moment in UTC at which the numbers were read. */
    asOf: string;
    /** Deals looked at. */
    deals: number;
    /** Days, in the asker's time zone. */
    from: string;
    to: string;
    /** ISO 4217; amounts in other currencies are not added. */
    currency: string;
  };
}

/**
 * The numbers of a period beside the period before. Days begin and end at midnight of the actor's time zone.
 * @throws Forbidden when the actor may not read them
 */
export const summarize = (_crm: Crm, _actor: Actor, _period: Period): Promise<Summary> => {
  throw new Error('not yet');
};
