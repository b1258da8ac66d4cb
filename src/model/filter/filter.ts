import type { ReferenceTarget } from '../fields.ts';
import type { Stage } from '../record.ts';

/**
 * The one filter language, understood: what lists, subscriptions, summaries and exports narrow records by. It is plain
 * JSON, but it holds for a moment only (`this-month` has become days, a name ids): what is kept is the words.
 */
export interface Filter {
  /** All of them must hold. */
  conditions: readonly Condition[];
  /** Folded; each must occur somewhere in the record's search text. */
  words: readonly string[];
}

export interface Condition {
  /** A field of the entity, `createdAt`, `updatedAt`, or `lastTouch`: the moment of the newest interaction. */
  field: string;
  not: boolean;
  /** One of them must hold; with `not`, none may. */
  any: readonly Test[];
}

/**
 * What a value is held against. Money is in ten-thousandths of the major unit, so that amounts in currencies with no,
 * two and three decimals compare; days, moments, ids and keys are as stored. No test but `empty` holds for a blank.
 */
export type Test =
  | { in: readonly (string | number)[] }
  /** The folded value contains these folded words. */
  | { has: string }
  | { range: Range }
  | { empty: true };

/** Days and moments are strings whose order is the order of time. */
export interface Range {
  /** At least. */
  from?: string | number;
  above?: string | number;
  /** At most. */
  to?: string | number;
  below?: string | number;
}

/** Money in a filter is counted in units of 10^-4 of the major unit: no currency has more decimals. */
export const MONEY_DIGITS = 4;

/** What the meaning of a filter depends on beside its words. */
export interface FilterContext {
  /** Today for the person who asks, `YYYY-MM-DD`. */
  today: string;
  /** IANA: where their days begin. */
  timeZone: string;
  /** In which amounts are read (ISO 4217). */
  currency: string;
  /** BCP 47, of whoever writes it now: amounts that could be two are asked about. What was kept once holds as it did. */
  locale?: string | undefined;
  /** The asking employee's id. */
  me: number;
  stages: readonly Stage[];
  /** Ids of the records that were meant: by id, by the start of a name, or `<@U…>`. None when nothing fits. */
  refs: (to: ReferenceTarget, words: string) => readonly number[];
}

export const EMPTY = 'empty';
