import type { Actor } from '../../model/actor.ts';
import type { EntityName } from '../../model/entity.ts';
import { readPeriod, type Period } from '../../model/periods.ts';
import { entityOf } from '../../model/registry.ts';
import { dayOf, momentOf } from '../../model/time.ts';
import type { Crm } from '../crm.ts';
import { demand } from '../road.ts';
import { activityByPerson, type PersonLine } from './activity.ts';
import type { FigureKey, Unit } from './figures.ts';
import { measure, type Figure } from './measure.ts';
import { remarks } from './notes.ts';
import { pipelineNow, type StageLine } from './pipeline.ts';
import { runs, windowOf } from './window.ts';
import { wonByMonth, type MonthLine } from './won-by-month.ts';

export type { Figure, FigureKey, MonthLine, PersonLine, StageLine, Unit };

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

const SUBJECTS: readonly EntityName[] = ['customer', 'contact', 'deal', 'interaction'];

const PIPELINE_IS_NOW = 'The pipeline by stage shows today, not the end of the period.';

/**
 * The period that the words mean to this person; `''` is this month.
 * @throws Unclear
 */
export const periodOf = (crm: Crm, actor: Actor, words: string): Period =>
  readPeriod(words, dayOf(crm.now(), actor.timeZone));

/**
 * The numbers of a period beside the period before, all read at one moment. Days begin and end at midnight of the
 * actor's time zone.
 * @throws Forbidden when the actor may not read them
 */
export const summarize = async (crm: Crm, actor: Actor, period: Period): Promise<Summary> => {
  for (const name of SUBJECTS) demand(actor, entityOf(name), 'read', null);
  const { currency } = crm.settings;
  const asOf = crm.now();
  const today = dayOf(asOf, actor.timeZone);
  const asker = { today, timeZone: actor.timeZone, currency };
  const now = windowOf(period, asker);
  const before = windowOf(period.before, asker);
  const reaches = runs(now, today);
  return crm.database.snapshot(async (db) => {
    const { deals, notes } = await remarks(db, now);
    return {
      period,
      figures: await measure(db, { now, before }, today),
      pipeline: await pipelineNow(db, currency),
      wonByMonth: await wonByMonth(db, reaches ? today : period.to, currency),
      activity: await activityByPerson(db, now),
      notes: reaches ? notes : [...notes, PIPELINE_IS_NOW],
      provenance: { asOf: momentOf(asOf), deals, from: period.from, to: period.to, currency },
    };
  });
};
