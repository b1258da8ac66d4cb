import { expect, test } from '@jest/globals';
import type { EntityName } from '../../../src/model/entity.ts';
import { guessIds, ownHeading, readSourceKey, sourceIn } from '../../../src/model/import/source-ids.ts';
import { entityOf } from '../../../src/model/registry.ts';

test.each<[EntityName, string[], (string | null)[], string]>([
  ['customer', ['Customer id', 'Name'], ['key', null], 'Customer id'],
  ['customer', ['Id', 'IsDeleted', 'Name'], ['key', null, null], 'Salesforce'],
  ['deal', ['Record ID', 'Deal Name', 'Associated Company IDs (Primary)'], ['key', null, 'customer.key'], 'HubSpot'],
  ['deal', ['Record Id', 'Deal Name', 'Account Name.id'], ['key', null, 'customer.key'], 'Zoho CRM'],
  ['deal', ['Deal - ID', 'Deal - Organization ID', 'Organization - Name'], ['key', 'customer.key', null], 'Pipedrive'],
  ['deal', [ownHeading('abcdef'), 'Ref'], ['id', null], ''],
  ['deal', [ownHeading('fedcba'), 'Name'], ['key', null], 'CustomerHub (fedcba)'],
  ['deal', ['Name', 'Customer'], [null, null], ''],
])('of %s, %j are %j of “%s”', (name, headings, targets, source) => {
  expect(guessIds(entityOf(name), headings, 'abcdef')).toEqual(targets);
  expect(sourceIn(headings, targets)).toBe(source);
});

test.each([
  ['001D000000IRFmaIAH', '001D000000IRFma'],
  ['001D000000IRFma', '001D000000IRFma'],
  ['001D000000IRFmaAAA', '001D000000IRFmaAAA'],
  ['000000000000000AAA', null],
  [' D-0001 ', 'D-0001'],
  ['', null],
])('the ID %j is kept as %j', (words, key) => expect(readSourceKey(words)).toBe(key));
