import { dayIn } from '../../model/dates/calendar.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord, Stage } from '../../model/record.ts';
import type { Field, Kind, Value, FieldOf } from '../../model/fields.ts';
import { formatPhone } from '../../model/phone.ts';
import { entityOf } from '../../model/registry.ts';
import { addDays } from '../../model/dates/time.ts';
import { cut } from '../../model/text/text.ts';
import { escape } from '../messages/blocks.ts';
import type { Titles } from '../../crm/records/index.ts';
import { isHidden, isTitleHidden, MASK, showMoney, type Audience } from './mask.ts';

/** Context for showing values. */
export interface ShowContext extends Audience {
  locale: string;
  /** Currency of the record in hand. */
  currency: string;
  /** Today in the reader's time zone; blank for what is read on other days as well: no day is called today then. */
  today: string;
  stages: readonly Stage[];
  titles: Titles;
}

type Shower<K extends Kind> = (value: NonNullable<Value>, field: FieldOf<K>, context: ShowContext) => string;

const words = (value: NonNullable<Value>): string => escape(String(value));

const nearDays = (today: string): [string, string][] => [
  [today, 'today'],
  [addDays(today, 1), 'tomorrow'],
  [addDays(today, -1), 'yesterday'],
];

/** `30 Nov 2026`; `today`, `tomorrow` and `yesterday` by name. */
export function showDay(day: string, { locale, today }: Pick<ShowContext, 'locale' | 'today'>): string {
  const near = new Map(today === '' ? [] : nearDays(today));
  return near.get(day) ?? dayIn(day, locale);
}

/** A moment that Slack writes in each reader's own time zone. */
export function showMoment(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${iso.slice(0, 16).replace('T', ' ')} UTC>`;
}

/** The day of a moment, in each reader's own time zone and words: what was `today` is `yesterday` a day later. */
export function showDayOf(iso: string): string {
  return `<!date^${Math.floor(Date.parse(iso) / 1000)}^{date_short_pretty}|${iso.slice(0, 10)}>`;
}

/** Value -> mrkdwn, for each kind of field. */
const shower: { [K in Kind]: Shower<K> } = {
  text: words,
  longText: words,
  email: (value) => `<mailto:${words(value)}|${words(value)}>`,
  phone: (value) => words(formatPhone(String(value))),
  url: (value) => `<${words(value)}|${words(value).replace(/^https?:\/\//, '')}>`,
  money: (value, _field, context) => words(showMoney(Number(value), context.currency, context)),
  number: words,
  date: (value, _field, context) => showDay(String(value), context),
  dateTime: (value) => showMoment(String(value)),
  choice: (value, { options }) => words(options[String(value)] ?? value),
  stage: (value, _field, { stages }) => words(stages.find(({ id }) => id === value)?.name ?? 'a deleted stage'),
  reference: (value, { to }, context) =>
    isTitleHidden(entityOf(to), context) ? MASK : words(context.titles(to, Number(value))),
  person: (value) => `<@${words(value)}>`,
};

/** A field's value as mrkdwn; a dash where there is none, dots where it is hidden from those who read it. */
export function showField(field: Field, value: Value, context: ShowContext): string {
  if (value === null) return '–';
  if (isHidden(field, context)) return MASK;
  const show = shower[field.kind] as (value: NonNullable<Value>, field: Field, context: ShowContext) => string;
  return show(value, field, context);
}

/** The same for one field of a record. */
export function showValue(entity: Entity, record: AnyRecord, name: string, context: ShowContext): string {
  const field = entity.fields[name];
  if (!field) throw new Error(`${entity.name} has no field ${name}`);
  const currency = typeof record['currency'] === 'string' ? record['currency'] : context.currency;
  return showField(field, record[name] ?? null, { ...context, currency });
}

/** The beginning of what somebody wrote into a field, as mrkdwn. @param most characters */
export function showBeginning(
  entity: Entity,
  record: AnyRecord,
  name: string,
  { masked }: Audience,
  most: number,
): string {
  const field = entity.fields[name];
  return !field || isHidden(field, { masked }) ? MASK : escape(cut(String(record[name] ?? ''), most));
}
