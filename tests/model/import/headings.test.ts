import { describe, expect, test } from '@jest/globals';
import type { EntityName } from '../../../src/model/entity.ts';
import { columnRoles, columnsToAsk, guessTargets, targetsOf } from '../../../src/model/import/headings.ts';
import type { ColumnRole } from '../../../src/model/import/roles.ts';
import { rolesIn, SYSTEM_NAMES, systemOf, type SystemName } from '../../../src/model/import/systems.ts';
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
    ['customer', 'Customer id', null],
    ['deal', 'Ref', null],
    ['deal', 'Record ID', null],
    ['deal', 'IsClosed', null],
    ['contact', 'Decision role', null],
    ['customer', 'Email Confirmation Status', null],
    ['contact', 'first_name', null],
    ['contact', 'job_title', 'role'],
    ['contact', 'Company', 'customer'],
    ['deal', 'Expected revenue', null],
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

/** Some of the headings of files that the systems write. */
const FILES: readonly [SystemName, EntityName, Record<string, string | null>][] = [
  [
    'HubSpot',
    'deal',
    {
      'Record ID': 'sourceKey',
      'Deal Name': 'name',
      Pipeline: 'nothing',
      'Deal Stage': 'stage',
      Amount: 'amount',
      Currency: 'currency',
      'Amount in company currency': 'nothing',
      'Close Date': 'closeOn',
      'Create Date': 'created',
      'Deal owner': 'owner',
      'Closed Lost Reason': 'lostReason',
      'Last Activity Date': null,
      'Associated Company IDs (Primary)': 'foreignKey customer',
      'Associated Company': 'customer',
      'Associated Contact IDs': 'foreignKey contact',
    },
  ],
  [
    'HubSpot',
    'contact',
    {
      'ID de registro': 'sourceKey',
      Nombre: 'namePart first',
      Apellidos: 'namePart last',
      Correo: 'email',
      'Propietario del contacto': 'owner',
      'Associated Company IDs (Primary)': 'foreignKey customer',
    },
  ],
  [
    'Pipedrive',
    'deal',
    {
      'Deal - ID': 'sourceKey',
      'Deal - Title': 'name',
      'Deal - Value': 'amount',
      'Deal - Currency of Value': 'currency',
      'Deal - Weighted value': null,
      'Deal - Organization': 'customer',
      'Deal - Organization ID': 'foreignKey customer',
      'Deal - Stage': 'stage',
      'Deal - Status': 'status',
      'Deal - Lost reason': 'lostReason',
      'Deal - Expected close date': 'closeOn',
      'Deal - Deal closed on': 'closedOn',
      'Deal - Update time': 'updated',
    },
  ],
  [
    'Pipedrive',
    'contact',
    {
      'Person - ID': 'sourceKey',
      'Person - Name': 'name',
      'Person - Email - Work': 'email',
      'Person - Email - Home': 'further email',
      'Person - Phone - Work': 'phone',
      'Person - Organization': 'customer',
    },
  ],
  [
    'Salesforce',
    'deal',
    {
      Id: 'sourceKey',
      IsDeleted: null,
      AccountId: 'foreignKey customer',
      Name: 'name',
      StageName: 'stage',
      Amount: 'amount',
      ExpectedRevenue: null,
      CloseDate: 'closeOn',
      IsClosed: null,
      IsWon: null,
      OwnerId: 'foreignKey owner',
      CurrencyIsoCode: 'currency',
      Loss_Reason__c: 'lostReason',
    },
  ],
  [
    'Salesforce',
    'customer',
    {
      Id: 'sourceKey',
      Name: 'name',
      ParentId: null,
      BillingStreet: 'addressPart street',
      BillingCountry: 'country',
      ShippingCountry: null,
      OwnerId: 'foreignKey owner',
      SystemModstamp: null,
    },
  ],
  [
    'Zoho CRM',
    'deal',
    {
      'Record Id': 'sourceKey',
      'Deal Name': 'name',
      'Account Name.id': 'foreignKey customer',
      'Account Name': 'customer',
      'Deal Owner.id': 'foreignKey owner',
      'Deal Owner': 'owner',
      'Closing Date': 'closeOn',
      'Created Time': 'created',
    },
  ],
  [
    'Google Contacts',
    'contact',
    {
      'First Name': 'namePart first',
      'Last Name': 'namePart last',
      'E-mail 1 - Value': 'email',
      'E-mail 2 - Value': 'further email',
      'Phone 1 - Value': 'phone',
      'Organization Name': 'customer',
      'Organization Title': 'role',
    },
  ],
  [
    'Close',
    'deal',
    { id: 'sourceKey', lead_id: 'foreignKey customer', lead_name: 'customer', value: 'amount', date_won: 'closedOn' },
  ],
];

const inWords = (role: ColumnRole | null): string | null => {
  if (role === null) return null;
  if (role.is === 'field') return role.field;
  return Object.values(role).join(' ');
};

describe('the headings of a system', () => {
  test.each(FILES)('%s, %ss', (system, name, file) => {
    const headings = Object.keys(file);
    for (const order of [headings, headings.toReversed()]) {
      expect(systemOf(order)).toBe(system);
      const roles = columnRoles(entityOf(name), order).map(inWords);
      expect(Object.fromEntries(order.map((heading, at) => [heading, roles[at]]))).toEqual(file);
      const fields = order
        .map((heading) => file[heading] ?? '')
        .map((role) => (role in entityOf(name).fields ? role : null));
      expect(guess(name, ...order)).toEqual(fields);
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
        if ('field' in role) expect(Object.keys(entityOf(name).fields)).toContain(role.field);
  });
});

test('our own name of a field comes before that of others', () => {
  expect(guess('contact', 'Company', 'Customer', 'Title', 'Role')).toEqual([null, 'customer', null, 'role']);
});

test('of a wide file, the columns with content are asked about, those that were recognised first', () => {
  const targets = [null, 'name', null, 'email', null];
  expect(columnsToAsk(targets, [3, 3, 0, 0, 1])).toEqual([1, 0, 4]);
});
