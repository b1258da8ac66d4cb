import { describe, expect, test } from '@jest/globals';
import { DIGEST, EVERY, rhythmIn, typedRhythm } from '../../../src/model/dates/recurrence-words.ts';
import { formatRhythm } from '../../../src/model/dates/recurrence.ts';
import { Unclear } from '../../../src/model/errors.ts';

const every = (line: string) => {
  const found = rhythmIn(line, EVERY);
  return found && [formatRhythm(found.rhythm), line.slice(found.from, found.to)];
};
const wrong = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Unclear) || !error.where) throw error;
    return error.where.words.slice(error.where.from, error.where.to);
  }
  return 'nothing is wrong';
};

test.each([
  ['this-week every:monday 9:00', 'monday 09:00', 'every:monday 9:00'],
  ['every:mon 9 this-week', 'monday 09:00', 'every:mon 9'],
  ['every:day', 'day 09:00', 'every:day'],
  ['every:weekday 17:00 to:me', 'weekday 17:00', 'every:weekday 17:00'],
  ['every:month last-month', 'month 09:00', 'every:month'],
  ['every:week friday at 5pm by:owner', 'friday 17:00', 'every:week friday at 5pm'],
  ['this quarter every:"tuesday 8:30" owner:ana', 'tuesday 08:30', 'every:"tuesday 8:30"'],
  ['every:Fridays 12am', 'friday 00:00', 'every:Fridays 12am'],
  ['every:weekday 12.30pm', 'weekday 12:30', 'every:weekday 12.30pm'],
  ['every:monday,17h', 'monday 17:00', 'every:monday,17h'],
  ['every:8:15', 'day 08:15', 'every:8:15'],
])('“%s” is %s', (line, stored, words) => {
  expect(every(line)).toEqual([stored, words]);
});

test('a line without it says nothing of it', () => {
  expect(every('this-week owner:ana')).toBeNull();
  expect(every('name:everyday')).toBeNull();
});

describe('what means nothing is pointed at', () => {
  test.each([
    ['this-week every:blue 9:00', 'blue'],
    ['every:monday 25:00', '25:00'],
    ['every:monday 9:60', '9:60'],
    ['every:monday 13pm', '13pm'],
    ['every:', 'every:'],
    ['every:2026-01-01', '2026-01-01'],
  ])('%s', (line, word) => {
    expect(wrong(() => rhythmIn(line, EVERY))).toBe(word);
  });

  test('a digest comes daily or weekly', () => {
    expect(typedRhythm('daily 9:00', DIGEST)).toBe('weekday 09:00');
    expect(typedRhythm('digest:weekly', DIGEST)).toBe('monday 09:00');
    expect(typedRhythm('weekly thursday 16:00', DIGEST)).toBe('thursday 16:00');
    expect(typedRhythm('  ', DIGEST)).toBeNull();
    expect(wrong(() => typedRhythm('monthly', DIGEST))).toBe('monthly');
    expect(wrong(() => typedRhythm('daily sometimes', DIGEST))).toBe('sometimes');
  });
});
