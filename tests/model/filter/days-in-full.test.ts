import { describe, expect, test } from '@jest/globals';
import { withDaysInFull } from '../../../src/model/filter/days-in-full.ts';
import { entityOf } from '../../../src/model/registry.ts';

const deals = entityOf('deal');
const inRegion = (locale: string) => ({ today: '2026-11-16', locale });

describe('days in digits become days that mean the same everywhere and next year', () => {
  test.each([
    ['closing:12/01', 'en-US', 'closing:2026-12-01'],
    ['closing:12/01', 'en-GB', 'closing:2026-01-12'],
    ['closing<=31/12', 'en-US', 'closing<=2026-12-31'],
    ['closing:12/1..12/31', 'en-US', 'closing:2026-12-01..2026-12-31'],
    ['closing:1.12..31.12.', 'de-DE', 'closing:2026-12-01..2026-12-31'],
    ['-closing:"12/01/2027" open', 'en-US', '-closing:2027-12-01 open'],
    ['created>25/12', 'en-GB', 'created>2025-12-25'],
    ['closing:12/01,empty amount>1k', 'en-US', 'closing:2026-12-01,empty amount>1k'],
  ])('%s in %s', (typed, locale, full) => expect(withDaysInFull(deals, typed, inRegion(locale))).toBe(full));

  test.each([
    'name:12/01',
    'notes:1.12.',
    '12/01',
    'amount>1.12',
    'closing:this-month',
    '"closing:12/01"',
    'closing:99/99',
  ])('%s stays as it was typed', (typed) => expect(withDaysInFull(deals, typed, inRegion('en-US'))).toBe(typed));

  test('a period is words alone, and since a clause of its own', () => {
    expect(withDaysInFull(deals, 'since 10/01 owner:me', inRegion('en-US'), { bare: true })).toBe(
      'since 2026-10-01 owner:me',
    );
    expect(withDaysInFull(deals, '10/01..10/15', inRegion('en-US'), { bare: true })).toBe('2026-10-01..2026-10-15');
    expect(withDaysInFull(deals, 'since:12/01', inRegion('en-US'), { since: ['since'] })).toBe('since:2025-12-01');
  });
});
