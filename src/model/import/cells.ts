import type { Stage } from '../record.ts';
import type { Field, Kind, FieldOf } from '../fields.ts';
import { nearestTo } from '../text/edit-distance.ts';
import { isCurrency } from '../money.ts';
import { cut, normalizeText } from '../text/text.ts';
import { withDecimal } from '../numbers/amounts.ts';
import { readPhone, regionOf } from '../phone.ts';
import type { Convention } from './columns.ts';
import { readDayOfMoment, readMoment } from './days.ts';
import { severalEmails, severalPhones, severalUrls, type Several } from './several.ts';

/**
 * What the words in a cell stand for: input as the parser takes it, or why they stand for nothing. `leftOver`: further
 * values that the field has no room for.
 */
export type Reading = { raw: unknown; leftOver?: readonly string[] } | { problem: string };

export interface CellContext {
  /** BCP 47, of the settings: how people here write days. */
  locale: string;
  /** IANA: moments without an offset are by the clock there, of whoever imports or of the system. */
  timeZone: string;
  /** IANA, of the settings: on which day a moment with an offset is. */
  homeZone: string;
  /** How the cells of the column are read that could mean two things. */
  convention?: Convention;
  stages: readonly Stage[];
  /** The record that the words mean. */
  refs: (field: Extract<Field, { kind: 'reference' }>, words: string) => Reading;
}

type Reader<K extends Kind> = (words: string, field: FieldOf<K>, context: CellContext) => Reading;

const asIs = (words: string): Reading => ({ raw: words });
export function quoted(words: string): string {
  return `“${cut(words.replace(/\s+/g, ' '), 60)}”`;
}

const text: Reader<'text'> = (words, { initial }) => {
  if (initial !== 'currency') return asIs(words);
  const code = words.trim().toUpperCase();
  return isCurrency(code) ? { raw: code } : { problem: `${quoted(words)} isn’t a currency. Use a code like EUR.` };
};

/** `1,200`, `80 %`: signs that group or name a number say nothing. */
const number = (words: string): Reading => {
  const bare = words.replace(/[\s\u00a0\u202f%]/g, '');
  return { raw: /^\d{1,3}([.,'’]\d{3})+$/.test(bare) ? bare.replace(/\D/g, '') : bare };
};

const several = ({ first, rest }: Several): Reading =>
  rest.length === 0 ? { raw: first } : { raw: first, leftOver: rest };

const phone: Reader<'phone'> = (words, _field, { locale }) =>
  several(severalPhones(words, (part) => readPhone(part, regionOf(locale)) !== null));

const money: Reader<'money'> = (words, _field, { convention }) => ({
  raw: convention?.decimal === undefined ? words : withDecimal(words, convention.decimal),
});

const habitsOf = ({ convention }: CellContext) => ({ order: convention?.days, serials: true });

/** What a day of this column looks like. */
const orderOf = ({ convention }: CellContext): string =>
  convention?.days === undefined ? '' : ` In this column the ${convention.days.replace(' first', ' comes first')}.`;

const date: Reader<'date'> = (words, _field, context) => {
  const raw = readDayOfMoment(words, context.locale, context.homeZone, habitsOf(context));
  return raw === null
    ? { problem: `${quoted(words)} isn’t a date.${orderOf(context)} Use the format 2026-03-31.` }
    : { raw };
};

const dateTime: Reader<'dateTime'> = (words, _field, context) => {
  const raw = readMoment(words, context.locale, context.timeZone, habitsOf(context));
  return raw === null
    ? { problem: `${quoted(words)} isn’t a date and time.${orderOf(context)} Use the format 2026-03-31 14:00.` }
    : { raw };
};

const stage: Reader<'stage'> = (words, _field, { stages }) => {
  const found = stages.find(({ name }) => normalizeText(name) === normalizeText(words));
  if (found) return { raw: found.id };
  const names = stages.map(({ name }) => name);
  const near = nearestTo(words, names);
  return {
    problem: `${quoted(words)} isn’t a stage.${near ? ` Did you mean ${near}?` : ''} Stages: ${names.join(', ')}.`,
  };
};

const lettersOf = (words: string): string => words.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** An option may be called otherwise elsewhere; words that are none are the parser's matter. */
const choice: Reader<'choice'> = (words, { elsewhere = {} }) => {
  const wanted = lettersOf(words);
  const found = Object.entries(elsewhere).find(([, names]) => names.some((name) => lettersOf(name) === wanted));
  return { raw: found?.[0] ?? words };
};

const person = (words: string): Reading => {
  const [, id] = /^(?:<@)?([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>?$/.exec(words.trim()) ?? [];
  return id ? { raw: id } : { problem: `${quoted(words)} isn’t a Slack user ID. Use one like U012AB3CD.` };
};

/** How the cells of each kind are read. What they are worth is the parser's matter, as with every other input. */
const readerFor: { [K in Kind]: Reader<K> } = {
  text,
  longText: asIs,
  email: (words) => several(severalEmails(words)),
  phone,
  url: (words) => several(severalUrls(words)),
  money,
  choice,
  number,
  date,
  dateTime,
  stage,
  person,
  reference: (words, field, { refs }) => refs(field, words),
};

/** @param words not blank */
export function readCell(words: string, field: Field, context: CellContext): Reading {
  return (readerFor[field.kind] as (words: string, field: Field, context: CellContext) => Reading)(
    words,
    field,
    context,
  );
}
