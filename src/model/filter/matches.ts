import type { Entity } from '../entity.ts';
import type { AnyRecord } from '../record.ts';
import type { Kind, Value } from '../fields.ts';
import { fractionDigits } from '../money.ts';
import { searchText } from '../text/search-text.ts';
import { normalizeText } from '../text/text.ts';
import { MONEY_DIGITS, type Condition, type Filter, type Range, type Test } from './filter.ts';
import { filterables, LAST_TOUCH, valueIn, type Filterable } from './names.ts';

/** What a filter may ask of a record that does not stand in the record itself. */
export interface Circumstances {
  /** Moment of the newest interaction with it; null when there was none. */
  lastTouch: string | null;
  /** For amounts of records without a currency of their own. */
  currency: string;
}

type Comparable = (value: NonNullable<Value>, currency: string) => string | number;

const asIs: Comparable = (value) => value;
const folded: Comparable = (value) => normalizeText(String(value));

/** Each kind's value in the form in which tests hold it. */
const comparable: Record<Kind, Comparable> = {
  text: folded,
  longText: folded,
  email: folded,
  url: folded,
  phone: asIs,
  money: (value, currency) => Number(value) * 10 ** (MONEY_DIGITS - fractionDigits(currency)),
  number: asIs,
  date: asIs,
  dateTime: asIs,
  choice: asIs,
  stage: asIs,
  reference: asIs,
  person: asIs,
};

const inRange = (value: string | number, { from, above, to, below }: Range): boolean =>
  (from === undefined || value >= from) &&
  (above === undefined || value > above) &&
  (to === undefined || value <= to) &&
  (below === undefined || value < below);

const holds = (test: Test, value: string | number | null): boolean => {
  if ('empty' in test) return value === null;
  if (value === null) return false;
  if ('in' in test) return test.in.includes(value);
  return 'has' in test ? String(value).includes(test.has) : inRange(value, test.range);
};

const valueOf = (one: Filterable, record: AnyRecord, { lastTouch, currency }: Circumstances) => {
  const value = one.name === LAST_TOUCH ? lastTouch : valueIn(one, record);
  const own = typeof record['currency'] === 'string' ? record['currency'] : currency;
  return value === null ? null : comparable[one.field.kind](value, own);
};

/**
 * Does the filter let this record through? The same answer as the database's own, for records in hand.
 * @param filter one that was parsed for this entity
 */
export function matches(entity: Entity, filter: Filter, record: AnyRecord, around: Circumstances): boolean {
  const all = new Map(filterables(entity).map((one) => [one.name, one]));
  const fulfils = ({ field: name, not, any }: Condition): boolean => {
    const one = all.get(name);
    if (!one) throw new Error(`${entity.name} has no field ${name}`);
    const value = valueOf(one, record, around);
    return any.some((test) => holds(test, value)) !== not;
  };
  const words = filter.words.length > 0 ? searchText(entity, record) : '';
  return filter.conditions.every(fulfils) && filter.words.every((word) => words.includes(word));
}
