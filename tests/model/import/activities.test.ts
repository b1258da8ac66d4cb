import { describe, expect, test } from '@jest/globals';
import { INTERACTION_KINDS } from '../../../src/model/entities/interactions.ts';
import { kindInHeadings, readDone } from '../../../src/model/import/activities.ts';
import { readCell } from '../../../src/model/import/cells.ts';
import { partsOf } from '../../../src/model/import/parts.ts';
import { rolesIn, SYSTEM_NAMES } from '../../../src/model/import/systems.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { suggestedTargets } from '../../support/suggested-targets.ts';

const interaction = entityOf('interaction');
const { kind } = interaction.fields;
const context = { locale: 'en', timeZone: 'UTC', homeZone: 'UTC', stages: [], refs: () => ({ problem: '' }) };

describe('a kind is read in the words of the systems', () => {
  test.each([
    ['Call', 'call'],
    ['Meeting', 'meeting'],
    ['Lunch', 'meeting'],
    ['E-mail', 'email'],
    ['E-Mail', 'email'],
    ['ListEmail', 'email'],
    ['Task', 'note'],
    ['TODO', 'note'],
    ['To-do', 'note'],
    ['Deadline', 'note'],
    ['Event', 'meeting'],
    ['SMS', 'message'],
  ])('%s is a %s', (words, option) => {
    const reading = kind ? readCell(words, kind, context) : { problem: '' };
    expect('raw' in reading && String(reading.raw).toLowerCase()).toBe(option);
  });

  test('and any other word stays as it is', () => {
    expect(kind && readCell('Telefax', kind, context)).toEqual({ raw: 'Telefax' });
  });

  test('of which none means two kinds', () => {
    const words = kind?.kind === 'choice' ? Object.values(kind.elsewhere ?? {}).flat() : [];
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => word in INTERACTION_KINDS)).toEqual([]);
  });
});

test.each([
  ['Done', true],
  ['Completed', true],
  ['COMPLETED', true],
  ['1', true],
  ['yes', true],
  ['To do', false],
  ['Not started', false],
  ['NOT_STARTED', false],
  ['In Progress', false],
  ['Waiting on someone else', false],
  ['0', false],
  ['no', false],
  ['Perhaps', null],
])('whether it is done: %s', (words, done) => {
  expect(readDone(words)).toBe(done);
});

test.each([
  [['Record ID', 'Note body', 'Activity date'], 'note'],
  [['Record ID', 'Call Title', 'Call notes'], 'call'],
  [['Record ID', 'Meeting name', 'Start Time'], 'meeting'],
  [['Record ID', 'Email subject', 'Email body'], 'email'],
  [['Id', 'WhoId', 'ActivityDateTime'], 'meeting'],
  [['Record Id', 'Note Title', 'Note Content', 'Parent Id'], 'note'],
  [['Id', 'WhoId', 'CallType', 'TaskSubtype'], null],
  [['Call notes', 'Meeting name'], null],
  [['Customer', 'When', 'What was said'], null],
])('the headings %j say the kind', (headings, expected) => {
  expect(kindInHeadings(headings)?.kind ?? null).toBe(expected);
});

test('every part of an activity in the tables of the systems is one', () => {
  const known = partsOf(interaction).map(({ name }) => name);
  const named = [...SYSTEM_NAMES, null].flatMap((system) =>
    rolesIn(system, 'interaction').flatMap(([target]) => target ?? []),
  );
  expect(known.filter((name) => !named.includes(name))).toEqual([]);
});

describe('the columns of activities', () => {
  const targets = (headings: string[]): (string | null)[] => suggestedTargets('interaction', headings);

  test('of Pipedrive', () => {
    const names = ['Subject', 'Type', 'Due date', 'Due time', 'Done', 'Note', 'Deal', 'Participants', 'Add time'];
    expect(targets(names.map((one) => `Activity - ${one}`))).toEqual([
      'title',
      'kind',
      'dueOn',
      'dueTime',
      'done',
      'what',
      'deal',
      'others',
      'createdAt',
    ]);
  });

  test('of HubSpot, of which the status of a call is none', () => {
    const tasks = ['Task Title', 'Notes', 'Due date', 'Task Status', 'Completed at', 'Lifecycle Stage', 'Create Date'];
    expect(targets(tasks)).toEqual(['title', 'what', 'dueOn', 'progress', 'doneAt', null, 'createdAt']);
    expect(targets(['Call Title', 'Call status', 'Lifecycle Stage', 'Create Date'])).toEqual([
      'title',
      null,
      null,
      'createdAt',
    ]);
  });

  test('of Salesforce, where IsClosed is surer than a status', () => {
    const tasks = ['WhatId', 'OwnerId', 'Subject', 'ActivityDate', 'Status', 'IsClosed', 'CompletedDateTime'];
    expect(targets(tasks)).toEqual(['about', 'owner.key', 'title', 'dueOn', 'progress', 'done', 'doneAt']);
  });
});
