import { describe, expect, test } from '@jest/globals';
import { listLineFor, readListLine } from '../../../src/model/filter/list-line.ts';
import type { Entity } from '../../../src/model/entity.ts';
import { withSpoken } from '../../../src/model/filter/spoken.ts';
import { Unclear } from '../../../src/model/errors.ts';
import { entityOf } from '../../../src/model/registry.ts';

const deals = entityOf('deal');
/** A Monday. */
const TODAY = '2026-11-16';
const spoken = (words: string, entity: Entity = deals): string => withSpoken(entity, words, TODAY, ['sort']);

describe('what people say instead of conditions', () => {
  test.each([
    ['won this month', 'won closing:this-month'],
    ['won last 90 days', 'won closing:last-90-days'],
    ['lost since monday', 'lost closing:since-monday'],
    ['this quarter won', 'closing:this-quarter won'],
    ['is:open next week', 'is:open closing:next-week'],
    ['won ytd owner:me', 'won closing:ytd owner:me'],
    ['closing next week', 'closing:next-week'],
    ['closing 2026-12 mine', 'closing:2026-12 mine'],
    ['created today amount>1k', 'created:today amount>1k'],
    ['closing dec 1', 'closing:dec-1'],
    ['expected-close next 30 days', 'expected-close:next-30-days'],
  ])('%s is %s', (typed, conditions) => expect(spoken(typed)).toBe(conditions));

  test.each([
    ...['march', 'closing', 'closing soon', 'big rollout', 'my shop', 'friday harbour'],
    ...['"this month"', 'won "this month"', 'won last stand', 'closing:this-month sort:-amount'],
  ])('%s stays as it is', (words) => expect(spoken(words)).toBe(words));

  test.each([
    ['this month', deals, 'this month', 'Use closing:this-month or created:this-month.'],
    ['today amount>1k', deals, 'today', 'Use closing:today or created:today.'],
    ['last week', entityOf('customer'), 'last week', 'Use created:last-week.'],
    ['this week', entityOf('interaction'), 'this week', 'Use when:this-week or created:this-week.'],
  ])('of “%s” it says which days there are', (words, entity, at, says) => {
    try {
      spoken(words, entity);
      throw new Error('it was understood');
    } catch (error) {
      if (!(error instanceof Unclear) || !error.where) throw error;
      expect(error.message).toContain(says);
      expect(error.where.words.slice(error.where.from, error.where.to)).toBe(at);
    }
  });
});

describe('a line of a list', () => {
  const read = (line: string): string | null => {
    const found = readListLine(line);
    return found && `${found.entity.plural} ${found.words}`.trim();
  };

  test.each([
    ['deals', 'deals'],
    ['deals open', 'deals open'],
    ['open deals', 'deals open'],
    ['my deals', 'deals mine'],
    ['all my open deals amount>1k', 'deals mine open amount>1k'],
    ['won deals this month', 'deals won this month'],
    ['stage:won deals', 'deals stage:won'],
    ['Active customers', 'customers status:Active'],
    ['the contacts', 'contacts'],
    ['open', 'deals open'],
    ['stage:won amount>1k', 'deals stage:won amount>1k'],
    ['due:today', null],
    ['deals "of customers"', 'deals "of customers"'],
  ])('%s', (line, meant) => expect(read(line)).toBe(meant));

  test.each(['spaceships', '"big ones"', 'acme customers', 'open customers', 'mine', 'owner:me', '', 'foo:bar'])(
    '%s names no list',
    (line) => expect(read(line)).toBeNull(),
  );

  test('words that mean nothing before the name are put behind it', () => {
    expect(listLineFor('acme customers status:active')).toBe('customers acme status:active');
    expect(listLineFor('spaceships')).toBeNull();
  });
});
