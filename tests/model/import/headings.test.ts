import { describe, expect, test } from '@jest/globals';
import type { EntityName } from '../../../src/model/entity.ts';
import { ownHeading, sourceIn } from '../../../src/model/import/source-ids.ts';
import { rolesIn, SYSTEM_NAMES, systemOf, type SystemName } from '../../../src/model/import/systems.ts';
import { fieldTargetsOf } from '../../../src/model/import/targets.ts';
import { entityOf, RECORDS } from '../../../src/model/registry.ts';
import { allTargets, MARK, suggestedTargets } from '../../support/suggested-targets.ts';

const guess = (name: EntityName, ...headings: string[]): (string | null)[] => suggestedTargets(name, headings);

describe('a heading', () => {
  test.each<[EntityName, string, string | null]>([
    ['deal', 'Expected close', 'closeOn'],
    ['deal', 'expected_close', 'closeOn'],
    ['deal', 'CLOSING', 'closing'],
    ['deal', 'Close date', 'closing'],
    ['deal', 'Deal', 'name'],
    ['deal', 'Deal name', 'name'],
    ['deal', 'Deal owner', 'owner'],
    ['deal', 'Customer ID', 'customer.key'],
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
    ['customer', 'Customer id', 'key'],
    ['deal', 'Ref', 'key'],
    ['deal', 'Record ID', 'key'],
    ['deal', 'IsClosed', 'isClosed'],
    ['contact', 'Decision role', null],
    ['customer', 'Email Confirmation Status', null],
    ['contact', 'first_name', 'firstName'],
    ['contact', 'job_title', 'role'],
    ['contact', 'Company', 'customer'],
    ['deal', 'Expected revenue', null],
    ['customer', 'Merged into', null],
    ['customer', 'Created', 'createdAt'],
    ['customer', 'Game', null],
    ['customer', 'Account owner', 'owner'],
    ['customer', 'Billing country', 'country'],
    ['contact', 'First name', 'firstName'],
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
  const targets = fieldTargetsOf(entityOf(name), 'admin');
  expect(guess(name, ...targets.map(({ label }) => label))).toEqual(targets.map((target) => target.name));
  expect(guess(name, ...targets.map((target) => target.name))).toEqual(targets.map((target) => target.name));
});

test('who may not set a field is not asked for it', () => {
  const names = fieldTargetsOf(entityOf('employee'), 'manager').map(({ name }) => name);
  expect(names).toEqual(['name', 'email', 'phone']);
});

/** Some of the headings of files that the systems write. */
const FILES: readonly [SystemName, EntityName, Record<string, string | null>][] = [
  [
    'HubSpot',
    'deal',
    {
      'Record ID': 'key',
      'Deal Name': 'name',
      Pipeline: null,
      'Deal Stage': 'stage',
      Amount: 'amount',
      Currency: 'currency',
      'Amount in company currency': null,
      'Close Date': 'closing',
      'Create Date': 'createdAt',
      'Deal owner': 'owner',
      'Closed Lost Reason': 'lostReason',
      'Last Activity Date': null,
      'Associated Company IDs (Primary)': 'customer.key',
      'Associated Company': 'customer',
      'Associated Contact IDs': 'contact.key',
    },
  ],
  [
    'HubSpot',
    'contact',
    {
      'ID de registro': 'key',
      Nombre: 'firstName',
      Apellidos: 'lastName',
      Correo: 'email',
      'Propietario del contacto': 'owner',
      'Associated Company IDs (Primary)': 'customer.key',
    },
  ],
  [
    'Pipedrive',
    'deal',
    {
      'Deal - ID': 'key',
      'Deal - Title': 'name',
      'Deal - Value': 'amount',
      'Deal - Currency of Value': 'currency',
      'Deal - Weighted value': null,
      'Deal - Organization': 'customer',
      'Deal - Organization ID': 'customer.key',
      'Deal - Stage': 'stage',
      'Deal - Status': 'outcome',
      'Deal - Lost reason': 'lostReason',
      'Deal - Expected close date': 'closeOn',
      'Deal - Deal closed on': 'closedOn',
      'Deal - Update time': null,
    },
  ],
  [
    'Pipedrive',
    'contact',
    {
      'Person - ID': 'key',
      'Person - Name': 'name',
      'Person - Email - Work': 'email',
      'Person - Email - Home': 'email.more',
      'Person - Phone - Work': 'phone',
      'Person - Organization': 'customer',
    },
  ],
  [
    'Salesforce',
    'deal',
    {
      Id: 'key',
      IsDeleted: null,
      AccountId: 'customer.key',
      Name: 'name',
      StageName: 'stage',
      Amount: 'amount',
      ExpectedRevenue: null,
      CloseDate: 'closing',
      IsClosed: 'isClosed',
      IsWon: 'isWon',
      OwnerId: 'owner.key',
      CurrencyIsoCode: 'currency',
      Loss_Reason__c: 'lostReason',
    },
  ],
  [
    'Salesforce',
    'customer',
    {
      Id: 'key',
      Name: 'name',
      ParentId: null,
      BillingStreet: 'street',
      BillingCountry: 'country',
      ShippingCountry: null,
      OwnerId: 'owner.key',
      SystemModstamp: null,
    },
  ],
  [
    'Zoho CRM',
    'deal',
    {
      'Record Id': 'key',
      'Deal Name': 'name',
      'Account Name.id': 'customer.key',
      'Account Name': 'customer',
      'Deal Owner.id': 'owner.key',
      'Deal Owner': 'owner',
      'Closing Date': 'closing',
      'Created Time': 'createdAt',
    },
  ],
  [
    'Google Contacts',
    'contact',
    {
      'First Name': 'firstName',
      'Last Name': 'lastName',
      'E-mail 1 - Value': 'email',
      'E-mail 2 - Value': 'email.more',
      'Phone 1 - Value': 'phone',
      'Organization Name': 'customer',
      'Organization Title': 'role',
    },
  ],
  [
    'Close',
    'deal',
    { id: 'key', lead_id: 'customer.key', lead_name: 'customer', value: 'amount', date_won: 'closedOn' },
  ],
];

test.each<[EntityName, string[], (string | null)[], string]>([
  ['customer', ['Customer id', 'Name'], ['key', 'name'], 'Customer id'],
  ['customer', ['Id', 'IsDeleted', 'Name'], ['key', null, 'name'], 'Salesforce'],
  ['deal', ['Record ID', 'Deal Name', 'Associated Company IDs (Primary)'], ['key', 'name', 'customer.key'], 'HubSpot'],
  ['deal', ['Record Id', 'Deal Name', 'Account Name.id'], ['key', 'name', 'customer.key'], 'Zoho CRM'],
  ['deal', ['Deal - ID', 'Deal - Organization ID', 'Organization - Name'], ['key', 'customer.key', null], 'Pipedrive'],
  ['deal', [ownHeading(MARK), 'Ref'], ['id', null], ''],
  ['deal', [ownHeading('fedcba'), 'Name'], ['key', 'name'], 'CustomerHub (fedcba)'],
  ['deal', ['Name', 'Customer'], ['name', 'customer'], ''],
])('of %s, %j are %j of “%s”', (name, headings, targets, source) => {
  const guessed = guess(name, ...headings);
  expect(guessed).toEqual(targets);
  expect(sourceIn(headings, guessed)).toBe(source);
});

describe('the headings of a system', () => {
  test.each(FILES)('%s, %ss', (system, name, file) => {
    const headings = Object.keys(file);
    for (const order of [headings, headings.toReversed()]) {
      expect(systemOf(order)).toBe(system);
      const targets = guess(name, ...order);
      expect(Object.fromEntries(order.map((heading, at) => [heading, targets[at]]))).toEqual(file);
    }
  });

  test('are those of none in a plain file', () => {
    expect(systemOf(['Name', 'Customer', 'Amount', 'Create Date'])).toBeNull();
    expect(systemOf(['first_name', 'last_name', 'email'])).toBeNull();
    expect(systemOf([])).toBeNull();
  });

  test.each(SYSTEM_NAMES)('%s lead to fields that there are', (system) => {
    for (const name of RECORDS)
      for (const [role] of rolesIn(system, name))
        if (role !== null) expect(allTargets(name).map((target) => target.name)).toContain(role);
  });
});

test('our own name of a field comes before that of others', () => {
  expect(guess('contact', 'Company', 'Customer', 'Title', 'Role')).toEqual([null, 'customer', null, 'role']);
});
