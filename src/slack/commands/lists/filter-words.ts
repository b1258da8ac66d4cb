import type { Entity } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import type { Field } from '../../../model/fields.ts';
import { MONEY_DIGITS, type Condition, type Filter, type Range, type Test } from '../../../model/filter/filter.ts';
import { filterables, LAST_TOUCH, spelling, type Filterable } from '../../../model/filter/names.ts';
import { fractionDigits } from '../../../model/money.ts';
import { addDays, dayOf } from '../../../model/dates/time.ts';
import { cut, eitherOf } from '../../../model/text/text.ts';
import { escape } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { showMoney } from '../../views/mask.ts';
import { showContext } from '../../views/show-context.ts';
import { showDay, showField, type ShowContext } from '../../views/values.ts';

interface FilterContext extends ShowContext {
  timeZone: string;
}

type Bound = string | number;

/** An end of a range, as people read it. */
const boundIn =
  ({ kind }: Field, { timeZone, ...context }: FilterContext) =>
  (bound: Bound): string => {
    if (kind === 'dateTime') return showDay(dayOf(Date.parse(String(bound)), timeZone), context);
    if (kind === 'date') return showDay(String(bound), context);
    if (kind !== 'money') return String(bound);
    const minor = Number(bound) / 10 ** (MONEY_DIGITS - fractionDigits(context.currency));
    return escape(showMoney(minor, context.currency, context));
  };

/** Days are shown by their last day; moments are stored by the first moment after it. */
const lastMoment = (below: Bound, timeZone: string): string => addDays(dayOf(Date.parse(String(below)), timeZone), -1);

/** `over €50,000`, `from 1 Nov 2026 to 30 Nov 2026`, `before 1 Nov 2026` */
const rangeWords = ({ from, above, to, below }: Range, field: Field, showing: FilterContext): string => {
  const [show, days] = [boundIn(field, showing), field.kind === 'date' || field.kind === 'dateTime'];
  if (field.kind === 'dateTime' && from !== undefined && below !== undefined) {
    const [first, last] = [show(from), showDay(lastMoment(below, showing.timeZone), showing)];
    return first === last ? first : `from ${first} to ${last}`;
  }
  if (from !== undefined && to !== undefined) return from === to ? show(from) : `from ${show(from)} to ${show(to)}`;
  if (from !== undefined) return days ? `from ${show(from)} on` : `${show(from)} or more`;
  if (above !== undefined) return `${days ? 'after' : 'over'} ${show(above)}`;
  if (to !== undefined) return days ? `up to ${show(to)}` : `${show(to)} or less`;
  return below === undefined ? 'anything' : `${days ? 'before' : 'under'} ${show(below)}`;
};

const testWords = (test: Test, field: Field, showing: FilterContext): string[] => {
  if ('empty' in test) return ['empty'];
  if ('has' in test) return [`“${escape(cut(test.has, 60))}”`];
  if ('range' in test) return [rangeWords(test.range, field, showing)];
  return test.in.length === 0 ? ['none of them'] : test.in.map((key) => showField(field, key, showing));
};

/** The words between the name of a field and its value. */
const verbFor = (any: readonly Test[], not: boolean): string => {
  if (any.some((test) => 'has' in test)) return not ? ' doesn’t contain' : ' contains';
  if (any.every((test) => 'range' in test)) return not ? ' isn’t' : '';
  return not ? ' isn’t' : ' is';
};

const lowered = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

/** `stage is Won or Lost`, `amount over €50,000`, `no interaction since 17 Oct 2026` */
const conditionWords = ({ name, field }: Filterable, { not, any }: Condition, showing: FilterContext): string => {
  const [empty, quiet] = any;
  if (name === LAST_TOUCH && empty && 'empty' in empty && quiet && 'range' in quiet && quiet.range.below !== undefined)
    return `${not ? 'an' : 'no'} interaction since ${boundIn(field, showing)(quiet.range.below)}`;
  const values = any.flatMap((test) => testWords(test, field, showing));
  return `${escape(lowered(field.label))}${verbFor(any, not)} ${eitherOf(values)}`;
};

const MOST = 12;

/** Records that hold what the conditions name, so that they can be called by their names. */
const namedIn = ({ conditions }: Filter): AnyRecord[] =>
  conditions.flatMap(({ field, any }) =>
    any.flatMap((test) => ('in' in test ? test.in.slice(0, MOST).map((id) => ({ [field]: id }) as AnyRecord) : [])),
  );

const keysOf = ({ not, any }: Condition): readonly Bound[] | null =>
  not || any.some((test) => !('in' in test)) ? null : any.flatMap((test) => ('in' in test ? test.in : []));

/** `won`, `"Closed won"`: a value as it is typed. */
const asTyped = (shown: string): string => (/[\s,]/.test(shown) ? `"${shown}"` : shown);

/** A hint where two conditions exclude each other (`stage:won stage:lead`): how to find either. */
const contradictionIn = (conditions: readonly Condition[], known: Known, showing: FilterContext): string | null => {
  for (const [at, one] of conditions.entries()) {
    const [keys, field] = [keysOf(one), known.get(one.field)];
    const other = conditions
      .slice(at + 1)
      .find((next) => next.field === one.field && keysOf(next)?.every((key) => !keys?.includes(key)));
    if (!keys || !other || !field) continue;
    const values = [...keys, ...(keysOf(other) ?? [])].map((key) => asTyped(showField(field.field, key, showing)));
    return `Each has one ${lowered(field.field.label)}. To find either, use \`${spelling(field)}:${values.join(',')}\`.`;
  }
  return null;
};

const IN_TEXT = 'Words by themselves are searched as text. To filter a field, put its name first: `owner:ana`.';

type Known = ReadonlyMap<string, Filterable>;

/** A filter as it was understood. */
export interface FilterInWords {
  /** Condition by condition, as mrkdwn; blank where it asks for everything. */
  words: string;
  /** What may have been meant instead. */
  hint: string | null;
}

/** A filter in words, for an answer without results. */
export async function filterInWords(request: SlackRequest, entity: Entity, filter: Filter): Promise<FilterInWords> {
  const { conditions, words } = filter;
  const context = await showContext(request, [{ entity, records: namedIn(filter) }]);
  const showing = { ...context, timeZone: request.actor.timeZone };
  const known: Known = new Map(filterables(entity).map((one) => [one.name, one]));
  const fieldWords = conditions.flatMap((condition) => {
    const one = known.get(condition.field);
    return one ? [conditionWords(one, condition, showing)] : [];
  });
  const text = words.length > 0 ? [`text with ${words.map((word) => `“${escape(cut(word, 60))}”`).join(' and ')}`] : [];
  const all = [...fieldWords, ...text];
  return {
    words: [...all.slice(0, MOST), ...(all.length > MOST ? ['…'] : [])].join(', '),
    hint: contradictionIn(conditions, known, showing) ?? (words.length > 0 ? IN_TEXT : null),
  };
}
