/** What every picture is told. `locale` is a BCP 47 tag (`de-DE`); words on the picture are English, numbers follow it. */
interface About {
  title: string;
  /** One line under the title, such as the period and whose deals; where it is left out, a total. Findings stand before it. */
  subtitle?: string;
  locale: string;
}

/** Amounts below are integer minor units (cents) of this ISO 4217 code. */
interface InMoney extends About {
  currency: string;
}

export interface Stage {
  name: string;
  count: number;
  value: number;
  /** `value` times the chance of winning, at most `value`. */
  weighted: number;
}

export interface Month {
  /** `2026-03` */
  month: string;
  value: number;
  count: number;
  /** The value of the same month a year before. */
  before: number;
}

export interface PicturePerson {
  name: string;
  /** How many interactions of each kind: `call`, `email`, `meeting`, `message`, `note`; others are drawn as "Other". */
  counts: Record<string, number>;
}

/** Deals and what they are worth together. */
export interface Worth {
  count: number;
  value: number;
}

export interface FunnelStage extends Worth {
  name: string;
}

/** Amounts of one month; what is open does not hold what is won. */
export interface ForecastMonth {
  /** `2026-03` */
  month: string;
  /** Won so far. */
  won: number;
  /** Open and as good as sure. */
  commit: number;
  /** Everything open that may still be won, `commit` included. */
  bestCase: number;
  /** Everything open, by its chance. */
  weighted: number;
  /** Left out when none is set. */
  target?: number;
}

/** Why open value may change. */
export type Move = 'new' | 'grown' | 'shrunk' | 'pulledIn' | 'slipped' | 'won' | 'lost' | 'reopened';

export interface AgeingStage {
  name: string;
  /** The open deals in each band, the youngest first. */
  bands: [Worth, Worth, Worth, Worth];
}

export interface LostReason extends Worth {
  /** As people wrote it; empty when they wrote none. */
  reason: string;
}

export interface PipelineByStage extends InMoney {
  kind: 'pipeline-by-stage';
  /** In the order of the pipeline, which the picture keeps. */
  stages: Stage[];
}

export interface WonByMonth extends InMoney {
  kind: 'won-by-month';
  /** Oldest first, without gaps. */
  months: Month[];
}

export interface ActivityByPerson extends About {
  kind: 'activity-by-person';
  /** In any order: the picture starts with the busiest. */
  people: PicturePerson[];
}

export interface Funnel extends InMoney {
  kind: 'funnel';
  /** In the order of the pipeline: the deals that came at least this far. */
  stages: FunnelStage[];
}

export interface Forecast extends InMoney {
  kind: 'forecast';
  /** Oldest first, without gaps. */
  months: ForecastMonth[];
}

export interface WhatMoved extends InMoney {
  kind: 'what-moved';
  /** What was open at the start, and what is open now. */
  then: Worth;
  now: Worth;
  /** By how much each changed the open value, so what goes out of it is below zero. What they leave unexplained is drawn as "Other". */
  moves: Record<Move, Worth>;
  /** What else did, by name: deals that were deleted, merged, brought back. Those that changed nothing are better left out. */
  rest?: (Worth & { name: string })[];
}

export interface Ageing extends InMoney {
  kind: 'ageing';
  /** The last days of the first three bands, such as 7, 30 and 90. */
  upTo: [number, number, number];
  /** In the order of the pipeline. */
  stages: AgeingStage[];
}

export interface LostReasons extends InMoney {
  kind: 'lost-reasons';
  /** In any order: the picture starts with the most valuable. */
  reasons: LostReason[];
}

interface Pictures {
  'pipeline-by-stage': PipelineByStage;
  'won-by-month': WonByMonth;
  'activity-by-person': ActivityByPerson;
  funnel: Funnel;
  forecast: Forecast;
  'what-moved': WhatMoved;
  ageing: Ageing;
  'lost-reasons': LostReasons;
}
type Kind = keyof Pictures;

/** Everything that can be drawn, as plain JSON, so that it can cross to another thread. */
export type Picture = Pictures[Kind];

/** One answer for every kind of picture: a new kind does not compile until everything that needs an answer has it. */
export type ForEachPicture<Answer> = { [K in Kind]: (picture: Pictures[K]) => Answer };

/** The answer for this picture. */
export function answerFor<Answer, K extends Kind>(
  answers: ForEachPicture<Answer>,
  picture: Pictures[K] & { kind: K },
): Answer {
  return answers[picture.kind](picture);
}

export interface Drawn {
  /** A PNG whose rounded corners are transparent, so that it sits well on a dark and on a light background. */
  png: Buffer;
  /** What the picture shows, in words: at most 2000 characters, ready for an image's `alt_text`. */
  alt: string;
  /** Pixels of the PNG, twice what it is meant to be seen at. */
  width: number;
  height: number;
}
