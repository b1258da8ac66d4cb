import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../../../src/model/record.ts';
import type { Value } from '../../../src/model/fields.ts';
import { EVENT_NAMES, eventsCalled, readEvents, USUAL } from '../../../src/model/subscriptions/events.ts';
import { dealFacts, heard } from '../../../src/model/subscriptions/facts.ts';

const stage = (id: number, outcome: Stage['outcome']): Stage => ({
  id,
  name: `Stage ${id}`,
  position: id,
  probability: 10,
  outcome,
});
const PIPELINE = [stage(1, 'open'), stage(2, 'open'), stage(3, 'open'), stage(4, 'won'), stage(5, 'lost')];

const facts = (changes: Record<string, [Value, Value]>, verb = 'update') => dealFacts(verb, changes, PIPELINE);

describe('what a change of a deal is', () => {
  test.each([
    ['a step ahead', { stage: [1, 2] }, ['stage']],
    ['a step back', { stage: [3, 1] }, ['regressed']],
    ['winning', { stage: [2, 4] }, ['won']],
    ['losing', { stage: [1, 5] }, ['lost']],
    ['losing what was won', { stage: [4, 5] }, ['lost']],
    ['reopening, however early', { stage: [4, 1] }, ['reopened']],
    ['a later expected close', { closeOn: ['2026-11-30', '2026-12-01'] }, ['slipped']],
    ['an earlier one', { closeOn: ['2026-12-01', '2026-11-30'] }, ['closeDate']],
    ['a first one', { closeOn: [null, '2026-12-01'] }, ['closeDate']],
    ['none any more', { closeOn: ['2026-12-01', null] }, ['closeDate']],
    ['another note', { notes: [null, 'x'] }, []],
    ['several', { stage: [1, 4], amount: [null, 5], owner: [1, 2] }, ['won', 'amount', 'owner']],
  ] as const)('%s', (_name, changes, expected) => {
    expect(facts(changes as never)).toEqual(expected);
  });

  test('a deal entered as won is created and won; deleting, restoring and merging are told as such', () => {
    expect(facts({ stage: [null, 1] }, 'create')).toEqual(['created']);
    expect(facts({ stage: [null, 4] }, 'create')).toEqual(['created', 'won']);
    expect(['remove', 'restore', 'merge'].map((verb) => facts({ deletedAt: ['', null] }, verb))).toEqual([
      ['removed'],
      ['restored'],
      ['merged'],
    ]);
  });
});

describe('who hears of it', () => {
  test('a special case is heard by those who want the general one, and by those who want it alone', () => {
    expect(heard(['regressed'], ['stage'])).toEqual(['regressed']);
    expect(heard(['regressed'], ['regressed'])).toEqual(['regressed']);
    expect(heard(['stage'], ['regressed'])).toEqual([]);
    expect(heard(['slipped', 'amount'], ['close-date'])).toEqual(['slipped']);
    expect(heard(['closeDate'], ['slipped'])).toEqual([]);
  });

  test('deletions go to those who hear of new deals', () => {
    expect(heard(['removed', 'restored', 'merged'], ['created'])).toEqual(['removed', 'restored', 'merged']);
    expect(heard(['removed'], ['won', 'lost'])).toEqual([]);
  });
});

describe('the words for events', () => {
  test.each([
    ['won', ['won']],
    ['Close-Date', ['close-date']],
    ['closedate', ['close-date']],
    ['customers', ['customer-created']],
    ['all', EVENT_NAMES],
    ['nonsense', null],
  ])('%s', (word, expected) => {
    expect(eventsCalled(word)).toEqual(expected);
  });

  test('blank is the usual ones; words of another version are passed over', () => {
    expect(readEvents(null)).toEqual(USUAL);
    expect(readEvents('lost won gossip')).toEqual(['won', 'lost']);
  });
});
