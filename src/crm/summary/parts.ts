import type { ReadContext } from '../context/index.ts';
import { INTERACTION_KINDS } from '../../model/entities/interactions.ts';
import { dayIn, monthOf } from '../../model/dates/calendar.ts';
import { formatMoney } from '../../model/money.ts';
import { count } from '../../model/text/text.ts';
import type { Db } from '../../store/database.ts';
import { activityBeside, type PersonLine } from './parts/activity.ts';
import { ageing, type AgeingLine } from './parts/ageing.ts';
import type { Asked } from './request.ts';
import { attainment } from './parts/attainment.ts';
import { breakdownOf } from './parts/breakdown.ts';
import { forecastOf, type Outlook } from './parts/forecast.ts';
import { funnelOf, type Reached } from './parts/funnel.ts';
import { lostReasons, type LostLine } from './parts/lost-reasons.ts';
import { measure } from './measure.ts';
import { onFilter, remarks } from './notes.ts';
import { pipelineBeside } from './parts/pipeline.ts';
import { projectedFor } from './parts/projected.ts';
import type { Question } from './question.ts';
import { onCycle, onStages, wonStarts } from './starts.ts';
import { staysIn } from './parts/stays.ts';
import { answering, provenanceOf, type Provenance } from './summary.ts';
import * as tables from './tables.ts';
import type { Table } from './table.ts';
import { runs } from './window.ts';
import { wonByMonth, type MonthLine } from './parts/won-by-month.ts';

/** What a summary opens beside its overview. */
export const PARTS = {
  numbers: 'All metrics',
  pipeline: 'Pipeline',
  forecast: 'Forecast',
  activity: 'Activity',
  lost: 'Lost',
  by: 'By',
} as const;
export type PartName = keyof typeof PARTS;
export function isPart(word: string): word is PartName {
  return Object.hasOwn(PARTS, word);
}

/** What the pictures of a part are drawn from. */
export interface Drawable {
  funnel?: Reached[];
  ageing?: AgeingLine[];
  forecast?: Outlook['months'];
  won?: MonthLine[];
  activity?: PersonLine[];
  lost?: LostLine[];
}

export interface Part {
  name: PartName;
  /** In the order of the tables. */
  drawable: Drawable;
  tables: Table[];
  notes: string[];
  provenance: Provenance;
}

interface PartContent {
  drawable?: Drawable;
  tables: Table[];
  notes?: string[];
}
type PartBuilder = (db: Db, asked: Asked, locale: string) => Promise<PartContent>;

const numbers: PartBuilder = async (db, asked) => {
  const figures = await measure(db, asked);
  const { now, before, scope } = asked;
  const starts = { now: await wonStarts(db, scope, now), before: await wonStarts(db, scope, before) };
  return {
    tables: [tables.figuresTable(Object.values(figures), starts)],
    notes: [...onFilter(figures), ...(figures.cycleMedian.hidden === null ? onCycle(starts.now) : [])],
  };
};

const pipeline: PartBuilder = async (db, asked, locale) => {
  const { scope, now, before } = asked;
  const aged = await ageing(db, asked);
  const [stays, staysBefore] = [await staysIn(db, now, scope), await staysIn(db, before, scope)];
  const [funnel, funnelBefore] = [await funnelOf(db, now, asked), await funnelOf(db, before, asked)];
  const stages = await pipelineBeside(db, asked, aged);
  const stayed = aged.map(({ id, name }) => ({ name, stay: stays.get(id), stayBefore: staysBefore.get(id) }));
  return {
    drawable: { funnel, ageing: aged },
    tables: [
      ...[tables.pipelineTable(stages), tables.staysTable(stayed)],
      ...[tables.funnelTable(funnel, funnelBefore), tables.ageingTable(aged)],
    ],
    notes: [
      `Stages, amounts and probabilities are as of ${dayIn(asked.today, locale)}${runs(now, asked.today) ? '' : ', not the end of the period'}. Previous: deals in that stage at the end of ${dayIn(before.to, locale)}.`,
      'Earlier stages, time in stage and conversion come from the audit log, without undone changes.',
      ...onStages(aged, [...stays.values()]),
    ],
  };
};

const PROJECTED =
  'Projected: deals expected to close in the month, as of its first day, each weighted by its stage then. From the audit log.';

const forecast: PartBuilder = async (db, asked, locale) => {
  const { months, unplaced } = await forecastOf(db, asked);
  const won = await wonByMonth(db, runs(asked.now, asked.today) ? asked.today : asked.question.period.to, asked);
  const people = await attainment(db, asked);
  const begun = months.map(({ month }) => month).filter((month) => month <= asked.today.slice(0, 7));
  const projected = await projectedFor(db, begun, asked);
  const name = (month: string): string => monthOf(month, locale);
  const money = (minor: number): string => formatMoney(minor, asked.currency, locale);
  const { overdue, undated } = unplaced;
  return {
    drawable: { forecast: months, won },
    tables: [
      tables.forecastTable(months, name),
      tables.projectedTable(months, projected, name),
      ...(people.length > 0 ? [tables.attainmentTable(people)] : []),
      tables.wonTable(won, name),
    ],
    notes: [
      'Commit: open deals in stages of 75% or more. Best case: 50% or more. Weighted: each by the probability of its stage. Expected: won plus weighted, compared with the same month of the previous year.',
      ...(projected.size > 0 ? [PROJECTED] : []),
      ...(overdue.count > 0
        ? [
            `${count(overdue.count, 'open deal')} (${money(overdue.value)}) past their expected close: not counted here.`,
          ]
        : []),
      ...(undated.count > 0
        ? [
            `${count(undated.count, 'open deal')} (${money(undated.value)}) without an expected close: not counted here.`,
          ]
        : []),
    ],
  };
};

const activity: PartBuilder = async (db, asked) => {
  const people = await activityBeside(db, asked);
  const figures = await measure(db, asked, ['interactions']);
  return {
    drawable: { activity: people.filter(({ counts }) => Object.keys(counts).length > 0) },
    tables:
      people.length > 0
        ? [tables.activityTable(people, INTERACTION_KINDS), tables.kindsTable(people, INTERACTION_KINDS)]
        : [],
    notes: figures.interactions.hidden === 'filter' ? onFilter({ interactions: figures.interactions }) : [],
  };
};

const lost: PartBuilder = async (db, asked) => {
  const reasons = await lostReasons(db, asked);
  return { drawable: { lost: reasons.filter(({ count: now }) => now > 0) }, tables: [tables.lostTable(reasons)] };
};

const by: PartBuilder = async (db, asked) => {
  const figures = await measure(db, asked);
  const laidOut = await breakdownOf(db, asked, asked.question.by ?? 'owner', figures);
  return { tables: [tables.breakdownTable(laidOut)], notes: onFilter(figures) };
};

const TELLERS: Readonly<Record<PartName, PartBuilder>> = { numbers, pipeline, forecast, activity, lost, by };

/** A part of a summary, read at one moment. @throws Forbidden */
export function partOf(ctx: ReadContext, question: Question, name: PartName): Promise<Part> {
  return answering(ctx, question, async (db, asked) => {
    const told = await TELLERS[name](db, asked, ctx.crm.settings.locale);
    const { deals, notes } = await remarks(db, asked);
    return {
      name,
      drawable: told.drawable ?? {},
      tables: told.tables,
      notes: [...(told.notes ?? []), ...notes],
      provenance: provenanceOf(asked, deals),
    };
  });
}
