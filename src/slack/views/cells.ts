import type { DataTableBlock } from '@slack/types';
import type { Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Field, Kind, Value, FieldOf } from '../../model/fields.ts';
import { formatMoney } from '../../model/money.ts';
import { formatPhone } from '../../model/phone.ts';
import { cut } from '../../model/text/text.ts';
import { isHidden, MASK } from './mask.ts';
import { showDay, type ShowContext } from './values.ts';

export type Cell = DataTableBlock['rows'][number][number];

/** What cells depend on beside what every value does. */
export interface CellContext extends ShowContext {
  /** The reader's (IANA): Slack writes no moments into tables by itself. */
  timeZone: string;
}

type CellOf<K extends Kind> = (value: NonNullable<Value>, field: FieldOf<K>, context: CellContext) => Cell;

/** As much of a text as a column shows. */
const WIDE = 60;

const text = (words: string): Cell => ({ type: 'raw_text', text: cut(words.replace(/\s+/g, ' ').trim(), WIDE) || '–' });
/** Shown as text, sorted in Slack by the number. */
const number = (value: number, words: string): Cell => ({ type: 'raw_number', value, text: words });

const words = (value: NonNullable<Value>): Cell => text(String(value));

const moment = (iso: string, { locale, timeZone }: CellContext): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso));

/** Value -> cell of a table, for each kind of field. */
const cellFor: { [K in Kind]: CellOf<K> } = {
  text: words,
  longText: words,
  email: words,
  url: (value) => text(String(value).replace(/^https?:\/\//, '')),
  phone: (value) => text(formatPhone(String(value))),
  money: (value, _field, { currency, locale }) => number(Number(value), formatMoney(Number(value), currency, locale)),
  number: (value) => number(Number(value), String(value)),
  date: (value, _field, context) => number(Date.parse(String(value)) / 86_400_000, showDay(String(value), context)),
  dateTime: (value, _field, context) => number(Date.parse(String(value)) / 1000, moment(String(value), context)),
  choice: (value, { options }) => text(options[String(value)] ?? String(value)),
  stage: (value, _field, { stages }) => text(stages.find(({ id }) => id === value)?.name ?? 'a deleted stage'),
  reference: (value, { to }, { titles }) => text(titles(to, Number(value))),
  person: words,
};

/** One field of a record as a cell; a dash where it is blank. */
export function cellOf(entity: Entity, record: AnyRecord, name: string, context: CellContext): Cell {
  const field = entity.fields[name];
  const value = record[name] ?? null;
  if (!field || value === null) return text('–');
  if (isHidden(field, context)) return text(MASK);
  const currency = typeof record['currency'] === 'string' ? record['currency'] : context.currency;
  return (cellFor[field.kind] as (value: NonNullable<Value>, field: Field, context: CellContext) => Cell)(
    value,
    field,
    { ...context, currency },
  );
}
