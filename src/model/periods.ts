/** Days are `YYYY-MM-DD`; both ends belong to the span. */
export interface Span {
  /** `This month`, `Q3 2026`, `1 Sep 2026 to 15 Sep 2026`: as shown to people. */
  name: string;
  from: string;
  to: string;
}

/** The days somebody asked about, and those to hold them against. */
export interface Period extends Span {
  /** The month before, the quarter before, or as many days before. */
  before: Span;
}
