/** A span of days as the queries need it: every property can stand in SQL by its name, as `:start`. */
export interface Window {
  /** First and last day. */
  from: string;
  to: string;
  /** First moment, and the first one after it (UTC). */
  start: string;
  end: string;
  /** A deal that closes after this day is open for the window. While it runs, only stages tell: then a day that never comes. */
  openPast: string;
  /** The moments in which those 30, 60 and 90 days began after which a customer counts as silent. */
  quiet30: string;
  quiet60: string;
  quiet90: string;
  /** ISO 4217; other amounts are not added. */
  currency: string;
  /** What was to be won in the window, in minor units; null without a target. */
  target: number | null;
}

/** The two windows of a summary. */
export interface Windows {
  now: Window;
  before: Window;
}
