import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../../src/model/periods.ts';
import { daysFrom, euros, kept, outcomeOf, percentile, standing, STAGES, type Recount } from './recount.ts';
import type { DealRow } from './rows.ts';

const OPEN = [1, 2, 3, 4];

/** Days in a time zone, of moments and of now. */
const clock = (timeZone: string) => (moment: string) =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString();
const within = (day: string, { from, to }: Span): boolean => day >= from && day <= to;

const stagesOf = (deal: DealRow): number[] =>
  standing(deal)
    .filter(({ field }) => field === 'stage')
    .map(({ to }) => Number(to));

/** Of the deals added in the span, how many came at least to each stage, and what they are worth. */
export const recountFunnel = ({ data, timeZone }: Recount, span: Span) => {
  const dayOf = clock(timeZone);
  const added = kept(data.deals).filter(({ createdAt }) => within(dayOf(createdAt), span));
  const came = (deal: DealRow): number =>
    outcomeOf(deal) === 'won' ? 5 : Math.max(1, ...[...stagesOf(deal), deal.stage].filter((stage) => stage <= 4));
  return [...OPEN, 5].map((stage) => {
    const there = added.filter((deal) => came(deal) >= stage);
    return { name: STAGES[stage]?.[0], count: there.length, value: euros(there) };
  });
};

/** Stage -> how many stays in it ended in the span, and their median length in days. */
export const recountStays = ({ data, timeZone }: Recount, span: Span): Map<number, [number, number | null]> => {
  const stays = kept(data.deals).flatMap((deal) => {
    const moves = standing(deal).filter(({ field }) => field === 'stage');
    return moves.flatMap(({ to, at }, index) => {
      const next = moves[index + 1];
      return next && within(clock(timeZone)(next.at), span) ? [{ stage: Number(to), days: daysFrom(at, next.at) }] : [];
    });
  });
  const of = (stage: number): number[] => stays.filter((stay) => stay.stage === stage).map(({ days }) => days);
  return new Map(stays.map(({ stage }) => [stage, [of(stage).length, percentile(of(stage), 0.5)]]));
};

/** The open deals of each stage by the days since they came into it. */
export const recountAgeing = ({ data, timeZone, today }: Recount) =>
  OPEN.map((stage) => {
    const deals = kept(data.deals).filter((deal) => deal.stage === stage);
    const since = (deal: DealRow): string => {
      const moves = standing(deal).filter(({ field }) => field === 'stage');
      return moves.length === 0 ? deal.createdAt : moves.map(({ at }) => at).reduce((a, b) => (a > b ? a : b));
    };
    const age = (deal: DealRow): number => daysFrom(clock(timeZone)(since(deal)), today);
    const band = (least: number, most: number) => {
      const those = deals.filter((deal) => age(deal) >= least && age(deal) <= most);
      return { count: those.length, value: euros(those) };
    };
    return { name: STAGES[stage]?.[0], bands: [band(-9, 7), band(8, 30), band(31, 90), band(91, 1e6)] };
  });

/** Folded reason -> number of deals and what was lost, in the span. */
export const recountLost = ({ data }: Recount, span: Span): Map<string, [number, number]> => {
  const lost = kept(data.deals).filter((deal) => outcomeOf(deal) === 'lost' && within(deal.closedOn ?? '', span));
  const reasonOf = ({ lostReason }: DealRow): string => (lostReason ?? '').toLowerCase();
  return new Map(
    lost.map((deal) => {
      const same = lost.filter((other) => reasonOf(other) === reasonOf(deal));
      return [reasonOf(deal), [same.length, euros(same)]];
    }),
  );
};

/** What is expected of one month, from its open deals one by one. */
export const recountForecast = ({ data, today }: Recount, month: string) => {
  const open = kept(data.deals).filter(
    (deal) => outcomeOf(deal) === 'open' && deal.closeOn?.startsWith(month) && month >= today.slice(0, 7),
  );
  const chance = ({ stage }: DealRow): number => STAGES[stage]?.[1] ?? 0;
  const won = kept(data.deals).filter((deal) => outcomeOf(deal) === 'won' && deal.closedOn?.startsWith(month));
  return {
    won: euros(won),
    commit: euros(open.filter((deal) => chance(deal) >= 75)),
    bestCase: euros(open.filter((deal) => chance(deal) >= 50)),
    weighted: Math.round(open.reduce((sum, deal) => sum + euros([deal]) * chance(deal), 0) / 100),
  };
};
