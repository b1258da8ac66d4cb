import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { exportCsv } from '../../../src/crm/export/export.ts';
import type { ImportJob } from '../../../src/crm/import/import.ts';
import { readListing } from '../../../src/crm/lists/listing.ts';
import { create, type Input } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { importsBy } from '../../support/importing.ts';

jest.setTimeout(120_000);

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
/** A file of lists of cells. */
const csv = (...rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(quoted).join(',')).join('\n');

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;
  let by: ReturnType<typeof importsBy>;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    maya = await aColleague(crm, 'Maya', 'manager');
    by = importsBy(crm, maya);
  });
  afterEach(() => crm.end());

  const byForm = () => ({ crm, actor: maya, origin: { source: 'form' } as const });
  const add = (name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, name, input));
  const checked = (text: string, name: EntityName = 'interaction'): Promise<ImportJob> => by.checked(name, text);
  const imported = (text: string, name: EntityName = 'interaction'): Promise<ImportJob> => by.imported(name, text);
  const rejects = (job: ImportJob): Promise<string[]> => by.rejects(job);
  const rows = (table: string) => by.rows(table);
  const interactions = () => rows('interactions');
  const followUps = () => rows('follow_ups');

  describe('activities of Pipedrive', () => {
    const HEAD = [
      ...['Activity - ID', 'Activity - Subject', 'Activity - Type', 'Activity - Due date', 'Activity - Due time'],
      ...['Activity - Done', 'Activity - Note', 'Activity - Organization', 'Activity - Contact person'],
      ...['Activity - Participants', 'Activity - Marked as done time', 'Activity - Add time'],
    ];
    const row = (id: string, subject: string, type: string, done: string, more: Partial<Record<string, string>> = {}) =>
      HEAD.map((heading) => {
        const name = heading.replace('Activity - ', '');
        const cells: Record<string, string> = {
          ID: id,
          Subject: subject,
          Type: type,
          Done: done,
          Organization: 'North',
        };
        return more[name] ?? cells[name] ?? '';
      });

    beforeEach(async () => {
      const north = await add('customer', { name: 'North' });
      await add('contact', { name: 'Iris Meyer', customer: north.id });
      await add('contact', { name: 'Jane Doe', customer: north.id });
    });

    test('keep their kind, their title and their text', async () => {
      const job = await imported(
        csv(
          HEAD,
          row('1', 'Call Iris', 'Call', 'Done', {
            'Due date': '2026-03-04',
            'Due time': '10:30',
            Note: '<p>They <b>agree</b>.</p><ul><li>Tanks</li><li>R&amp;D</li></ul>',
          }),
          row('2', 'Lunch', 'Lunch', 'Done', { 'Marked as done time': '2026-03-05 13:00:00' }),
          row('3', 'Offer', 'E-mail', 'Done', {
            'Due date': '2026-03-06',
            Note: 'See <a href="https://acme.example/o">the offer</a>',
          }),
          row('4', 'Deadline', 'Deadline', 'Done', { 'Due date': '2026-03-07', Note: 'a < b' }),
          row('5', 'Kick-off', 'Meeting', 'Done', { 'Due date': '2026-03-08' }),
        ),
      );
      expect(job.tally).toMatchObject({ created: 5, bad: 0 });
      expect((await interactions()).map(({ kind, what, happened_at }) => [kind, what, happened_at])).toEqual([
        ['call', 'Call Iris\n\nThey agree.\n\n• Tanks\n• R&D', '2026-03-04T09:30:00.000Z'],
        ['meeting', 'Lunch', '2026-03-05T12:00:00.000Z'],
        ['email', 'Offer\n\nSee the offer (https://acme.example/o)', '2026-03-05T23:00:00.000Z'],
        ['note', 'Deadline\n\na < b', '2026-03-06T23:00:00.000Z'],
        ['meeting', 'Kick-off', '2026-03-07T23:00:00.000Z'],
      ]);
      expect(await followUps()).toEqual([]);
    });

    test('that are to do are follow-ups on their day, with all that was said', async () => {
      const long = `Ask ${'about every tank and valve '.repeat(10)}again`;
      const job = await imported(
        csv(
          HEAD,
          row('1', 'Call Iris', 'Call', 'To do', {
            'Due date': '2026-12-04',
            Note: '<p>Prices<br>Terms</p>',
            'Contact person': 'Iris Meyer',
            Participants: 'Jane Doe, Nobody Known',
          }),
          row('2', long, 'Task', 'To do', { 'Due date': '2026-10-01' }),
          row('3', 'Someday', 'Task', 'To do'),
        ),
      );
      expect(job.tally).toMatchObject({ created: 0, bad: 1, beside: { followUp: { created: 2 } } });
      expect(await rejects(job)).toEqual([
        'Line 4, Activity - Due date: It’s to do, but no day says when. Add its due day, or mark it as done.',
      ]);
      const [call, task] = await followUps();
      expect(call).toMatchObject({ what: 'Call Iris', due_on: '2026-12-04', customer_id: 1, done_at: null });
      expect(call.notes).toBe('Prices\nTerms\n\nKind: Call\n\nContact: Iris Meyer\n\nAlso: Jane Doe, Nobody Known');
      expect(task).toMatchObject({ what: expect.stringMatching(/^Ask about .*…$/), due_on: '2026-10-01', notes: long });
      expect(await interactions()).toEqual([]);
    });

    const before = csv(
      HEAD,
      row('1', 'Call Iris', 'Call', 'To do', { 'Due date': '2026-12-04' }),
      row('2', 'Visit', 'Meeting', 'To do', { 'Due date': '2026-12-05' }),
      row('3', 'Offer', 'E-mail', 'Done', { 'Due date': '2026-03-06' }),
    );

    test('that are done by the second run are marked as done, and nothing is doubled', async () => {
      await imported(before);
      expect((await imported(before)).tally).toMatchObject({
        created: 0,
        same: 1,
        beside: { followUp: { created: 0, same: 2, changed: 0 } },
      });
      expect(await followUps()).toHaveLength(2);
      const job = await imported(
        csv(
          HEAD,
          row('1', 'Call Iris', 'Call', 'Done', {
            'Due date': '2026-12-04',
            'Marked as done time': '2026-11-12 10:00:00',
          }),
          row('2', 'Visit them', 'Meeting', 'To do', { 'Due date': '2026-12-07' }),
          row('3', 'Offer', 'E-mail', 'Done', { 'Due date': '2026-03-06' }),
        ),
      );
      expect(job.tally).toMatchObject({
        created: 0,
        changed: 0,
        same: 1,
        beside: { followUp: { created: 0, changed: 2, fields: { doneAt: 1, what: 1, dueOn: 1 } } },
      });
      expect(await followUps()).toMatchObject([
        { what: 'Call Iris', done_at: '2026-11-12T09:00:00.000Z' },
        { what: 'Visit them', due_on: '2026-12-07', done_at: null },
      ]);
      expect(await interactions()).toHaveLength(1);
      // Opened again, it is to be done again.
      await imported(before);
      expect(await followUps()).toMatchObject([{ done_at: null }, { what: 'Visit', due_on: '2026-12-05' }]);
    });

    test('go with one Undo, follow-ups and IDs among them', async () => {
      const { act } = await imported(before);
      await undo({ crm, actor: maya, origin: byCommand }, act);
      expect([await interactions(), await followUps()]).toEqual([[], []]);
      expect((await imported(before)).tally).toMatchObject({ created: 1, beside: { followUp: { created: 2 } } });
    });

    test('of which nobody knows the kind, or whether they are done, are told with the word', async () => {
      const job = await checked(
        csv(
          HEAD,
          row('1', 'Fax', 'Telefax', 'Done', { 'Due date': '2026-03-04' }),
          row('2', 'Perhaps', 'Call', 'Perhaps', { 'Due date': '2026-03-04' }),
        ),
      );
      expect(await rejects(job)).toEqual([
        'Line 2, Activity - Type: “Telefax”: Choose one of: Call, Email, Meeting, Message, Note.',
        'Line 3, Activity - Done: “Perhaps” says neither that it’s done nor that it’s to do. Use yes or no, or don’t import the column.',
      ]);
    });

    test('name further contacts in the text; one that is known is the contact', async () => {
      await imported(
        csv(
          HEAD,
          row('1', 'All of us', 'Meeting', 'Done', {
            'Due date': '2026-03-04',
            'Contact person': 'Iris Meyer',
            Participants: 'Iris Meyer, Jane Doe, John Roe',
          }),
          row('2', 'Nobody here', 'Meeting', 'Done', { 'Due date': '2026-03-04', Participants: 'John Roe, Jane Doe' }),
        ),
      );
      expect(await interactions()).toMatchObject([
        { contact_id: 1, what: 'All of us\n\nAlso: Jane Doe, John Roe' },
        { contact_id: 2, what: 'Nobody here\n\nAlso: John Roe' },
      ]);
    });
  });

  describe('files of HubSpot', () => {
    const MORE = ['Create Date', 'Associated Company IDs', 'Associated Contact IDs', 'Associated Contact'];
    const links = (contacts = '201', names = 'Iris') => ['2026-03-01 09:00', '101', contacts, names];

    beforeEach(async () => {
      await imported(csv(['Record ID', 'Company name', 'Lifecycle Stage'], ['101', 'North', '']), 'customer');
      const people = [
        ['201', 'Iris', 'Meyer', '101'],
        ['202', 'Jane', 'Doe', '101'],
      ];
      await imported(csv(['Record ID', 'First Name', 'Last Name', 'Associated Company IDs'], ...people), 'contact');
    });

    test.each([
      ['note', ['Note body', 'Activity date'], ['<p>Said</p>', '2026-03-04 10:00'], 'Said'],
      [
        'call',
        ['Call Title', 'Call notes', 'Call outcome', 'Activity date'],
        ['Iris', 'Said', 'Busy', '2026-03-04 10:00'],
        'Iris\n\nSaid',
      ],
      [
        'meeting',
        ['Meeting name', 'Meeting description', 'Internal notes', 'Start Time'],
        ['Kick-off', 'All', 'Ours', '2026-03-04 10:00'],
        'Kick-off\n\nAll\n\nOurs',
      ],
      [
        'email',
        ['Email subject', 'Email body', 'Activity date'],
        ['Offer', '<div>Dear Iris</div>', '2026-03-04 10:00'],
        'Offer\n\nDear Iris',
      ],
    ])('say by their headings that they are of the kind %s', async (kind, head, cells, what) => {
      const job = await imported(csv(['Record ID', ...head, ...MORE], ['301', ...cells, ...links()]));
      expect(await rejects(job)).toEqual([]);
      expect(await interactions()).toMatchObject([
        {
          kind,
          what,
          customer_id: 1,
          contact_id: 1,
          happened_at: '2026-03-04T09:00:00.000Z',
          created_at: '2026-03-01T08:00:00.000Z',
        },
      ]);
    });

    test('tasks go by their status', async () => {
      const head = [
        'Record ID',
        'Task Title',
        'Notes',
        'Due date',
        'Task Status',
        'Task Type',
        'Completed at',
        ...MORE,
      ];
      const job = await imported(
        csv(
          head,
          ['301', 'Ring up', 'About tanks', '2026-03-04 08:00', 'Completed', 'Call', '2026-03-03 10:00', ...links()],
          ['302', 'Send it', '', '2026-12-04 08:00', 'Not started', 'To-do', '', ...links()],
          ['303', 'Wait', '', '2026-12-05 08:00', 'Waiting', 'Email', '', ...links()],
          ['304', 'Early', '', '2027-02-05 08:00', 'Completed', 'To-do', '', ...links()],
        ),
      );
      expect(job.tally).toMatchObject({ created: 2, bad: 0, beside: { followUp: { created: 2 } } });
      expect(await interactions()).toMatchObject([
        { kind: 'call', what: 'Ring up\n\nAbout tanks', happened_at: '2026-03-03T09:00:00.000Z' },
        { kind: 'note', what: 'Early', happened_at: '2026-11-16T14:00:00.000Z' },
      ]);
      expect(await followUps()).toMatchObject([
        { what: 'Send it', due_on: '2026-12-04', notes: 'Contact: Iris Meyer' },
        { what: 'Wait', due_on: '2026-12-05', notes: 'Kind: Email\n\nContact: Iris Meyer' },
      ]);
    });

    test('several contacts: the first known is the contact, the others are named as they are known or written', async () => {
      const head = ['Record ID', 'Note body', 'Activity date', ...MORE];
      const job = await imported(
        csv(
          head,
          ['301', 'One', '2026-03-04', ...links('299;202;201', 'John Roe;Jane Doe;Iris Meyer')],
          ['302', 'Two', '2026-03-04', ...links('298;299', 'John Roe;Max Foe')],
        ),
      );
      expect(await rejects(job)).toEqual([]);
      expect(await interactions()).toMatchObject([
        { contact_id: 2, what: 'One\n\nAlso: John Roe, Iris Meyer' },
        { contact_id: null, what: 'Two\n\nAlso: John Roe, Max Foe' },
      ]);
    });

    test('a note of 20,000 characters is kept whole, found, exported, and the same in the second run', async () => {
      const long = `${'tanks and valves, '.repeat(1100)}zwieback`;
      const text = csv(
        ['Record ID', 'Note body', 'Activity date', ...MORE],
        ['301', `<p>${long}</p>`, '2026-03-04', ...links()],
      );
      await imported(text);
      const [note] = await interactions();
      expect(note.what).toBe(long);
      expect((await imported(text)).tally).toMatchObject({ created: 0, same: 1, bad: 0 });
      const listing = await readListing({ crm, actor: maya }, entityOf('interaction'), 'zwieback');
      const own = (await exportCsv(byForm(), listing)).csv.toString();
      expect(own).toContain(long);
      expect((await checked(own)).tally).toMatchObject({ same: 1, changed: 0, created: 0, bad: 0 });
      const { length } = 'x'.repeat(40_001);
      const job = await checked(
        csv(
          ['Record ID', 'Note body', 'Activity date', ...MORE],
          ['302', 'x'.repeat(length), '2026-03-04', ...links()],
        ),
      );
      expect(await rejects(job)).toEqual([expect.stringContaining('Shorten this to 40000 characters. It has 40001.')]);
    });

    test('notes of a deal may be as long, and HTML there is text as well', async () => {
      const long = 'tanks and valves, '.repeat(1100).trim();
      await imported(
        csv(
          ['Record ID', 'Deal Name', 'Associated Company IDs', 'Deal Description'],
          ['401', 'Rollout', '101', `<p>${long}</p><p>End</p>`],
        ),
        'deal',
      );
      expect((await rows('deals'))[0].notes).toBe(`${long}\n\nEnd`);
    });
  });

  describe('tasks and events of Salesforce', () => {
    const ID = (kind: string, n: number) => `${kind}00000000000${n}AAA`;
    const TASK = [
      'Id',
      'IsDeleted',
      'WhoId',
      'WhatId',
      'Subject',
      'ActivityDate',
      'Status',
      'Description',
      'AccountId',
      'IsClosed',
      'TaskSubtype',
      'CompletedDateTime',
    ];
    const NONE = '000000000000000AAA';

    beforeEach(async () => {
      await imported(
        csv(['Id', 'IsDeleted', 'Name'], [ID('001', 1), '0', 'North'], [ID('001', 2), '0', 'South']),
        'customer',
      );
      await imported(csv(['Id', 'AccountId', 'LastName'], [ID('003', 1), ID('001', 1), 'Meyer']), 'contact');
      await imported(
        csv(['Id', 'AccountId', 'Name', 'StageName'], [ID('006', 1), ID('001', 2), 'Rollout', 'Proposal']),
        'deal',
      );
    });

    test('are about whatever their ID means, and take its customer', async () => {
      const job = await imported(
        csv(
          TASK,
          [
            ID('00T', 1),
            '0',
            NONE,
            ID('006', 1),
            'Of a deal',
            '2026-03-04 00:00:00',
            'Completed',
            '',
            NONE,
            '1',
            'Call',
            '2026-03-05 08:00:00',
          ],
          [
            ID('00T', 2),
            '0',
            NONE,
            ID('001', 2),
            'Of an account',
            '2026-03-04 00:00:00',
            'Completed',
            'Body',
            NONE,
            '1',
            'Task',
            '',
          ],
          [
            ID('00T', 3),
            '0',
            ID('003', 1),
            NONE,
            'Of a contact',
            '2026-03-04 00:00:00',
            'Open',
            '',
            NONE,
            '0',
            'Email',
            '',
          ],
          [
            ID('00T', 4),
            '0',
            ID('003', 1),
            NONE,
            'Of a contact',
            '2026-03-04 00:00:00',
            'Completed',
            '',
            NONE,
            '1',
            'Email',
            '',
          ],
          [
            ID('00T', 5),
            '0',
            NONE,
            ID('500', 1),
            'Of a case',
            '2026-03-04 00:00:00',
            'Completed',
            '',
            ID('001', 1),
            '1',
            '',
            '',
          ],
          [
            ID('00T', 6),
            '0',
            NONE,
            ID('500', 1),
            'Of a case alone',
            '2026-03-04 00:00:00',
            'Completed',
            '',
            NONE,
            '1',
            '',
            '',
          ],
          [ID('00T', 7), '0', NONE, NONE, 'Of nothing', '2026-03-04 00:00:00', 'Completed', '', NONE, '1', '', ''],
        ),
      );
      expect(await interactions()).toMatchObject([
        { kind: 'call', what: 'Of a deal', customer_id: 2, deal_id: 1, happened_at: '2026-03-05T08:00:00.000Z' },
        { kind: 'note', what: 'Of an account\n\nBody', customer_id: 2, deal_id: null },
        { kind: 'email', what: 'Of a contact', customer_id: 1, contact_id: 1 },
        { kind: 'note', what: `Of a case\n\nAlso: ${ID('500', 1)}`, customer_id: 1 },
      ]);
      expect(await followUps()).toMatchObject([
        { what: 'Of a contact', customer_id: 1, due_on: '2026-03-04', notes: 'Kind: Email\n\nContact: Meyer' },
      ]);
      expect(await rejects(job)).toEqual([
        `Line 7, WhatId: “${ID('500', 1)}” is the ID of nothing that was imported. Import the customers, contacts and deals it can mean first.`,
        'Line 8, AccountId: No customer is named, and no contact or deal that has one. Add one of them to the row.',
      ]);
    });

    test('events are meetings, and those to come follow-ups', async () => {
      const head = [
        'Id',
        'IsDeleted',
        'WhatId',
        'Subject',
        'ActivityDateTime',
        'ActivityDate',
        'DurationInMinutes',
        'AccountId',
      ];
      await imported(
        csv(
          head,
          [ID('00U', 1), '0', NONE, 'Was', '2026-03-04 10:00:00', '2026-03-04 00:00:00', '60', ID('001', 1)],
          [ID('00U', 2), '0', NONE, 'Will be', '2026-12-04 10:00:00', '2026-12-04 00:00:00', '60', ID('001', 1)],
        ),
      );
      expect(await interactions()).toMatchObject([
        { kind: 'meeting', what: 'Was', happened_at: '2026-03-04T10:00:00.000Z' },
      ]);
      expect(await followUps()).toMatchObject([{ what: 'Will be', due_on: '2026-12-04' }]);
    });
  });

  test('days of Salesforce begin where people are, though its moments are in UTC', async () => {
    await imported('Id,Name,IsDeleted\n001A,North,0', 'customer');
    await imported(
      csv(
        ['Id', 'IsDeleted', 'AccountId', 'Subject', 'ActivityDate', 'IsClosed', 'CreatedDate'],
        ['00TA', '0', '001A', 'Called', '2026-03-05 00:00:00', '1', '2026-03-01 00:00:00'],
      ),
    );
    expect(await interactions()).toMatchObject([
      { happened_at: '2026-03-04T23:00:00.000Z', created_at: '2026-03-01T00:00:00.000Z' },
    ]);
  });

  test('notes of Zoho are notes, of the record that they belong to', async () => {
    await imported(csv(['Record Id', 'Account Name', 'Account Owner.id'], ['zcrm_11', 'North', '']), 'customer');
    await imported(
      csv(
        ['Record Id', 'Note Title', 'Note Content', 'Parent Id', 'Created Time'],
        ['zcrm_21', 'Tanks', 'They agree', 'zcrm_11', '2026-03-04 10:00:00'],
      ),
    );
    expect(await interactions()).toMatchObject([
      { kind: 'note', what: 'Tanks\n\nThey agree', customer_id: 1, happened_at: '2026-03-04T09:00:00.000Z' },
    ]);
  });

  describe('a spreadsheet', () => {
    beforeEach(async () => void (await add('customer', { name: 'North' })));

    test('says by yes and no whether it is done; days go by their column', async () => {
      const job = await imported(
        'Subject,Company,Due,Done\nOne,North,04/13/2026,yes\nTwo,North,04/03/2026,no\nThree,North,04/05/2026,\n',
      );
      expect(job.tally).toMatchObject({ created: 1, bad: 0, beside: { followUp: { created: 2 } } });
      expect(await interactions()).toMatchObject([
        { what: 'One', kind: 'note', happened_at: '2026-04-12T22:00:00.000Z' },
      ]);
      expect(await followUps()).toMatchObject([
        { what: 'Two', due_on: '2026-04-03' },
        { what: 'Three', due_on: '2026-04-05' },
      ]);
    });

    test('without a kind holds notes, and never calls; text that looks like a tag is left alone', async () => {
      await imported('Customer,When,What was said\nNorth,2026-03-04,Ask <iris@acme.example> if a < b\n');
      expect(await interactions()).toMatchObject([{ kind: 'note', what: 'Ask <iris@acme.example> if a < b' }]);
    });

    test('takes the customer of the deal or contact; without any it says what to do', async () => {
      const south = await add('customer', { name: 'South' });
      for (const customer of [1, south.id]) await add('contact', { name: 'Iris', customer });
      await add('deal', { name: 'Rollout', customer: south.id });
      const job = await imported(
        'Contact,Deal,When,What was said\nIris,Rollout,2026-03-04,Both\n,Rollout,2026-03-04,Deal\n,,2026-03-04,None\n',
      );
      expect(await interactions()).toMatchObject([
        { what: 'Both', customer_id: 2, deal_id: 1, contact_id: 2 },
        { what: 'Deal', customer_id: 2, deal_id: 1 },
      ]);
      expect(await rejects(job)).toEqual([
        'Line 4, Customer: No customer is named, and no contact or deal that has one. Add one of them to the row.',
      ]);
    });

    test('of our own is text as it stands, in another CustomerHub as well', async () => {
      await imported(
        'CustomerHub ID (ffffff),Customer,When,Kind,What was said\n,North,2026-03-04,Call,<p>R&amp;D</p>\n',
      );
      expect(await interactions()).toMatchObject([{ kind: 'call', what: '<p>R&amp;D</p>' }]);
    });
  });
});
