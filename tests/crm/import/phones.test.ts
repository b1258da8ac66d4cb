import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';
import { importsBy } from '../../support/importing.ts';

let crm: TestCrm;
beforeEach(async () => void (crm = await aCrm()));
afterEach(() => crm.end());

test('phones of contacts are dialled in the country that the row says, else in that of the customer, else in the region', async () => {
  const by = importsBy(crm, await aColleague(crm, 'Maya', 'manager'));
  await by.imported('customer', 'Record ID,Company name,Country/Region,Create Date\n1,North,France,\n2,South,,');
  const text = [
    'Record ID,First Name,Phone Number,Country/Region,Associated Company IDs,Create Date',
    '11,Of the row,(030) 23125 001,Germany,1,',
    '12,Of the customer,01 99 00 12 34,,1,',
    '13,Of the region,020 7946 0123,,2,',
    '14,Nowhere known,020 7946 0124,Atlantis,2,',
    '15,With its code,+49 30 23125 005,Germany,1,',
  ].join('\n');
  const job = await by.imported('contact', text);
  expect(await by.rejects(job)).toEqual([]);
  expect((await by.rows('contacts')).map(({ phone }) => phone)).toEqual([
    '+493023125001',
    '+33199001234',
    '+442079460123',
    '+442079460124',
    '+493023125005',
  ]);
  expect((await by.imported('contact', text)).tally).toMatchObject({ same: 5, changed: 0 });
});
