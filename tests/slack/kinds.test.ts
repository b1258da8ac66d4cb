import { describe, expect, test } from '@jest/globals';
import type { ViewStateValue } from '@slack/bolt';
import { defineEntity, type Entity } from '../../src/model/entity.ts';
import * as fields from '../../src/model/fields.ts';
import type { Field, Kind, Value } from '../../src/model/fields.ts';
import type { FilterContext } from '../../src/model/filter/filter.ts';
import { parseFilter } from '../../src/model/filter/parse.ts';
import { parseField } from '../../src/model/parse.ts';
import { Unclear } from '../../src/model/errors.ts';
import { answerTo } from '../../src/slack/forms/answers.ts';

/**
 * Every kind of field with its own bad, border and hostile values, at each way in: what a form was answered with, what was
 * typed in a command or stands in a cell, and the value of a filter. A new kind does not compile until it stands here.
 */
interface Row {
  field: Field;
  /** What Slack says of an answer. */
  answered: (value: string) => Partial<ViewStateValue>;
  /** What is understood, and what is kept. */
  good: readonly (readonly [typed: string, kept: Value])[];
  /** What is refused, and the words that say what to do. */
  bad: readonly (readonly [typed: string, says: string | RegExp])[];
  /** Values of a filter that mean something. */
  filters: readonly string[];
  /** Values of a filter that mean nothing: each is pointed at. */
  pointless: readonly string[];
}

const typedIn = (value: string): Partial<ViewStateValue> => ({ value });
const chosenIn = (value: string): Partial<ViewStateValue> => ({
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

const LONG = 'x'.repeat(250_000);
const SQL = "x'); drop table customers;--";
const EMOJI = '👩‍👩‍👧';
const MAIL = 'Enter an email like ana@example.com.';
const PHONE = 'Enter the phone number with its country code';
const WEB = 'Enter a web address';
const DAY = 'Enter the day as 2026-03-31';
const FROM_THE_LIST = 'Choose an option from the list.';

const TABLE: Record<Kind, Row> = {
  text: {
    field: fields.text({ label: 'It', max: 20 }),
    answered: typedIn,
    good: [
      ['a', 'a'],
      ['x'.repeat(20), 'x'.repeat(20)],
      ['🚚'.repeat(20), '🚚'.repeat(20)],
      ['  two   words\n', 'two words'],
      ['a\u0000b\u0007', 'ab'],
      ['e\u0301', '\u00e9'],
      ['<!channel>', '<!channel>'],
      [`'); drop --`, `'); drop --`],
      ['=1+1', '=1+1'],
      ['\u200b', null],
      ['', null],
    ],
    bad: [
      ['x'.repeat(21), 'Shorten this to 20 characters. It has 21.'],
      [EMOJI.repeat(5), 'Shorten this to 20 characters. It has 25.'],
      [LONG, 'It has 250000.'],
    ],
    filters: ['a', '"two words"', 'empty', SQL.slice(0, 2), EMOJI, '100%_'],
    pointless: ['', '""'],
  },
  longText: {
    field: fields.longText({ label: 'It', max: 30 }),
    answered: typedIn,
    good: [
      ['line\r\nline', 'line\nline'],
      ['x'.repeat(30), 'x'.repeat(30)],
      ['\u202etxet', '\u202etxet'],
      [' \n ', null],
    ],
    bad: [
      ['x'.repeat(31), 'Shorten this to 30 characters. It has 31.'],
      [LONG, 'It has 250000.'],
    ],
    filters: ['line', 'empty', '<b>'],
    pointless: ['', '" "'],
  },
  money: {
    field: fields.money({ label: 'It' }),
    answered: typedIn,
    good: [
      ['0', 0],
      ['0.01', 1],
      ['12k', 1_200_000],
      ['1.200,50', 120_050],
      ['1,200.50', 120_050],
      ['€ 1.5m', 150_000_000],
      ['', null],
    ],
    bad: [
      ['-5', /./],
      ['1e9', /./],
      ['NaN', /./],
      ['Infinity', /./],
      ['0x10', /./],
      ['1.2.3', /./],
      ['ten', /./],
      ['1000000000000000', /./],
      [SQL, /./],
      [LONG, /./],
    ],
    filters: ['10k', '10k..50k', '0', 'empty'],
    pointless: ['lots', '-5', '1e99', 'NaN', '50k..10k', ''],
  },
  number: {
    field: fields.number({ label: 'It', min: 1, max: 12 }),
    answered: typedIn,
    good: [
      ['1', 1],
      ['12', 12],
      ['', null],
    ],
    bad: ['0', '13', '1.5', 'NaN', '-1', '1e99', SQL, 'two'].map(
      (typed) => [typed, 'Enter a whole number from 1 to 12.'] as const,
    ),
    filters: ['5', '1..12', 'empty'],
    pointless: ['two', 'NaN', '9..2', ''],
  },
  date: {
    field: fields.date({ label: 'It' }),
    answered: (selected_date) => ({ selected_date: selected_date || null }),
    good: [
      ['1970-01-01', '1970-01-01'],
      ['2100-12-31', '2100-12-31'],
      ['2028-02-29', '2028-02-29'],
      ['', null],
    ],
    bad: [
      ['2026-02-30', DAY],
      ['2027-02-29', DAY],
      ['1969-12-31', 'Pick a day from 1970-01-01 to 2100-12-31.'],
      ['2101-01-01', 'Pick a day from 1970-01-01 to 2100-12-31.'],
      ['31.12.2026', DAY],
      ['soon', DAY],
      [SQL, DAY],
    ],
    filters: ['today', '2026-12-01', 'this-month', '2026-01-01..2026-03-31', 'empty'],
    pointless: ['soon', '2026-02-30', '2026-03-31..2026-01-01', ''],
  },
  dateTime: {
    field: fields.dateTime({ label: 'It' }),
    answered: (at) => ({
      selected_date_time: (at === '' ? null : Number.isNaN(Number(at)) ? at : Number(at)) as never,
    }),
    good: [
      ['0', '1970-01-01T00:00:00.000Z'],
      ['1794787200', '2026-11-16T00:00:00.000Z'],
      ['2026-11-16T14:00:00+02:00', '2026-11-16T12:00:00.000Z'],
      ['', null],
    ],
    bad: [
      ['1969-12-31T23:59:59Z', 'Pick a day from 1970-01-01 to 2100-12-31.'],
      ['99999999999', 'Pick a day from 1970-01-01 to 2100-12-31.'],
      ['2026-02-30T10:00:00Z', 'Pick a day and time.'],
      ['2026-11-16T25:00:00Z', 'Pick a day and time.'],
      ['Room 12', 'Pick a day and time.'],
      ['yesterday noon', 'Pick a day and time.'],
      [SQL, 'Pick a day and time.'],
    ],
    filters: ['today', 'last-90-days', '2026-11-16'],
    pointless: ['soon', '2026-02-30', ''],
  },
  choice: {
    field: fields.choice({ label: 'It', options: { red: 'Red', sky: 'Blue' } }),
    answered: chosenIn,
    good: [
      ['red', 'red'],
      ['Blue', 'sky'],
      [' BLUE ', 'sky'],
    ],
    bad: ['green', 'toString', '__proto__', 'constructor', SQL].map(
      (typed) => [typed, 'Choose one of: Red, Blue.'] as const,
    ),
    filters: ['red', 'b', 'sky', 'red,blue', 'empty'],
    pointless: ['green', 'toString', '__proto__', ''],
  },
  email: {
    field: fields.email({ label: 'It' }),
    answered: typedIn,
    good: [
      ['Ana@Example.COM', 'ana@example.com'],
      [' a+b@x.example ', 'a+b@x.example'],
      ['', null],
    ],
    bad: ['ana', 'ana@', '@example.com', 'a b@example.com', `${'x'.repeat(250)}@a.example`, SQL, LONG].map(
      (typed) => [typed, MAIL] as const,
    ),
    filters: ['@acme.example', 'ana', 'empty'],
    pointless: ['', '""'],
  },
  phone: {
    field: fields.phone({ label: 'It' }),
    answered: typedIn,
    good: [
      ...['+49 30 1234567', '030 1234567', '0049 30 1234567', '+49 (0)30 123-4567', '030/1234567'].map(
        (typed) => [typed, '+49301234567'] as const,
      ),
      ['', null],
    ],
    bad: ['12', 'ana', '+49', '+999 123456789', `+49${'1'.repeat(40)}`, SQL].map((typed) => [typed, PHONE] as const),
    filters: ['0301234567', '+49', 'empty', '"030 1234567"'],
    pointless: ['ana', '000', ''],
  },
  url: {
    field: fields.url({ label: 'It' }),
    answered: typedIn,
    good: [
      ['acme.example', 'https://acme.example'],
      ['HTTP://Acme.example/a?b=c', 'http://acme.example/a?b=c'],
      ['https://müller.example', 'https://xn--mller-kva.example'],
      ['', null],
    ],
    bad: [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'ftp://a.example',
      'acme',
      'a b',
      SQL,
      LONG,
    ].map((typed) => [typed, WEB] as const),
    filters: ['acme.example/about', 'empty'],
    pointless: ['', '""'],
  },
  stage: {
    field: fields.stage({ label: 'It' }),
    answered: chosenIn,
    good: [['2', 2]],
    bad: ['0', '-1', '1.5', 'NaN', 'won', SQL].map((typed) => [typed, FROM_THE_LIST] as const),
    filters: ['won', 'l', 'lead,won'],
    pointless: ['wno', 'zzz', SQL.slice(0, 2), ''],
  },
  reference: {
    field: fields.reference('employee', { label: 'It' }),
    answered: chosenIn,
    good: [['7', 7]],
    bad: ['0', '-7', '7.5', 'E-7', 'ana', SQL].map((typed) => [typed, FROM_THE_LIST] as const),
    filters: ['@ana', 'me', 'empty'],
    pointless: ['@zoe', 'E-99', ''],
  },
  person: {
    field: fields.person({ label: 'It' }),
    answered: (selected_user) => ({ selected_user }),
    good: [
      ['U0ANA', 'U0ANA'],
      ['W12345', 'W12345'],
    ],
    bad: ['ana', '@ana', 'U', 'C0SALES', '<@U0ANA>', `U${'A'.repeat(40)}`, SQL].map(
      (typed) => [typed, 'Choose a person from the list.'] as const,
    ),
    filters: ['<@U0ANA>', 'empty'],
    pointless: ['ana', '<@nobody>', ''],
  },
};

const KINDS = Object.entries(TABLE) as [Kind, Row][];
const CONTEXT = { currency: 'EUR', locale: 'de-DE' };

const stages = ['Lead', 'Won', 'Lost'].map((name, at) => ({
  id: at + 1,
  name,
  position: at + 1,
  probability: 0,
  outcome: (['open', 'won', 'lost'] as const)[at] ?? 'open',
}));
const around: FilterContext = {
  today: '2026-11-16',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  me: 7,
  stages,
  refs: (_to, words) => (words === '@ana' ? [1] : []),
};

/** An entity with that one field. */
const having = (field: Field): Entity =>
  defineEntity<Entity['fields'], Entity['traits']>({
    name: 'customer',
    plural: 'things',
    prefix: 'X',
    icon: ':gear:',
    table: 'things',
    help: '',
    title: 'it',
    traits: {},
    fields: { it: field },
    rules: [],
    list: { columns: ['it'], search: [], sort: { by: 'it', descending: false } },
    access: { read: 'viewer', create: 'rep', update: 'own', remove: 'own' },
  });

const refused = (entity: Entity, words: string): { says: string; at: string | undefined } | null => {
  try {
    parseFilter(entity, words, around);
    return null;
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return { says: error.message, at: error.where?.words.slice(error.where.from, error.where.to) };
  }
};

const short = (words: string): string => (words.length > 40 ? `${words.slice(0, 40)}… (${words.length})` : words);
const shortly = <T>(rows: readonly (readonly [string, T])[]) =>
  rows.map(([typed, rest]) => [short(JSON.stringify(typed)), typed, rest] as const);

describe.each(KINDS)('%s', (_kind, { field, answered, good, bad, filters, pointless }) => {
  const fromForm = (typed: string) =>
    parseField(field, answerTo({ it: { it: answered(typed) as ViewStateValue } }, 'it', field), CONTEXT);

  test.each(shortly(good))('%s is kept, whether answered in a form or typed', (_name, typed, kept) => {
    expect(parseField(field, typed, CONTEXT)).toEqual({ value: kept });
    expect(fromForm(typed)).toEqual({ value: kept });
  });

  test.each(shortly(bad))(
    '%s is refused with what to do, whether answered in a form or typed',
    (_name, typed, says) => {
      for (const reading of [parseField(field, typed, CONTEXT), fromForm(typed)])
        expect(reading).toEqual({ problem: expect.stringMatching(typeof says === 'string' ? literally(says) : says) });
    },
  );

  test('nothing is no value, and needed where the field is', () => {
    for (const blank of ['', ' ', '\u00a0', '\u200b', null, undefined]) {
      expect(parseField(field, blank, CONTEXT)).toEqual({ value: null });
      expect(parseField({ ...field, required: true }, blank, CONTEXT)).toEqual({ problem: 'It is required.' });
    }
  });

  test.each(filters)('a filter takes %s', (value) => {
    expect(refused(having(field), `it:${value}`)).toBeNull();
  });

  test.each(pointless)('a filter points at %j', (value) => {
    const refusal = refused(having(field), `before it:${value}`);
    expect(refusal?.says).toBeTruthy();
    expect(`it:${value}`).toContain(refusal?.at ?? '');
    expect(refusal?.at).not.toBe('');
  });
});

const literally = (words: string): RegExp => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
