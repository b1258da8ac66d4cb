import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exportCsv } from '../../../src/crm/export/export.ts';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { chooseTargets, takeFile, type ImportJob } from '../../../src/crm/import/import.ts';
import { firstRejects, rejectLine } from '../../../src/crm/import/rejected.ts';
import { readListing } from '../../../src/crm/lists/listing.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';

jest.setTimeout(60_000);

let crm: TestCrm;
let maya: Actor;

const byForm = () => ({ crm, actor: maya, origin: { source: 'form' } as const });
/** @param targets of the columns whose headings say nothing */
const checked = async (name: EntityName, text: string, targets: Record<string, string> = {}): Promise<ImportJob> => {
  const [head = ''] = text.split('\n');
  const job = await takeFile(byForm(), { entity: entityOf(name), file: 'list.csv', bytes: Buffer.from(text) });
  const chosen = head.split(',').map((heading, at) => targets[heading] ?? job.targets[at] ?? null);
  await chooseTargets({ crm, actor: maya }, job.id, chosen);
  return checkImport(byForm(), job.id);
};
const imported = async (name: EntityName, text: string, targets?: Record<string, string>): Promise<ImportJob> => {
  const { id } = await checked(name, text, targets);
  return carryImport(byForm(), id);
};
const rejects = async ({ id }: ImportJob): Promise<string[]> =>
  (await firstRejects({ crm, actor: maya }, id, 100)).map(rejectLine);
const deal = (name: string) => crm.database.db('deals').where({ name }).whereNull('deleted_at').first();

beforeAll(async () => {
  crm = await aCrm();
  maya = await aColleague(crm, 'Maya', 'manager');
  await imported('customer', 'Name\nNorth');
});
afterAll(() => crm.end());

const [PROPOSAL, WON, LOST] = [3, 5, 6];

describe('a status beside the stage', () => {
  const head =
    'Deal - ID,Title,Customer,Deal - Stage,Deal - Status,Value,Deal - Expected close date,Deal - Won time,Lost time,Lost reason';
  const targets = {
    Title: 'name',
    'Deal - Expected close date': 'closeOn',
    Value: 'amount',
    'Lost reason': 'lostReason',
  };

  test('counts more than the stage, with its day', async () => {
    const rows = [
      '1,Pipe won,North,Proposal,Won,10,2026-02-01,2026-01-15 10:00:00,,',
      '2,Pipe lost,North,Verbal yes,Lost,10,2026-02-01,2026-01-15 10:00:00,2026-01-20 09:30:00,Price',
      '3,Pipe open,North,Proposal,Open,10,2026-12-01,,,',
      '4,Pipe odd,North,Proposal,Renewal,10,,,,',
      '5,Pipe torn,North,Won,Open,10,,,,',
    ];
    const job = await imported('deal', [head, ...rows].join('\n'), targets);
    expect(await deal('Pipe won')).toMatchObject({ stage_id: WON, closed_on: '2026-01-15', close_on: '2026-02-01' });
    expect(await deal('Pipe lost')).toMatchObject({ stage_id: LOST, closed_on: '2026-01-20', lost_reason: 'Price' });
    expect(await deal('Pipe open')).toMatchObject({ stage_id: PROPOSAL, closed_on: null, close_on: '2026-12-01' });
    expect(await rejects(job)).toEqual([
      'Line 5, Deal - Status: “Renewal” isn’t open, won or lost. Don’t import the column if it holds something else.',
      'Line 6, Deal - Stage: The stage is “Won”, but the row says that the deal is open. Correct one of them.',
    ]);
  });

  test('is a stage where no other column is one', async () => {
    await imported('deal', 'Name,Customer,Status\nBy status,North,Proposal');
    expect(await deal('By status')).toMatchObject({ stage_id: PROPOSAL });
  });
});

test('a stage that is called after its outcome is the one of ours', async () => {
  const rows = [
    'Plain won,North,closedwon,10,',
    'Plain lost,North,Closed Lost,10,Price',
    'Plain odd,North,Qualified To Buy,10,',
  ];
  const job = await imported('deal', ['Name,Customer,Stage,Amount,Why it was lost', ...rows].join('\n'));
  expect(await deal('Plain won')).toMatchObject({ stage_id: WON });
  expect(await deal('Plain lost')).toMatchObject({ stage_id: LOST });
  expect(job.tally).toMatchObject({ created: 2, bad: 1 });
});

test('IsClosed and IsWon say the outcome; the close date is the closing day, or the expected one', async () => {
  const head =
    'Id,IsDeleted,Customer,Name,StageName,Amount,CloseDate,IsClosed,IsWon,Why it was lost,CurrencyIsoCode,CreatedDate';
  const rows = [
    '006A,0,North,Force won,Closed Won,10,2026-03-22 00:00:00,1,1,,EUR,2025-11-02 08:00:00',
    '006B,0,North,Force lost,Closed Lost,10,2026-03-23 00:00:00,1,0,Price,EUR,',
    '006C,0,North,Force open,Proposal,10,2027-03-24 00:00:00,0,0,,EUR,',
    '006D,0,North,Force yen,Proposal,10,2027-03-24 00:00:00,0,0,,JPY,',
    '006E,0,North,Force early,Proposal,10,2027-03-24 00:00:00,0,0,,,2030-01-01 00:00:00',
    '006F,0,North,Force maybe,Proposal,10,2027-03-24 00:00:00,perhaps,0,,,',
  ];
  const job = await imported('deal', [head, ...rows].join('\n'), { StageName: 'stage', CurrencyIsoCode: 'currency' });
  expect(await deal('Force won')).toMatchObject({
    stage_id: WON,
    closed_on: '2026-03-22',
    close_on: null,
    created_at: '2025-11-02T08:00:00.000Z',
  });
  expect(await deal('Force lost')).toMatchObject({ stage_id: LOST, closed_on: '2026-03-23' });
  expect(await deal('Force open')).toMatchObject({ stage_id: PROPOSAL, closed_on: null, close_on: '2027-03-24' });
  expect(await rejects(job)).toEqual([
    'Line 5, CurrencyIsoCode: “JPY”: The amount is in JPY, but amounts here are in EUR. Convert it, or remove the amount.',
    'Line 6, CreatedDate: “2030-01-01 00:00:00” is in the future. Correct it or leave it empty.',
    'Line 7, IsClosed: “perhaps” isn’t yes or no. Use true or false.',
  ]);
});

test('first and last name make a name, street and town an address', async () => {
  await imported(
    'customer',
    'Name,Street,City,State/Region,Postal Code,Country\nWest,1 Main St,Springfield,IL,62701,USA',
  );
  expect(await crm.database.db('customers').where({ name: 'West' }).first()).toMatchObject({
    address: '1 Main St\n62701 Springfield\nIL',
    country: 'USA',
  });
  const job = await imported(
    'contact',
    'Contact ID,First Name,Last Name,Customer\n1,Iris,Meyer,West\n2,,Solo,West\n3,,,West',
  );
  expect((await crm.database.db('contacts').orderBy('id')).map(({ name }) => name)).toEqual(['Iris Meyer', 'Solo']);
  expect(await rejects(job)).toEqual(['Line 4, Name: Name is required.']);
});

test('when a record was made comes along, also from an export of another CustomerHub', async () => {
  await imported('customer', 'Name,Create Date\nOld firm,2019-05-04');
  const listing = await readListing({ crm, actor: maya }, entityOf('customer'), 'Old firm');
  const text = (await exportCsv(byForm(), listing)).csv.toString();
  const there = await aCrm();
  const manager = await aColleague(there, 'Maya', 'manager');
  const ctx = { crm: there, actor: manager, origin: { source: 'form' } as const };
  const { id } = await takeFile(ctx, { entity: entityOf('customer'), file: 'x.csv', bytes: Buffer.from(text) });
  await checkImport(ctx, id);
  await carryImport(ctx, id);
  const [made] = await there.database.db('customers').where({ name: 'Old firm' });
  await there.end();
  expect(made.created_at).toBe('2019-05-03T22:00:00.000Z');
  expect(made.updated_at > made.created_at).toBe(true);
});

test('further email addresses and phone numbers, and columns that no field is for, are kept in the notes', async () => {
  const head = 'Person - ID,Person - Name,Customer,Person - Email - Home,Person - Email - Work,Hobby,Shoe size,Notes';
  const rows = [
    '1,Further One,North,home@x.example,work@x.example,Chess,42,Met at the fair',
    '2,Further Two,North,only@x.example,,,43,',
  ];
  const targets = { Hobby: 'notes.more', 'Shoe size': 'notes.more', Notes: 'notes' };
  const text = [head, ...rows].join('\n');
  const job = await imported('contact', text, targets);
  expect(await rejects(job)).toEqual([]);
  const people = () => crm.database.db('contacts').where('name', 'like', 'Further %').orderBy('id');
  const stored = await people();
  expect(stored).toMatchObject([
    {
      email: 'work@x.example',
      notes: 'Met at the fair\nFurther email: home@x.example\nHobby: Chess\nShoe size: 42',
    },
    { email: 'only@x.example', notes: 'Shoe size: 43' },
  ]);
  expect((await imported('contact', text, targets)).tally).toMatchObject({ created: 0, changed: 0, same: 2 });
});
