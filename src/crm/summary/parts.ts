import { INTERACTION_KINDS } from '../../model/entities/interactions.ts';
import type { Actor } from '../../model/actor.ts';
import { monthOf } from '../../model/calendar.ts';
import { formatMoney } from '../../model/money.ts';
import { count } from '../../model/words.ts';
import { allStages } from '../../store/stages.ts';
import type { Db } from '../../store/database.ts';
import type { Crm } from '../crm.ts';
import { activityByPerson, type PersonLine } from './activity.ts';
import { ageingNow, type AgeingLine } from './ageing.ts';
import type { Asked } from './asked.ts';
import { attainment } from './attainment.ts';
import { breakdownOf } from './breakdown.ts';
import { forecastOf, type Outlook } from './forecast.ts';
import { funnelOf, type Reached } from './funnel.ts';
import { lostReasons, type LostLine } from './lost-reasons.ts';
import { measure } from './measure.ts';
import { onFilter, remarks } from './notes.ts';
import { pipelineNow } from './pipeline.ts';
import type { Question } from './question.ts';
import { staysIn } from './stays.ts';
import { answering, provenanceOf, type Provenance } from './summary.ts';
import * as tables from './tables.ts';
import type { Table } from './tables.ts';
import { runs } from './window.ts';
import { wonByMonth, type MonthLine } from './won-by-month.ts';

/** What a summary opens beside its overview. */
export const PARTS = {
  numbers: 'All numbers',
  pipeline: 'Pipeline',
  forecast: 'Forecast',
  activity: 'Activity',
  lost: 'Lost',
  by: 'By',
} as const;
export type PartName = keyof typeof PARTS;
export const isPart = (word: string): word is PartName => Object.hasOwn(PARTS, word);

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

interface Told {
  drawable?: Drawable;
  tables: Table[];
  notes?: string[];
}
type Teller = (db: Db, asked: Asked, locale: string) => Promise<Told>;

const numbers: Teller = async (db, asked) => {
  const figures = await measure(db, asked);
  return { tables: [tables.figuresTable(Object.values(figures))], notes: onFilter(figures) };
};

const pipeline: Teller = async (db, asked) => {
  const { scope, now, before } = asked;
  const [stages, lines] = [await allStages(db), await pipelineNow(db, asked)];
  const [stays, staysBefore] = [await staysIn(db, now, scope), await staysIn(db, before, scope)];
  const [funnel, funnelBefore] = [await funnelOf(db, now, asked), await funnelOf(db, before, asked)];
  const ageing = await ageingNow(db, asked);
  const open = stages.filter(({ outcome }) => outcome === 'open');
  const stayed = lines.map((line, at) => {
    const id = open[at]?.id ?? 0;
    return { ...line, stay: stays.get(id) ?? null, stayBefore: staysBefore.get(id) ?? null };
  });
  const asOfNow = runs(now, asked.today)
    ? []
    : ['What stands in the stages is as of today, not the end of the period.'];
  return {
    drawable: { funnel, ageing },
    tables: [tables.pipelineTable(stayed), tables.funnelTable(funnel, funnelBefore), tables.ageingTable(ageing)],
    notes: [
      ...asOfNow,
      'How long deals stayed and how far they came is read from the audit trail, without what was undone.',
    ],
  };
};

const forecast: Teller = async (db, asked, locale) => {
  const { months, unplaced } = await forecastOf(db, asked);
  const won = await wonByMonth(db, runs(asked.now, asked.today) ? asked.today : asked.question.period.to, asked);
  const people = await attainment(db, asked);
  const name = (month: string): string => monthOf(month, locale);
  const money = (minor: number): string => formatMoney(minor, asked.currency, locale);
  const { overdue, undated } = unplaced;
  return {
    drawable: { forecast: months, won },
    tables: [
      tables.forecastTable(months, name),
      ...(people.length > 0 ? [tables.attainmentTable(people)] : []),
      tables.wonTable(won, name),
    ],
    notes: [
      'Commit: open deals in stages of 75 % and more. Best case: 50 % and more. Weighted: each by the percent of its stage. Expected: won and weighted together.',
      ...(overdue.count > 0
        ? [
            `${count(overdue.count, 'open deal')} (${money(overdue.value)}) should have closed in earlier months: in none of these.`,
          ]
        : []),
      ...(undated.count > 0
        ? [
            `${count(undated.count, 'open deal')} (${money(undated.value)}) without an expected close: in none of these.`,
          ]
        : []),
    ],
  };
};

const activity: Teller = async (db, asked) => {
  const people = await activityByPerson(db, asked);
  const figures = await measure(db, asked, ['interactions']);
  return {
    drawable: { activity: people },
    tables: [tables.activityTable(people, INTERACTION_KINDS)],
    notes: figures.interactions.hidden === 'filter' ? onFilter({ interactions: figures.interactions }) : [],
  };
};

const lost: Teller = async (db, asked) => {
  const reasons = await lostReasons(db, asked);
  return { drawable: { lost: reasons }, tables: [tables.lostTable(reasons)] };
};

const by: Teller = async (db, asked) => {
  const figures = await measure(db, asked);
  const laidOut = await breakdownOf(db, asked, asked.question.by ?? 'owner', figures);
  return { tables: [tables.breakdownTable(laidOut)], notes: onFilter(figures) };
};

const TELLERS: Readonly<Record<PartName, Teller>> = { numbers, pipeline, forecast, activity, lost, by };

/** A part of a summary, read at one moment. @throws Forbidden */
export const partOf = (crm: Crm, actor: Actor, question: Question, name: PartName): Promise<Part> =>
  answering(crm, actor, question, async (db, asked) => {
    const told = await TELLERS[name](db, asked, crm.settings.locale);
    const { deals, notes } = await remarks(db, asked);
    return {
      name,
      drawable: told.drawable ?? {},
      tables: told.tables,
      notes: [...(told.notes ?? []), ...notes],
      provenance: provenanceOf(asked, deals),
    };
  });
