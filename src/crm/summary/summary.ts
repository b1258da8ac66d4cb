import type { ReadContext, Crm } from '../context/index.ts';
import type { Actor } from '../../model/actor.ts';
import { may } from '../../model/roles.ts';
import type { Period } from '../../model/dates/periods.ts';
import { momentOf } from '../../model/dates/time.ts';
import type { Db } from '../../store/database.ts';
import { entityOf } from '../../model/registry.ts';
import { SUBJECTS } from '../../store/reports/selection.ts';
import { assertCan } from '../records/index.ts';
import { activityByPerson, type PersonLine } from './parts/activity.ts';
import { askIn, ownOf, type Asked } from './request.ts';
import { FIGURE_KEYS, type FigureKey, type Unit } from './figures.ts';
import { breakdownOf, type Breakdown } from './parts/breakdown.ts';
import { measure, type Figure } from './measure.ts';
import { onFilter, remarks } from './notes.ts';
import { pipelineNow, type StageLine } from './parts/pipeline.ts';
import type { Question } from './question.ts';
import { runs } from './window.ts';
import { wonByMonth, type MonthLine } from './parts/won-by-month.ts';

export type { Figure, FigureKey, MonthLine, PersonLine, StageLine, Unit };

/** Where the numbers of an answer come from. */
export interface Provenance {
  /** ISO moment in UTC at which the numbers were read. */
  asOf: string;
  /** `YYYY-MM-DD`: its day in the asker's time zone. */
  day: string;
  /** Deals looked at. */
  deals: number;
  /** Days, in the asker's time zone. */
  from: string;
  to: string;
  /** ISO 4217; amounts in other currencies are not added. */
  currency: string;
  /** The filter as it was typed; `''` for everything. */
  filter: string;
}

/** Everything `/crm summary` shows, as plain JSON. */
export interface Summary {
  period: Period;
  /** By key, in the order in which they are shown. */
  figures: Record<FigureKey, Figure>;
  /** The same of the asker's own, for a rep who did not ask for somebody's; else null. */
  own: Record<FigureKey, Figure> | null;
  /** Laid out by something, where that was asked. */
  breakdown: Breakdown | null;
  /** Open stages in the order of the pipeline, as they stand now. */
  pipeline: StageLine[];
  /** Twelve calendar months, oldest first; the last is the period's last (or the present one, if the period runs on). */
  wonByMonth: MonthLine[];
  /** The period's interactions, most active first: 24 people at most, the rest together as `Others`. */
  activity: PersonLine[];
  /** Sentences on what the numbers leave out. */
  notes: string[];
  provenance: Provenance;
}

/** The figures that an overview shows; all the others are behind “All numbers”. */
export const OVERVIEW: readonly FigureKey[] = [
  ...(['valueWon', 'dealsWon', 'winRate', 'averageWon', 'valueOpen', 'valueWeighted', 'dealsNew'] as const),
  ...(['dealsSlipped', 'customersNew', 'customersSilent30', 'interactions', 'targetAttained'] as const),
];
/** Figures of a rep's own records. */
const OWN: readonly FigureKey[] = [
  ...(['valueWon', 'dealsWon', 'winRate', 'valueOpen', 'dealsOpen', 'valueWeighted'] as const),
  ...(['interactions', 'targetAttained'] as const),
];

const PIPELINE_IS_NOW = 'The pipeline by stage shows today, not the end of the period.';

/** Does the filter say whose deals they are to be? */
const namesOwners = ({ filter }: Question): boolean => filter.conditions.some(({ field }) => field === 'owner');

const ownFigures = async (db: Db, asked: Asked): Promise<Summary['own']> => {
  const { actor } = asked.scope;
  if (actor.role !== 'rep' || actor.employeeId === 0 || namesOwners(asked.question)) return null;
  return measure(db, await ownOf(db, asked), OWN);
};

/** @throws Forbidden when the actor may read nothing of what is counted */
export function demandNumbers(actor: Actor): void {
  const seen = SUBJECTS.filter((subject) => may(entityOf(subject).access, 'read', actor.role, true));
  const [first] = SUBJECTS;
  if (seen.length === 0) assertCan(actor, entityOf(first), 'read', null);
}

export function provenanceOf({ asOf, today, question, currency }: Asked, deals: number): Provenance {
  return {
    asOf: momentOf(asOf),
    day: today,
    deals,
    from: question.period.from,
    to: question.period.to,
    currency,
    filter: question.narrowing,
  };
}

/** The numbers of a question from one database, whatever that is: nothing else is looked at. @param keys figures that are asked for */
const numbersIn = async (db: Db, asked: Asked, keys: readonly FigureKey[]): Promise<Summary> => {
  const { period } = asked.question;
  const reaches = runs(asked.now, asked.today);
  const { deals, notes } = await remarks(db, asked);
  const figures = await measure(db, asked, asked.question.by ? undefined : keys);
  return {
    period,
    figures,
    own: await ownFigures(db, asked),
    breakdown: asked.question.by && (await breakdownOf(db, asked, asked.question.by, figures)),
    pipeline: await pipelineNow(db, asked),
    wonByMonth: await wonByMonth(db, reaches ? asked.today : period.to, asked),
    activity: await activityByPerson(db, asked),
    notes: [...notes, ...onFilter(figures), ...(reaches || asked.question.by ? [] : [PIPELINE_IS_NOW])],
    provenance: provenanceOf(asked, deals),
  };
};

/** Answers from one moment of the database. @throws Forbidden when the actor may not read the numbers */
export async function answering<T>(
  ctx: ReadContext,
  question: Question,
  work: (db: Db, asked: Asked) => Promise<T>,
): Promise<T> {
  demandNumbers(ctx.actor);
  const moment = { actor: ctx.actor, asOf: ctx.crm.now(), currency: ctx.crm.settings.currency };
  return ctx.crm.database.snapshot(async (db) => work(db, await askIn(db, question, moment)));
}

/** Questions that are being answered: who asks the same meanwhile gets the same answer. */
const underWay = new WeakMap<Crm, Map<string, Promise<Summary>>>();

const shared = async (crm: Crm, question: string, answer: () => Promise<Summary>): Promise<Summary> => {
  const asked = underWay.get(crm) ?? new Map<string, Promise<Summary>>();
  underWay.set(crm, asked);
  // What was written since would be missing in an answer that was begun before.
  const key = `${crm.database.writes} ${question}`;
  const known = asked.get(key) ?? answer().finally(() => asked.delete(key));
  asked.set(key, known);
  return known;
};

/**
 * The numbers of a period beside the period before, all read at one moment. Days begin and end at midnight of the
 * actor's time zone.
 * @param keys figures that are asked for; the others are `unasked`
 * @throws Forbidden when the actor may not read them
 */
export function summarize(
  ctx: ReadContext,
  question: Question,
  keys: readonly FigureKey[] = FIGURE_KEYS,
): Promise<Summary> {
  const { role, employeeId, timeZone } = ctx.actor;
  const asked = JSON.stringify([
    question,
    keys,
    role,
    employeeId,
    timeZone,
    ctx.crm.settings.currency,
    ctx.crm.now() - (ctx.crm.now() % 60_000),
  ]);
  return shared(ctx.crm, asked, () => answering(ctx, question, (db, of) => numbersIn(db, of, keys)));
}

/** How many deals a question is about. @throws Forbidden */
export function dealsLookedAt(ctx: ReadContext, question: Question): Promise<number> {
  return answering(ctx, question, async (db, asked) => (await remarks(db, asked)).deals);
}
