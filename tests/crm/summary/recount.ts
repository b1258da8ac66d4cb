import { Temporal } from 'temporal-polyfill';
import type { FigureKey, MonthLine, PersonLine, StageLine } from '../../../src/crm/summary/summary.ts';
import type { Period, Span } from '../../../src/model/dates/periods.ts';
import type { DataSet, DealRow, MadeRow } from './rows.ts';

/** Stage id -> name, percent and outcome, as a new CustomerHub has them. */
export const STAGES: Record<number, [name: string, probability: number, outcome: 'open' | 'won' | 'lost']> = {
  1: ['Lead', 10, 'open'],
  2: ['Qualified', 25, 'open'],
  3: ['Proposal', 50, 'open'],
  4: ['Negotiation', 75, 'open'],
  5: ['Won', 100, 'won'],
  6: ['Lost', 0, 'lost'],
};

export const outcomeOf = ({ stage }: DealRow) => STAGES[stage]?.[2];
const probabilityOf = ({ stage }: DealRow): number => STAGES[stage]?.[1] ?? 0;
export const kept = <T extends { deleted?: boolean }>(rows: readonly T[]): T[] =>
  rows.filter(({ deleted }) => !deleted);
/** Percentile as spreadsheets have it: between two values in proportion. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place % 1);
};

export const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

/** The moves of a deal that nobody took back. */
export const standing = ({ moves = [] }: DealRow) => moves.filter(({ undone = 0 }) => undone !== 1);

/** The first day of the quarter after one such as `2026-Q4`. */
const quarterDays = (quarter: string): [first: string, next: string] => {
  const [year = 0, q = 0] = quarter.split('-Q').map(Number);
  const first = Temporal.PlainDate.from({ year, month: q * 3 - 2, day: 1 });
  return [first.toString(), first.add({ months: 3 }).toString()];
};

/** Of each target as much as days of its quarter lie in the span, counted one by one. */
export const aimed = ({ targets = [] }: DataSet, span: Span): number | null => {
  const parts = kept(targets)
    .filter(({ currency = 'EUR' }) => currency === 'EUR')
    .map(({ quarter, amount }) => {
      const [first, next] = quarterDays(quarter);
      const all = daysFrom(first, next);
      const days = Array.from({ length: all }, (_, day) =>
        Temporal.PlainDate.from(first).add({ days: day }).toString(),
      );
      return (amount * days.filter((day) => within(day, span)).length) / all;
    })
    .filter((part) => part > 0);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
};

const within = (day: string | null | undefined, { from, to }: Span): boolean => !!day && day >= from && day <= to;

/** Whole minor units of euros; everything else is nothing. */
export const euros = (deals: readonly DealRow[]): number =>
  deals.reduce((sum, { amount, currency = 'EUR' }) => sum + (currency === 'EUR' ? (amount ?? 0) : 0), 0);

export interface Recount {
  data: DataSet;
  timeZone: string;
  today: string;
}

/** Everything a summary says of one span, taken from the rows one by one, with each moment turned into a day first. */
export const recountFigures = ({ data, timeZone, today }: Recount, span: Span): Record<FigureKey, number | null> => {
  const dayOf = (moment: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const [customers, contacts, deals] = [kept(data.customers), kept(data.contacts), kept(data.deals)];
  const made = (rows: readonly MadeRow[]) =>
    rows.filter(({ createdAt, started }) => started !== 'unknown' && within(dayOf(createdAt), span));
  const there = <T extends { createdAt: string }>(rows: readonly T[]) =>
    rows.filter((r) => dayOf(r.createdAt) <= span.to);
  const closed = (outcome: string) =>
    deals.filter((deal) => outcomeOf(deal) === outcome && within(deal.closedOn, span));
  const isOver = span.to < today;
  const open = there(deals).filter((deal) => outcomeOf(deal) === 'open' || (isOver && (deal.closedOn ?? '') > span.to));
  const [won, lost] = [closed('won'), closed('lost')];
  const [reached] = [span.to < today ? span.to : today].map((day) => Temporal.PlainDate.from(day));
  const silent = (days: number) => {
    const since = reached?.subtract({ days }).toString() ?? '';
    const touched = kept(data.interactions).filter(
      ({ happenedAt }) => dayOf(happenedAt) >= since && dayOf(happenedAt) <= span.to,
    );
    return data.customers.filter(
      ({ createdAt, deleted }, index) =>
        !deleted && dayOf(createdAt) < since && !touched.some(({ customer }) => customer === index),
    ).length;
  };
  const movedIn = (deal: DealRow, field: string) =>
    standing(deal).filter((move) => move.field === field && within(dayOf(move.at), span));
  const outcome = (stage: unknown) => STAGES[Number(stage)]?.[2];
  const cycles = won
    .filter(({ started }) => started !== 'unknown')
    .map(({ createdAt, closedOn }) => Math.max(0, daysFrom(createdAt.slice(0, 10), closedOn ?? '')));
  const inEuros = won.filter(({ currency = 'EUR', amount }) => currency === 'EUR' && amount !== null);
  const aim = aimed(data, span);
  const hundredths = open.reduce((sum, deal) => sum + euros([deal]) * probabilityOf(deal), 0);
  return {
    customers: there(customers).length,
    customersNew: made(customers).length,
    customersSilent30: silent(30),
    customersSilent60: silent(60),
    customersSilent90: silent(90),
    contacts: there(contacts).length,
    contactsNew: made(contacts).length,
    dealsNew: made(deals).length,
    dealsOpen: open.length,
    dealsWon: won.length,
    dealsLost: lost.length,
    dealsReopened: deals.filter((deal) =>
      movedIn(deal, 'stage').some(
        ({ from, to }) => from !== null && outcome(from) !== 'open' && outcome(to) === 'open',
      ),
    ).length,
    dealsSlipped: deals.filter((deal) =>
      movedIn(deal, 'closeOn').some(({ from, to }) => from !== null && to !== null && to > from),
    ).length,
    winRate: won.length + lost.length === 0 ? null : (100 * won.length) / (won.length + lost.length),
    winRateValue: shareOf(euros(won), euros(won) + euros(lost)),
    valueOpen: euros(open),
    valueWeighted: isOver ? null : Math.round(hundredths / 100),
    valueWon: euros(won),
    averageWon: inEuros.length === 0 ? null : Math.round(euros(inEuros) / inEuros.length),
    cycleMedian: percentile(cycles, 0.5),
    cycleP90: percentile(cycles, 0.9),
    targetAttained: aim === null ? null : (100 * euros(won)) / aim,
    interactions: kept(data.interactions).filter(({ happenedAt }) => within(dayOf(happenedAt), span)).length,
  };
};

export const recountPipeline = ({ data }: Recount): StageLine[] =>
  Object.values(STAGES)
    .filter(([, , outcome]) => outcome === 'open')
    .map(([name, probability]) => {
      const deals = kept(data.deals).filter((deal) => STAGES[deal.stage]?.[0] === name);
      return {
        name,
        count: deals.length,
        value: euros(deals),
        weighted: Math.round((euros(deals) * probability) / 100),
      };
    });

export const recountMonths = ({ data, today }: Recount, { to }: Period): MonthLine[] => {
  const last = Temporal.PlainYearMonth.from((to < today ? to : today).slice(0, 7));
  const wonIn = (month: string) =>
    kept(data.deals).filter((deal) => outcomeOf(deal) === 'won' && deal.closedOn?.startsWith(month));
  return [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((back) => {
    const month = last.subtract({ months: back });
    const won = wonIn(month.toString());
    const before = euros(wonIn(month.subtract({ years: 1 }).toString()));
    return { month: month.toString(), value: euros(won), count: won.length, before };
  });
};

/** In no order. */
export const recountActivity = ({ data, timeZone }: Recount, period: Span): PersonLine[] => {
  const touches = kept(data.interactions).filter(({ happenedAt }) =>
    within(Temporal.Instant.from(happenedAt).toZonedDateTimeISO(timeZone).toPlainDate().toString(), period),
  );
  return data.people.flatMap((name, by) => {
    const kinds = touches.filter((touch) => touch.by === by).map(({ kind }) => kind);
    const counts = Object.fromEntries(kinds.map((kind) => [kind, kinds.filter((other) => other === kind).length]));
    return kinds.length > 0 ? [{ name, counts }] : [];
  });
};

/** The sentences on records that imports brought without the day on which they began: how many, and of the won deals. */
export const recountStarts = ({ data, timeZone }: Recount, span: Span) => {
  const dayOf = (moment: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const unknown = (rows: readonly MadeRow[]): MadeRow[] => kept(rows).filter(({ started }) => started === 'unknown');
  const brought = (rows: readonly MadeRow[]): number =>
    unknown(rows).filter(({ createdAt }) => within(dayOf(createdAt), span)).length;
  const won = kept(data.deals).filter((deal) => outcomeOf(deal) === 'won' && within(deal.closedOn, span));
  return {
    brought: { deal: brought(data.deals), customer: brought(data.customers), contact: brought(data.contacts) },
    won: { known: won.length - unknown(won).length, unknown: unknown(won).length },
  };
};
