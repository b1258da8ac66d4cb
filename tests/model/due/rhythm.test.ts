import { describe, expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { Temporal } from 'temporal-polyfill';
import {
  DAYS,
  formatRhythm,
  isWorkingDay,
  nextTime,
  rhythmInWords,
  storedRhythm,
} from '../../../src/model/dates/recurrence.ts';

const at = (iso: string): number => Date.parse(iso);
const next = (on: string, time: string, after: string, zone = 'Europe/Berlin'): string =>
  new Date(nextTime({ on, at: time }, at(after), zone)).toISOString();

describe('the next time', () => {
  test('is later today, or on the next of its days', () => {
    expect(next('day', '09:00', '2026-11-16T07:00:00Z')).toBe('2026-11-16T08:00:00.000Z');
    expect(next('day', '09:00', '2026-11-16T08:00:00Z')).toBe('2026-11-17T08:00:00.000Z');
    expect(next('monday', '09:00', '2026-11-16T08:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(next('weekday', '17:00', '2026-11-20T17:00:00Z')).toBe('2026-11-23T16:00:00.000Z');
  });

  test('of a month is its first working day, over the year’s end as well', () => {
    expect(next('month', '09:00', '2026-07-20T00:00:00Z')).toBe('2026-08-03T07:00:00.000Z');
    expect(next('month', '09:00', '2026-12-20T00:00:00Z')).toBe('2027-01-01T08:00:00.000Z');
    expect(next('month', '09:00', '2027-01-01T08:00:00Z')).toBe('2027-02-01T08:00:00.000Z');
  });

  test('keeps the time of the clock over the change to and from summer time', () => {
    expect(next('day', '09:00', '2026-03-28T09:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
    expect(next('day', '09:00', '2026-10-24T09:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
  });

  test('comes an hour later where the clock skips it, and once where the clock shows it twice', () => {
    expect(next('day', '02:30', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(next('day', '02:30', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(next('day', '02:30', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  test('comes once where a whole day is left out, and where midnight is', () => {
    const samoa = next('day', '09:00', '2011-12-29T19:00:00Z', 'Pacific/Apia');
    expect(samoa).toBe('2011-12-30T19:00:00.000Z');
    expect(next('day', '09:00', samoa, 'Pacific/Apia')).toBe('2011-12-31T19:00:00.000Z');
    expect(next('day', '00:00', '2018-11-03T12:00:00Z', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });
});

const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
);
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const rhythms = fc.record({ on: fc.constantFrom(...DAYS), at: times });
const moments = fc.integer({ min: at('2009-01-01T00:00:00Z'), max: at('2039-01-01T00:00:00Z') });

const there = (moment: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);

test('whatever the zone, day and hour: it lies ahead, on one of its days, and shows its time or stands at a gap', () => {
  fc.assert(
    fc.property(rhythms, moments, zones, (rhythm, after, zone) => {
      const moment = nextTime(rhythm, after, zone);
      const local = there(moment, zone);
      const time = Temporal.PlainTime.from(rhythm.at);
      const isShown = local.toPlainTime().equals(time);
      expect(moment).toBeGreaterThan(after);
      // Where the time is not shown, the clock was moved in the hours before, over just that time.
      const moved = there(moment - 26 * 3_600_000, zone).offsetNanoseconds !== local.offsetNanoseconds;
      expect(isShown || moved).toBe(true);
      if (rhythm.on === 'weekday' && isShown) expect(local.dayOfWeek).toBeLessThanOrEqual(5);
      if (rhythm.on === 'month' && isShown) expect(local.day).toBeLessThanOrEqual(3);
    }),
    { numRuns: 2000 },
  );
});

test('none is left out and none comes twice: from one to the next lie no other days of it', () => {
  fc.assert(
    fc.property(rhythms, moments, zones, (rhythm, after, zone) => {
      const first = nextTime(rhythm, after, zone);
      const second = nextTime(rhythm, first, zone);
      expect(second).toBeGreaterThan(first);
      // Asked from any moment between the two, the second is the answer.
      for (const part of [0.001, 0.3, 0.7, 0.999]) {
        expect(nextTime(rhythm, Math.floor(first + (second - first) * part), zone)).toBe(second);
      }
      const days = { day: 2, weekday: 4, month: 36 }[rhythm.on] ?? 8;
      expect(second - first).toBeLessThanOrEqual(days * 86_400_000);
    }),
    { numRuns: 1000 },
  );
});

test('is stored and read again, and said in words', () => {
  for (const on of DAYS) expect(storedRhythm(formatRhythm({ on, at: '17:05' }))).toEqual({ on, at: '17:05' });
  expect(storedRhythm('sometimes 09:00')).toBeNull();
  expect(storedRhythm(null)).toBeNull();
  expect(rhythmInWords({ on: 'monday', at: '09:00' })).toBe('every Monday at 9:00');
  expect(rhythmInWords({ on: 'weekday', at: '17:30' })).toBe('every weekday at 17:30');
  expect(rhythmInWords({ on: 'month', at: '00:00' })).toBe('on the first weekday of every month at 0:00');
  expect(['2026-11-20', '2026-11-21'].map(isWorkingDay)).toEqual([true, false]);
});
