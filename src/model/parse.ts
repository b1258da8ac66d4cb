import { z } from 'zod';
import type { Entity } from './entity.ts';
import type { Field, Kind, Value, FieldOf } from './fields.ts';
import { countryCalled } from './country.ts';
import { readMoney } from './numbers/amounts.ts';
import { readPhone, regionOf } from './phone.ts';
import { Invalid } from './errors.ts';
import { cleanLine, cleanText, lengthOf } from './text/text.ts';

export const CHOOSE_FROM_LIST = 'Choose an option from the list.';
export const CHOOSE_PERSON = 'Choose a person from the list.';

/** What the meaning of typed words depends on. */
export interface ParseContext {
  /** Currency of the record (ISO 4217). */
  currency: string;
  /** BCP 47 locale of the settings. */
  locale: string;
  /** The country of the record, as somebody wrote it: there its phone numbers are dialled. */
  country?: string | null;
}

type SchemaFor = { [K in Kind]: (field: FieldOf<K>, context: ParseContext) => z.ZodType<Value> };

const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2100-12-31';

const refuse = (context: z.RefinementCtx, message: string): typeof z.NEVER => {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
};

const shorterThan = (most: number, clean: (words: string) => string) =>
  z.coerce.string().transform((raw, context) => {
    const words = clean(raw);
    const length = lengthOf(words);
    return length <= most ? words : refuse(context, `Shorten this to ${most} characters. It has ${length}.`);
  });

const id = z.coerce.number(CHOOSE_FROM_LIST).int(CHOOSE_FROM_LIST).positive(CHOOSE_FROM_LIST);

const day = z.coerce.string().transform((words, context) => {
  const iso = words.trim();
  if (!z.iso.date().safeParse(iso).success)
    return refuse(context, 'Enter the day as 2026-03-31 or pick it from the calendar.');
  return iso >= FIRST_DAY && iso <= LAST_DAY ? iso : refuse(context, `Pick a day from ${FIRST_DAY} to ${LAST_DAY}.`);
});

/** A day and, perhaps, a time: what `Date` makes of other words ("Room 12" is in 2001) nobody meant. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const readMoment = (raw: string | number): Date | null => {
  if (typeof raw === 'number' || /^\d{1,12}$/.test(raw)) return new Date(Number(raw) * 1000);
  const date = MOMENT.exec(raw.trim())?.[1];
  return date !== undefined && z.iso.date().safeParse(date).success ? new Date(raw.trim()) : null;
};

/** Unix seconds (as Slack's date-time picker gives them) or an ISO moment -> ISO moment in UTC. */
const moment = z.union([z.number(), z.string()]).transform((raw, context) => {
  const at = readMoment(raw);
  if (at === null || Number.isNaN(at.getTime())) return refuse(context, 'Pick a day and time.');
  const iso = at.toISOString();
  return iso.slice(0, 10) >= FIRST_DAY && iso.slice(0, 10) <= LAST_DAY
    ? iso
    : refuse(context, `Pick a day from ${FIRST_DAY} to ${LAST_DAY}.`);
});

const webAddress = z.coerce.string().transform((raw, context) => {
  const words = cleanLine(raw);
  const full = /^[a-z][a-z\d+.-]*:/i.test(words) ? words : `https://${words}`;
  const address = URL.canParse(full) ? new URL(full) : null;
  const plausible =
    address &&
    /^https?:$/.test(address.protocol) &&
    /^[^.\s]+(\.[^.\s]+)+$/.test(address.hostname) &&
    words.length <= 500;
  return plausible ? address.href.replace(/\/$/, '') : refuse(context, 'Enter a web address like https://example.com.');
});

/** More than so many choices are no help in a sentence. */
const MOST_NAMED = 20;

const oneOf = (labels: readonly string[]): string =>
  labels.length > MOST_NAMED ? CHOOSE_FROM_LIST : `Choose one of: ${labels.join(', ')}.`;

const schemaFor: SchemaFor = {
  text: (field) => shorterThan(field.max, cleanLine),
  longText: (field) => shorterThan(field.max, cleanText),
  email: () =>
    z.coerce
      .string()
      .transform((raw) => cleanLine(raw).toLowerCase())
      .pipe(z.email('Enter an email like ana@example.com.').max(254, 'Enter an email like ana@example.com.')),
  phone: (_field, { locale, country }) =>
    z.coerce.string().transform((raw, context) => {
      const region = country ? countryCalled(country, locale) : null;
      const e164 = readPhone(cleanLine(raw), region ?? regionOf(locale));
      return e164 ?? refuse(context, 'Enter the phone number with its country code, like +49 30 1234567.');
    }),
  url: () => webAddress,
  money: (_field, { currency, locale }) =>
    z.union([z.number().int().nonnegative(), z.string()]).transform((raw, context) => {
      if (typeof raw === 'number') return raw;
      const reading = readMoney(raw, currency, { locale });
      return 'minor' in reading ? reading.minor : refuse(context, reading.problem);
    }),
  number: ({ min, max }) => {
    const say = `Enter a whole number from ${min} to ${max}.`;
    return z.coerce.number(say).int(say).min(min, say).max(max, say);
  },
  date: () => day,
  dateTime: () => moment,
  choice: ({ options }) =>
    z.coerce.string().transform((raw, context) => {
      const words = cleanLine(raw).toLowerCase();
      const found = Object.entries(options).find(
        ([key, label]) => key.toLowerCase() === words || label.toLowerCase() === words,
      );
      return found ? found[0] : refuse(context, oneOf(Object.values(options)));
    }),
  stage: () => id,
  reference: () => id,
  person: () => z.coerce.string().regex(/^[UW][A-Z0-9]{2,20}$/, CHOOSE_PERSON),
};

/** The schema of one field: raw input (form, command or cell) in, stored value out. */
const schemaOf = (field: Field, context: ParseContext): z.ZodType<Value> =>
  (schemaFor[field.kind] as (field: Field, context: ParseContext) => z.ZodType<Value>)(field, context);

const isBlank = (raw: unknown): boolean =>
  raw === null || raw === undefined || (typeof raw === 'string' && cleanText(raw) === '');

/** `Amount is required.` */
export function requiredProblem({ label }: Pick<Field, 'label'>): string {
  return `${label} is required.`;
}

/** `Amount is required.`, or the message of the first thing wrong with it. */
export function parseField(field: Field, raw: unknown, context: ParseContext): { value: Value } | { problem: string } {
  if (isBlank(raw)) return field.required ? { problem: requiredProblem(field) } : { value: null };
  const result = schemaOf(field, context).safeParse(raw);
  if (result.success) return result.data === '' ? { value: null } : { value: result.data };
  return { problem: result.error.issues[0]?.message ?? `${field.label} can’t be read.` };
}

/**
 * Parses exactly the fields that the input names; names the entity does not have are a bug of the caller.
 * @throws Invalid naming every field that could not be read
 */
export function parseInput(
  entity: Entity,
  input: Readonly<Record<string, unknown>>,
  context: ParseContext,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  const problems: Record<string, string> = {};
  for (const [name, raw] of Object.entries(input)) {
    const field = entity.fields[name];
    if (!field) throw new Error(`${entity.name} has no field ${name}`);
    const reading = parseField(field, raw, context);
    if ('problem' in reading) problems[name] = reading.problem;
    else values[name] = reading.value;
  }
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
  return values;
}
