import type {
  Ageing,
  AgeingStage,
  Forecast,
  ForecastMonth,
  Funnel,
  FunnelStage,
  LostReason,
  LostReasons,
  Move,
  WhatMoved,
  Worth,
} from '../../src/charts/pictures.ts';

const about = { locale: 'en', currency: 'EUR' };

const worth = (count: number, value: number): Worth => ({ count, value: value * 100 });

export const fiveSteps: FunnelStage[] = [
  { name: 'Lead', ...worth(48, 1_240_000) },
  { name: 'Qualified', ...worth(36, 980_000) },
  { name: 'Proposal', ...worth(18, 610_000) },
  { name: 'Negotiation', ...worth(14, 455_000) },
  { name: 'Won', ...worth(9, 270_000) },
];

export const funnel = (stages = fiveSteps, rest: Partial<Funnel> = {}): Funnel => ({
  kind: 'funnel',
  title: 'From lead to won',
  ...about,
  stages,
  ...rest,
});

export const sixMonths: ForecastMonth[] = [
  { month: '2026-11', won: 180, commit: 60, bestCase: 110, weighted: 75, target: 240 },
  { month: '2026-12', won: 40, commit: 170, bestCase: 320, weighted: 215, target: 280 },
  { month: '2027-01', won: 0, commit: 90, bestCase: 260, weighted: 140, target: 200 },
  { month: '2027-02', won: 0, commit: 40, bestCase: 230, weighted: 95, target: 200 },
  { month: '2027-03', won: 0, commit: 30, bestCase: 310, weighted: 120, target: 260 },
  { month: '2027-04', won: 0, commit: 0, bestCase: 90, weighted: 20, target: 200 },
].map(({ month, ...thousands }) => ({
  month,
  won: thousands.won * 100_000,
  commit: thousands.commit * 100_000,
  bestCase: thousands.bestCase * 100_000,
  weighted: thousands.weighted * 100_000,
  target: thousands.target * 100_000,
}));

export const withoutTargets = (months: readonly ForecastMonth[]): ForecastMonth[] =>
  months.map((each) => {
    const month = { ...each };
    delete month.target;
    return month;
  });

export const forecast = (months = sixMonths, rest: Partial<Forecast> = {}): Forecast => ({
  kind: 'forecast',
  title: 'Forecast against target',
  ...about,
  months,
  ...rest,
});

const aWeek: Record<Move, Worth> = {
  new: worth(9, 210_000),
  reopened: worth(1, 24_000),
  grown: worth(4, 65_000),
  pulledIn: worth(0, 0),
  shrunk: worth(3, -38_000),
  slipped: worth(5, -120_000),
  lost: worth(6, -145_000),
  won: worth(7, -260_000),
};

export const moved = (moves: Partial<Record<Move, Worth>> = {}, rest: Partial<WhatMoved> = {}): WhatMoved => ({
  kind: 'what-moved',
  title: 'What moved since Monday',
  ...about,
  then: worth(53, 1_497_000),
  now: worth(49, 1_233_000),
  moves: { ...aWeek, ...moves },
  ...rest,
});

/** Deals of 10,000 each. */
const aged = (name: string, ...[a, b, c, d]: [number, number, number, number]): AgeingStage => ({
  name,
  bands: [worth(a, a * 10_000), worth(b, b * 10_000), worth(c, c * 10_000), worth(d, d * 10_000)],
});

export const fiveAges = [
  aged('Lead', 8, 5, 3, 2),
  aged('Qualified', 4, 6, 4, 0),
  aged('Proposal', 1, 3, 3, 5),
  aged('Negotiation', 2, 2, 1, 0),
  aged('Contract', 1, 1, 0, 1),
];

export const ageing = (stages = fiveAges, rest: Partial<Ageing> = {}): Ageing => ({
  kind: 'ageing',
  title: 'How long deals have been in their stage',
  ...about,
  upTo: [7, 30, 90],
  stages,
  ...rest,
});

const sixReasons: LostReason[] = [
  { reason: 'Price', ...worth(12, 310_000) },
  { reason: 'They chose a competitor with a local office', ...worth(5, 240_000) },
  { reason: 'No budget this year', ...worth(9, 175_000) },
  { reason: 'No answer', ...worth(14, 90_000) },
  { reason: '', ...worth(3, 42_000) },
  { reason: 'Missing feature', ...worth(2, 18_000) },
];

export const lost = (reasons = sixReasons, rest: Partial<LostReasons> = {}): LostReasons => ({
  kind: 'lost-reasons',
  title: 'Why deals were lost',
  ...about,
  reasons,
  ...rest,
});
