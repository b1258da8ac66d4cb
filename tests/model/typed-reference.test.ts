import { describe, expect, test } from '@jest/globals';
import { misnamed, readRef, readReference } from '../../src/model/typed-reference.ts';

describe('an id is read', () => {
  test.each([
    'D-42',
    'd-42',
    'D42',
    'd42',
    ' D-42 ',
    '#D-42',
    'D-42.',
    'D-42,',
    '(D-42)',
    'D-42!?',
    '"D-42"',
    '“D-42”',
    '„D-42“',
    '«D-42»',
    '‘D-42’',
    '`D-42`',
    '*D-42*',
    '„#d-42“.',
    'D–42',
    'D—42',
    'D−42',
    'D‑42',
    'Ｄ-４２',
    'Ｄ－４２',
    '\u200bD-42\u00a0',
  ])('%s', (words) => {
    expect(readRef(words)).toEqual({ entity: 'deal', id: 42 });
    expect(readReference(words)).toEqual({ ref: { entity: 'deal', id: 42 } });
  });

  test.each([
    ['C-1', 'customer'],
    ['P-1', 'contact'],
    ['D-1', 'deal'],
    ['I-1', 'interaction'],
    ['E-1', 'employee'],
    ['F-1', 'followUp'],
  ])('%s with its entity', (words, entity) => {
    expect(readRef(words)).toEqual({ entity, id: 1 });
  });

  test.each([
    '',
    'D',
    '42',
    'D-',
    'Z-1',
    'DD-1',
    'D-4 2',
    'D-42 won',
    'Dock 42',
    `D-${'9'.repeat(16)}`,
    'S-1',
    '<@U0ANA>',
  ])('and %s is none', (words) => {
    expect(readRef(words)).toBeNull();
  });
});

test.each(['<@U0ANA>', '<@U0ANA|ana>', ' <@U0ANA>. ', '"<@U0ANA>"'])('%s is somebody', (words) => {
  expect(readReference(words)).toEqual({ slackUserId: 'U0ANA' });
});

test.each([
  ['Acme Corp', 'Acme Corp'],
  ['"Acme Corp"', 'Acme Corp'],
  ['„Acme Corp“', 'Acme Corp'],
  ['“Acme Corp', 'Acme Corp'],
  ['#acme', 'acme'],
  ['@ana', 'ana'],
  ['O’Neil’s', 'O’Neil’s'],
  ['Acme Inc.', 'Acme Inc.'],
])('%s is the name %s', (words, name) => {
  expect(readReference(words)).toEqual({ name });
});

test.each([
  ['D-2', 'customer', 'D-2 is a deal, not a customer.'],
  ['#i-2.', 'employee', 'I-2 is an interaction, not an employee.'],
  ['F2', 'deal', 'F-2 is a follow-up, not a deal.'],
  ['C-2', 'customer', 'C-2 wasn’t found.'],
  ['Acme', 'customer', null],
] as const)('%s is told to mean no %s', (words, to, said) => {
  expect(misnamed(words, to)).toBe(said);
});
