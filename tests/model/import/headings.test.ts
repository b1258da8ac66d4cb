import { describe, expect, test } from '@jest/globals';
import type { EntityName } from '../../../src/model/entity.ts';
import { guessTargets, targetsOf } from '../../../src/model/import/headings.ts';
import { entityOf, RECORDS } from '../../../src/model/registry.ts';

const guess = (name: EntityName, ...headings: string[]): (string | null)[] =>
  guessTargets(entityOf(name), targetsOf(entityOf(name), 'admin'), headings);

describe('a heading', () => {
  test.each<[EntityName, string, string | null]>([
    ['deal', 'Expected close', 'closeOn'],
    ['deal', 'expected_close', 'closeOn'],
    ['deal', 'CLOSING', 'closeOn'],
    ['deal', 'Close date', 'closeOn'],
    ['deal', 'Deal', 'name'],
    ['deal', 'Deal name', 'name'],
    ['deal', 'Deal owner', 'owner'],
    ['deal', 'Customer ID', 'customer'],
    ['deal', 'Value', 'amount'],
    ['deal', 'Reason', 'lostReason'],
    ['deal', 'Curency', 'currency'],
    ['customer', 'E-Mail', 'email'],
    ['customer', 'E-mail address', 'email'],
    ['customer', 'Telephone', 'phone'],
    ['customer', 'Wesbite', 'website'],
    ['customer', 'Web site', 'website'],
    ['customer', 'Ünternehmen', null],
    ['customer', 'Customer', 'name'],
    ['customer', 'Merged into', null],
    ['customer', 'Created', null],
    ['customer', 'Game', null],
    ['customer', 'Account owner', 'owner'],
    ['customer', 'Billing country', 'country'],
    ['contact', 'First name', null],
    ['contact', 'Work e-mail', 'email'],
    ['contact', 'Email opt out', null],
    ['customer', '', null],
    ['contact', 'Customer', 'customer'],
    ['contact', 'Contact', 'name'],
    ['interaction', 'Logged by', 'owner'],
    ['interaction', 'When', 'happenedAt'],
    ['employee', 'Left', null],
    ['employee', 'Slack user id', 'person'],
  ])('of %s, “%s”, means %s', (name, heading, target) => {
    expect(guess(name, heading)).toEqual([target]);
  });

  test('that is exact comes before one that is near, wherever it stands', () => {
    expect(guess('customer', 'Names', 'Name', 'Mail', 'Email')).toEqual([null, 'name', null, 'email']);
  });

  test('that stands twice means something once', () => {
    expect(guess('customer', 'Email', 'Email', 'email')).toEqual(['email', null, null]);
  });
});

test.each(RECORDS)('every field of a %s is found by its own label and name', (name) => {
  const targets = targetsOf(entityOf(name), 'admin');
  expect(guess(name, ...targets.map(({ label }) => label))).toEqual(targets.map((target) => target.name));
  expect(guess(name, ...targets.map((target) => target.name))).toEqual(targets.map((target) => target.name));
});

test('who may not set a field is not asked for it', () => {
  const names = targetsOf(entityOf('employee'), 'manager').map(({ name }) => name);
  expect(names).toEqual(['name', 'email', 'phone']);
});
