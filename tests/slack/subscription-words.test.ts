import { expect, test } from '@jest/globals';
import type { SubscriptionRecord } from '../../src/model/entities/subscriptions.ts';
import type { Stage } from '../../src/model/record.ts';
import { filterToday, type Names } from '../../src/slack/commands/subscriptions/subscription-words.ts';

const stage = (id: number, name: string): Stage => ({ id, name, position: id, probability: 10, outcome: 'open' });

/** Since then Ana married, and Proposal is called Offer. */
const NAMES: Names = {
  stages: [stage(1, 'Lead'), stage(2, 'Final offer')],
  titleOf: (_entity, id) => new Map([[7, 'Ana Kovačević-Horvat']]).get(id) ?? null,
};
const MEANING = { me: 7, refs: { 'employee @ana': [7], 'employee b': [8, 9] }, stages: { 1: 'Lead', 2: 'Proposal' } };

const today = (filter: string): string =>
  filterToday({ filter, meaning: JSON.stringify(MEANING), events: null } as unknown as SubscriptionRecord, NAMES);

test.each([
  ['owner:@ana amount>5k', 'owner:"Ana Kovačević-Horvat" amount>5k'],
  ['-stage:proposal,lead by:@ana', '-stage:"Final offer",lead by:"Ana Kovačević-Horvat"'],
  ['stage>=prop', 'stage>="Final offer"'],
  ['owner:me owner:b', 'owner:me owner:b'],
  ['"proposal" stage:empty', '"proposal" stage:empty'],
])('“%s” is shown by the names of today', (filter, shown) => {
  expect(today(filter)).toBe(shown);
});
