import type { Field, Kind, FieldOf } from '../fields.ts';
import { nearestTo } from '../text/edit-distance.ts';
import { fractionDigits } from '../money.ts';
import { readMoney } from '../numbers/amounts.ts';
import { digitsOf } from '../phone.ts';
import { addDays, startOfDay } from '../dates/time.ts';
import { entityOf } from '../registry.ts';
import { misnamed, refText } from '../typed-reference.ts';
import { cut, normalizeText, eitherOf } from '../text/text.ts';
import { daysCalled } from './days.ts';
import { MONEY_DIGITS, type FilterContext, type Range, type Test } from './filter.ts';
import type { Operator } from './tokens.ts';
import { singularOf } from '../entity.ts';

/** What somebody wrote after a field's name: the sign between them, and one value. */
export interface Asked {
  operator: Operator;
  words: string;
}

/** Why a value does not fit, and what would. */
export interface Misfit {
  problem: string;
}

type Reader<K extends Kind> = (asked: Asked, field: FieldOf<K>, context: FilterContext) => Test | Misfit;

const misfit = (problem: string): Misfit => ({ problem });
const quoted = (words: string): string => `“${cut(words, 40)}”`;

const NO_ORDER = misfit('can’t use < or >. Use a colon.');
/** Said of a name with nothing behind its colon. */
export const NEEDS_VALUE = 'needs a value, like stage:won.';
const NOTHING = misfit(NEEDS_VALUE);

/** What stands between the ends of a value that spans something, such as a month: on either side of it, or within. */
const sides = <T extends string | number>(operator: Operator, from: T, to: T): Range => {
  const ranges: Record<Operator, Range> = {
    ':': { from, to },
    '<': { below: from },
    '<=': { to },
    '>': { above: to },
    '>=': { from },
  };
  return ranges[operator];
};

/** Words are looked for anywhere in the text, whatever their case and accents. */
const text = ({ operator, words }: Asked): Test | Misfit => {
  if (operator !== ':') return NO_ORDER;
  const has = normalizeText(words);
  return has === '' ? NOTHING : { has };
};

const phone: Reader<'phone'> = ({ operator, words }) => {
  if (operator !== ':') return NO_ORDER;
  const has = digitsOf(words);
  return has === '' ? misfit(`can’t be ${quoted(words)}. Use some digits of the phone number.`) : { has };
};

/** `10k..50k` -> both ends; `10k` -> the same twice. */
const ends = (words: string): [string, string] => {
  const [first = '', second] = words.split(/\.{2,3}|…/, 2);
  return [first, second ?? first];
};

const money: Reader<'money'> = ({ operator, words }, _field, { currency, locale }) => {
  const scale = 10 ** (MONEY_DIGITS - fractionDigits(currency));
  const amounts: number[] = [];
  for (const end of ends(words)) {
    const reading = readMoney(end, currency, { locale });
    if ('problem' in reading) return misfit(`can’t be ${quoted(words)}. ${reading.problem}`);
    amounts.push(reading.minor * scale);
  }
  const [from = 0, to = 0] = amounts;
  if (to < from) return misfit(`can’t be ${quoted(words)}: it ends before it starts. Swap the two values.`);
  return { range: sides(operator, from, to) };
};

const number: Reader<'number'> = ({ operator, words }) => {
  const [from, to] = ends(words).map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  if (from === undefined || to === undefined || !Number.isFinite(from + to) || to < from)
    return misfit(`can’t be ${quoted(words)}. Use a number.`);
  return { range: sides(operator, from, to) };
};

const DAYS =
  'Use a day (2026-03-31, today), a period (this-month, q3, last-90-days, next-30-days) or 2026-01-01..2026-03-31.';

const date: Reader<'date'> = ({ operator, words }, _field, { today }) => {
  const days = daysCalled(words, today);
  return days ? { range: sides(operator, days.from, days.to) } : misfit(`can’t be ${quoted(words)}. ${DAYS}`);
};

/** Moments of those days, as the asker's clock has them. */
const dateTime: Reader<'dateTime'> = ({ operator, words }, _field, { today, timeZone }) => {
  const days = daysCalled(words, today);
  if (!days) return misfit(`can’t be ${quoted(words)}. ${DAYS}`);
  const from = startOfDay(days.from, timeZone);
  const past = startOfDay(addDays(days.to, 1), timeZone);
  const ranges: Record<Operator, Range> = {
    ':': { from, below: past },
    '<': { below: from },
    '<=': { below: past },
    '>': { from: past },
    '>=': { from },
  };
  return { range: ranges[operator] };
};

/** Those whose name is exactly that, or else those whose name begins with it. */
export function named<T>(words: string, all: readonly T[], nameOf: (one: T) => readonly string[]): T[] {
  const wanted = normalizeText(words);
  if (wanted === '') return [];
  const exact = all.filter((one) => nameOf(one).some((name) => normalizeText(name) === wanted));
  return exact.length > 0
    ? exact
    : all.filter((one) => nameOf(one).some((name) => normalizeText(name).startsWith(wanted)));
}

const noneOf = (words: string, names: readonly string[]): Misfit => {
  const near = nearestTo(words, names);
  return misfit(`can’t be ${quoted(words)}.${near ? ` Did you mean ${near}?` : ''} Use ${eitherOf(names)}.`);
};

const choice: Reader<'choice'> = ({ operator, words }, { options }) => {
  if (operator !== ':') return NO_ORDER;
  const found = named(words, Object.entries(options), (names) => names);
  return found.length > 0 ? { in: found.map(([key]) => key) } : noneOf(words, Object.values(options));
};

/** `>=proposal`: the stages from there on, in the order of the pipeline. */
const stage: Reader<'stage'> = ({ operator, words }, _field, { stages }) => {
  const found = named(words, stages, ({ name }) => [name]);
  if (found.length === 0)
    return noneOf(
      words,
      stages.map(({ name }) => name),
    );
  const positions = found.map(({ position }) => position);
  const {
    from = -Infinity,
    above = -Infinity,
    to = Infinity,
    below = Infinity,
  } = sides(operator, Math.min(...positions), Math.max(...positions));
  const fits = ({ position }: { position: number }): boolean =>
    position >= Number(from) && position > Number(above) && position <= Number(to) && position < Number(below);
  return { in: (operator === ':' ? found : stages.filter(fits)).map(({ id }) => id) };
};

const reference: Reader<'reference'> = ({ operator, words }, { to }, { me, refs }) => {
  if (operator !== ':') return NO_ORDER;
  if (entityOf(to).traits.isColleague && /^@?me$/i.test(words.trim())) return { in: [me] };
  const ids = refs(to, words);
  if (ids.length > 0) return { in: [...ids] };
  const why = misnamed(words, to) ?? `no ${singularOf(entityOf(to))} by that name.`;
  return misfit(
    `can’t be ${quoted(words)}: ${why} Use an ID like ${refText({ entity: to, id: 12 })} or the start of a name.`,
  );
};

const person: Reader<'person'> = ({ operator, words }) => {
  if (operator !== ':') return NO_ORDER;
  const [, id] = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$|^([UW][A-Z0-9]{2,20})$/.exec(words) ?? [];
  return id ? { in: [id] } : misfit(`can’t be ${quoted(words)}. Mention the person, like @ana.`);
};

/** How the values of each kind are read and compared. */
const readerFor: { [K in Kind]: Reader<K> } = {
  text,
  longText: text,
  email: text,
  url: text,
  phone,
  money,
  number,
  date,
  dateTime,
  choice,
  stage,
  reference,
  person,
};

/** What the value of a field is to be held against, or why the words fit it not. */
export function readTest(asked: Asked, field: Field, context: FilterContext): Test | Misfit {
  return asked.words.trim() === ''
    ? NOTHING
    : (readerFor[field.kind] as (asked: Asked, field: Field, context: FilterContext) => Test | Misfit)(
        asked,
        field,
        context,
      );
}
