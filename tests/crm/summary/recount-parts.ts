import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../../src/model/dates/periods.ts';
import { daysFrom, euros, kept, outcomeOf, percentile, standing, STAGES, type Recount } from './recount.ts';
import type { DealRow, MoveRow } from './rows.ts';

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
  const added = kept(data.deals).filter(
    ({ createdAt, started }) => started !== 'unknown' && within(dayOf(createdAt), span),
  );
  const came = (deal: DealRow): number =>
    outcomeOf(deal) === 'won' ? 5 : Math.max(1, ...[...stagesOf(deal), deal.stage].filter((stage) => stage <= 4));
  return [...OPEN, 5].map((stage) => {
    const there = added.filter((deal) => came(deal) >= stage);
    return { name: STAGES[stage]?.[0], count: there.length, value: euros(there) };
  });
};

/** An import brought it into a stage, and nothing says when it came there. */
const isBrought = ({ started = 'here' }: DealRow, { from }: MoveRow): boolean => started !== 'here' && from === null;

/** Stage -> how many stays in it ended in the span, of how many it is known when they began, and the median length of those in days. */
export const recountStays = ({ data, timeZone }: Recount, span: Span): Map<number, [number, number, number | null]> => {
  const stays = kept(data.deals).flatMap((deal) => {
    const moves = standing(deal).filter(({ field }) => field === 'stage');
    return moves.flatMap((move, index) => {
      const next = moves[index + 1];
      if (!next || !within(clock(timeZone)(next.at), span)) return [];
      return [{ stage: Number(move.to), days: isBrought(deal, move) ? null : daysFrom(move.at, next.at) }];
    });
  });
  const of = (stage: number) => stays.filter((stay) => stay.stage === stage).map(({ days }) => days);
  const known = (stage: number): number[] => of(stage).filter((days) => days !== null);
  return new Map(
    stays.map(({ stage }) => [stage, [of(stage).length, known(stage).length, percentile(known(stage), 0.5)]]),
  );
};

const stageMoves = (deal: DealRow) => standing(deal).filter(({ field }) => field === 'stage');

/** Those deals by the days since each came to where it was. */
const inBands = (deals: readonly DealRow[], age: (deal: DealRow) => number, isSure: (deal: DealRow) => boolean) => {
  const worth = (those: readonly DealRow[]) => ({ count: those.length, value: euros(those) });
  const sure = deals.filter((deal) => age(deal) > 90 || isSure(deal));
  const band = (least: number, most: number) => worth(sure.filter((deal) => age(deal) >= least && age(deal) <= most));
  const bands = [band(-9, 7), band(8, 30), band(31, 90), band(91, 1e6)];
  return { bands, unknown: worth(deals.filter((deal) => !sure.includes(deal))) };
};

/**
 * The open deals of each stage by the days since they came into it, as of now and as they stood at the end of the span
 * before: where the first move after that came from, for as long as since the last move until then.
 */
export const recountAgeing = ({ data, timeZone, today }: Recount, before: Span) =>
  OPEN.map((stage) => {
    const dayOf = clock(timeZone);
    const isPast = ({ at }: { at: string }): boolean => dayOf(at) <= before.to;
    const cameAt = (deal: DealRow, moves = stageMoves(deal)): string =>
      moves.length === 0 ? deal.createdAt : moves.map(({ at }) => at).reduce((a, b) => (a > b ? a : b));
    const now = kept(data.deals).filter((deal) => deal.stage === stage);
    const then = kept(data.deals).filter((deal) => {
      const next = stageMoves(deal).find((move) => !isPast(move));
      if ((deal.started ?? 'here') !== 'here' && !stageMoves(deal).some(isPast)) return false;
      return dayOf(deal.createdAt) <= before.to && (next?.from ?? deal.stage) === stage;
    });
    const isSure =
      (counts: (move: MoveRow) => boolean) =>
      (deal: DealRow): boolean =>
        (deal.started ?? 'here') === 'here' || stageMoves(deal).some((move) => move.from !== null && counts(move));
    const { bands: was, unknown: unknownBefore } = inBands(
      then,
      (deal) => daysFrom(dayOf(cameAt(deal, stageMoves(deal).filter(isPast))), before.to),
      isSure(isPast),
    );
    return {
      ...{ id: stage, name: STAGES[stage]?.[0], probability: STAGES[stage]?.[1] },
      ...inBands(
        now,
        (deal) => daysFrom(dayOf(cameAt(deal)), today),
        isSure(() => true),
      ),
      before: was,
      unknownBefore,
    };
  });

/** What stood in each stage at the end of the span before, by its percent. */
export const recountPipelineBefore = (rows: Recount, before: Span) =>
  recountAgeing(rows, before).map(({ before: was, unknownBefore, probability = 0 }) => {
    const bands = [...was, unknownBefore];
    const [count, value] = [bands.reduce((n, band) => n + band.count, 0), bands.reduce((n, band) => n + band.value, 0)];
    return { count, value, weighted: Math.round((value * probability) / 100) };
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
  const yearBefore = `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
  const before = kept(data.deals).filter((deal) => outcomeOf(deal) === 'won' && deal.closedOn?.startsWith(yearBefore));
  return {
    before: euros(before),
    won: euros(won),
    commit: euros(open.filter((deal) => chance(deal) >= 75)),
    bestCase: euros(open.filter((deal) => chance(deal) >= 50)),
    weighted: Math.round(open.reduce((sum, deal) => sum + euros([deal]) * chance(deal), 0) / 100),
  };
};

/** What one of the people won in the span. */
export const recountWonBy = ({ data }: Recount, person: number, span: Span): number =>
  euros(
    kept(data.deals).filter(
      (deal) => outcomeOf(deal) === 'won' && (deal.owner ?? 0) === person && within(deal.closedOn ?? '', span),
    ),
  );

/** What was expected of a month when it began, from the entries of each deal in the order of the trail. */
export const recountProjected = ({ data, timeZone }: Recount, month: string) => {
  const begins = Temporal.PlainDate.from(`${month}-01`).toZonedDateTime(timeZone).toInstant().toString();
  const stood = <T>(deal: DealRow, field: MoveRow['field'], is: T): T => {
    // A move that was undone left three entries at most: there, back, and there again. All have its moment.
    const next = (deal.moves ?? []).find(({ field: of, at }) => of === field && Date.parse(at) >= Date.parse(begins));
    return next ? (next.from as T) : is;
  };
  const deals = kept(data.deals)
    .filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(begins))
    .map((deal) => ({
      ...deal,
      stage: stood(deal, 'stage', deal.stage),
      closeOn: stood(deal, 'closeOn', deal.closeOn ?? null),
      amount: stood(deal, 'amount', deal.amount),
    }))
    .filter((deal) => outcomeOf(deal) === 'open' && deal.closeOn?.startsWith(month));
  const chance = ({ stage }: DealRow): number => STAGES[stage]?.[1] ?? 0;
  return {
    commit: euros(deals.filter((deal) => chance(deal) >= 75)),
    bestCase: euros(deals.filter((deal) => chance(deal) >= 50)),
    weighted: Math.round(deals.reduce((sum, deal) => sum + euros([deal]) * chance(deal), 0) / 100),
  };
};
