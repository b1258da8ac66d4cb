import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';
import { importsBy } from '../../support/importing.ts';

let crm: TestCrm;
let by: ReturnType<typeof importsBy>;
beforeEach(async () => {
  crm = await aCrm();
  by = importsBy(crm, await aColleague(crm, 'Maya', 'manager'));
});
afterEach(() => crm.end());

test('the domain of HubSpot is the website where no other is said; another host goes into the notes', async () => {
  const text = [
    'Record ID,Company name,Website URL,Company Domain Name,Create Date',
    '1,Both,https://www.both.example/shop,both.example,',
    '2,Domain alone,,alone.example,',
    '3,Two hosts,https://two.example,other.example,',
  ].join('\n');
  await by.imported('customer', text);
  expect(await by.rows('customers')).toMatchObject([
    { website: 'https://www.both.example/shop', notes: null },
    { website: 'https://alone.example', notes: null },
    { website: 'https://two.example', notes: 'Further website: other.example' },
  ]);
  expect((await by.imported('customer', text)).tally).toMatchObject({ same: 3, changed: 0 });
});

test('a second column of notes goes below the first, with its header', async () => {
  await by.imported('customer', 'Name,Notes,Notes,\nNorth,First,Second,\nSouth,,Alone,');
  expect(await by.rows('customers')).toMatchObject([{ notes: 'First\nNotes: Second' }, { notes: 'Notes: Alone' }]);
});

test('a close date that is none is told under its own heading', async () => {
  await by.imported('customer', 'Name\nNorth');
  const job = await by.checked(
    'deal',
    'Name,Customer,Stage,Close Date\nA,North,Lead,2206-04-03\nB,North,Won,2206-04-03',
  );
  expect((await by.rejects(job)).map((line) => line.split(':')[0])).toEqual([
    'Line 2, Close Date',
    'Line 3, Close Date',
  ]);
});

test('people whom Salesforce calls leads are named in the text', async () => {
  await by.imported('customer', 'Id,Name,IsDeleted\n001A,North,0');
  const text =
    'Id,IsDeleted,WhoId,AccountId,Subject,IsClosed,CreatedDate\n00TA,0,00QKf00000aB01QMAS,001A,Called,1,2026-03-01 10:00:00';
  await by.imported('interaction', text);
  expect(await by.rows('interactions')).toMatchObject([
    { what: 'Called\n\nAlso: Lead 00QKf00000aB01QMAS', contact_id: null },
  ]);
  expect((await by.imported('interaction', text)).tally).toMatchObject({ same: 1 });
});

test('calls and meetings that lie ahead are follow-ups', async () => {
  await by.imported('customer', 'Record ID,Company name,Create Date\n1,North,');
  const text = [
    'Record ID,Activity date,Call Title,Associated Company IDs,Create Date',
    '11,2026-12-04 10:00,Will be,1,',
    '12,2026-03-04 10:00,Was,1,',
  ].join('\n');
  await by.imported('interaction', text);
  expect(await by.rows('follow_ups')).toMatchObject([{ what: 'Will be', due_on: '2026-12-04', done_at: null }]);
  expect(await by.rows('interactions')).toMatchObject([{ what: 'Was', kind: 'call' }]);
});
