/** Dates, times and numbers that are none. */
import type { JsonObject } from '../../../../src/practice/protocol.ts';
import { element, actions, input } from '../make.ts';
import { missing, pattern, NO_VALUE, type Refused } from '../says.ts';

const picking = (type: string, more: JsonObject): JsonObject => actions(element(type, more));
const typing = (type: string, more: JsonObject): JsonObject => input({ type, ...more });
const numbering = (more: JsonObject): JsonObject => input({ type: 'number_input', is_decimal_allowed: true, ...more });
const DAY = pattern('^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$');
const TIME = pattern('^(?:[01]\\d|2[0-3]):[0-5]\\d$');

export const shapes: Refused[] = [
  [
    'a date as people write it',
    'message',
    [picking('datepicker', { initial_date: '1.12.2026' })],
    '/0/elements/0/initial_date',
    DAY,
  ],
  [
    'a date in a thirteenth month',
    'home',
    [picking('datepicker', { initial_date: '2026-13-01' })],
    '/0/elements/0/initial_date',
    DAY,
  ],
  [
    'a date that no calendar has',
    'modal',
    [typing('datepicker', { initial_date: '2026-02-30' })],
    '/0/element/initial_date',
    DAY,
  ],
  [
    'a date with a time',
    'modal',
    [typing('datepicker', { initial_date: '2026-12-01T09:00' })],
    '/0/element/initial_date',
    DAY,
  ],
  [
    'a time without a leading nought',
    'message',
    [picking('timepicker', { initial_time: '9:30' })],
    '/0/elements/0/initial_time',
    TIME,
  ],
  [
    'a time after midnight',
    'modal',
    [typing('timepicker', { initial_time: '24:00' })],
    '/0/element/initial_time',
    TIME,
  ],
  [
    'a time with seconds',
    'home',
    [picking('timepicker', { initial_time: '09:30:00' })],
    '/0/elements/0/initial_time',
    TIME,
  ],
  [
    'a time zone nobody lives in',
    'modal',
    [typing('timepicker', { timezone: 'Mars/Olympus' })],
    '/0/element/timezone',
    NO_VALUE,
  ],
  [
    'a point in time in milliseconds',
    'message',
    [picking('datetimepicker', { initial_date_time: 1_628_633_820_000 })],
    '/0/elements/0/initial_date_time',
    'must be less than or equal to 9999999999',
  ],
  [
    'a point in time as text',
    'modal',
    [typing('datetimepicker', { initial_date_time: '1628633820' })],
    '/0/element/initial_date_time',
    'must provide an integer',
  ],
  [
    'a first number with a thousands separator',
    'modal',
    [numbering({ initial_value: '1,000' })],
    '/0/element/initial_value',
    'must be a valid number',
  ],
  [
    'a bound that is no number',
    'modal',
    [numbering({ min_value: 'none' })],
    '/0/element/min_value',
    'must be a valid number',
  ],
  [
    'a first number that is a number',
    'modal',
    [numbering({ initial_value: 3 })],
    '/0/element/initial_value',
    'must provide a string',
  ],
  [
    'a decimal where none are allowed',
    'modal',
    [numbering({ is_decimal_allowed: false, initial_value: '1.5' })],
    '/0/element/initial_value',
    'must provide an integer',
  ],
  [
    'a number input that does not say whether decimals are allowed',
    'modal',
    [typing('number_input', {})],
    '/0/element',
    missing('is_decimal_allowed'),
  ],
];
