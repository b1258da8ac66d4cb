import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { fillStarted } from '../../../migrations/028_started.ts';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { exportCsv } from '../../../src/crm/export/export.ts';
import { readListing } from '../../../src/crm/lists/listing.ts';
import { stageTimes } from '../../../src/crm/pipeline/stage-times.ts';
import { whatMoved } from '../../../src/crm/summary/moved/moved.ts';
import { readMoved } from '../../../src/crm/summary/moved/question.ts';
import { momentOf } from '../../../src/model/dates/time.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { findRecord } from '../../../src/store/records.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { takeFile } from '../../../src/crm/import/import.ts';
import { edit } from '../../../src/crm/records/mutations.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { behind } from '../../../src/crm/summary/behind.ts';
import type { FigureKey } from '../../../src/crm/summary/figures.ts';
import { partOf, type Part } from '../../../src/crm/summary/parts.ts';
import { readQuestion } from '../../../src/crm/summary/question.ts';
import { summarize, type Summary } from '../../../src/crm/summary/summary.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';

jest.setTimeout(120_000);

const DEALS = [
  'Name,Customer,Stage,Amount,Closed on,Created',
  // Won ten days after it began.
  'Old and dated,North,Won,100,2026-11-12,2026-11-02T08:00:00.000Z',
  'Old and won,North,Won,100,2026-11-10,',
  'Older and won,North,Won,100,2025-03-10,',
  'Open and dated,North,Proposal,100,,2026-11-03T08:00:00.000Z',
  'Open one,North,Proposal,100,,',
  'Open two,North,Lead,100,,',
];

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;

  const imported = async (name: EntityName, lines: readonly string[]): Promise<void> => {
    const ctx = { crm, actor: maya, origin: { source: 'form' } as const };
    const bytes = Buffer.from(lines.join('\n'));
    const { id } = await takeFile(ctx, { entity: entityOf(name), file: 'list.csv', bytes });
    await checkImport(ctx, id);
    const { tally } = await carryImport(ctx, id);
    expect(tally).toMatchObject({ created: lines.length - 1, bad: 0 });
  };
  const ask = async (words: string): Promise<Summary> =>
    summarize({ crm, actor: maya }, await readQuestion({ crm, actor: maya }, words));
  const figures = async (words: string, ...keys: FigureKey[]): Promise<(number | null)[]> => {
    const summary = await ask(words);
    return keys.map((key) => summary.figures[key].value);
  };
  const part = async (words: string, name: 'numbers' | 'pipeline'): Promise<Part> =>
    partOf({ crm, actor: maya }, await readQuestion({ crm, actor: maya }, words), name);
  const recordOf = async (id: number): Promise<AnyRecord> => {
    const record = await findRecord(crm.database.db, { entity: 'deal', id });
    if (!record) throw new Error('There is no such deal.');
    return record;
  };
  const rowsOf = ({ tables }: Part, title: string) => tables.find((table) => table.title === title)?.rows ?? [];

  beforeAll(async () => {
    crm = await aCrm(await fresh());
    maya = await aColleague(crm, 'Maya', 'manager');
    await imported('customer', ['Name,Created', 'North,2026-01-02T08:00:00.000Z', 'South,']);
    await imported('deal', DEALS);
  });
  afterAll(() => crm.end());

  test('an import says of each record whether its start is known', async () => {
    const started = await crm.database.db('deals').orderBy('id').pluck<string[]>('started');
    expect(started).toEqual(['elsewhere', 'unknown', 'unknown', 'elsewhere', 'unknown', 'unknown']);
    // What was imported before there was the column.
    await crm.database.db('deals').update({ started: 'here' });
    await fillStarted(crm.database.db);
    expect(await crm.database.db('deals').orderBy('id').pluck<string[]>('started')).toEqual(started);
    expect(await crm.database.db('customers').orderBy('id').pluck('started')).toEqual(['elsewhere', 'unknown']);
  });

  // By the totals, and by a scan.
  describe.each(['', 'amount>0'])('asked for %s', (words) => {
    test('new deals are those that began in the period, and the others are told apart', async () => {
      expect(await figures(words, 'dealsNew')).toEqual([2]);
      const { notes } = await ask(words);
      const others = words === '' ? '4 deals and 1 customer' : '4 deals';
      expect(notes).toContain(
        `${others} were imported without a creation day. They don’t count as new, and nothing before the import is known.`,
      );
    });

    test('deals are won on their closing day, with a sales cycle where it is known', async () => {
      expect(await figures(words, 'dealsWon', 'cycleMedian', 'cycleP90')).toEqual([2, 10, 10]);
      expect(await figures(`march 2025 ${words}`, 'dealsWon', 'cycleMedian', 'cycleP90')).toEqual([1, null, null]);
    });
  });

  test('the figures of the sales cycle say of how many deals they are', async () => {
    const now = await part('', 'numbers');
    expect(now.notes).toContain('Sales cycle: based on 1 deal. 1 imported deal has no known start.');
    const then = await part('march 2025', 'numbers');
    expect(then.notes).toContain('Sales cycle: not known, because 1 imported deal has no known start.');
    expect(rowsOf(then, 'All metrics')).toContainEqual(['Sales cycle, median', 'not known', null, null]);
    const { notes, page } = await behind({ crm, actor: maya }, await readQuestion({ crm, actor: maya }, ''), {
      ...{ key: 'cycleMedian', page: 1, perPage: 10 },
    });
    expect([notes, page.records.map(({ name }) => name)]).toEqual([
      ['Sales cycle: based on 1 deal. 1 imported deal has no known start.'],
      ['Old and dated'],
    ]);
  });

  test('conversion leaves out deals of which nobody knows when they began', async () => {
    const rows = rowsOf(await part('', 'pipeline'), 'Conversion of the deals added in the period');
    expect(rows.map(([name, , , , deals]) => [name, deals])).toEqual([
      ['Lead', 2],
      ['Qualified', 2],
      ['Proposal', 2],
      ['Negotiation', 1],
      ['Won', 1],
    ]);
  });

  test('what imports brought is no movement, and no win', async () => {
    const moved = await whatMoved({ crm, actor: maya }, await readMoved({ crm, actor: maya }, 'since:2026-11-10'));
    expect([moved.then, moved.now]).toEqual([
      { count: 0, value: 0 },
      { count: 3, value: 30_000 },
    ]);
    expect(moved.bars).toMatchObject({ new: { count: 0 }, imported: { count: 3, value: 30_000 } });
    expect(moved.passing).toBe(0);
    const at = momentOf(NOW);
    expect(moved.imports).toEqual({ count: 6, first: at, last: at });
    // Two of them are known to have begun in these days.
    const longer = await whatMoved({ crm, actor: maya }, await readMoved({ crm, actor: maya }, 'since:2026-11-01'));
    expect(longer.bars).toMatchObject({ new: { count: 1, value: 10_000 }, imported: { count: 2, value: 20_000 } });
    expect([longer.passing, longer.imports?.count]).toEqual([1, 4]);
  });

  test('an export and the views leave empty what is not known', async () => {
    const { csv } = await exportCsv(
      { crm, actor: maya, origin: byCommand },
      await readListing({ crm, actor: maya }, entityOf('deal'), ''),
    );
    const created = new Map(
      (parse(csv, { bom: true, columns: true }) as Record<string, string>[]).map((row) => [
        row['Name'],
        row['Created'],
      ]),
    );
    expect([created.get('Old and dated'), created.get('Old and won')]).toEqual(['2026-11-02T08:00:00.000Z', '']);
    const views = crm.database.db('report_deals').whereIn('name', ['Open and dated', 'Open two']).orderBy('name');
    expect(await views.select('created_on', 'created_at', 'in_stage_since')).toEqual([
      { created_on: '2026-11-03', created_at: '2026-11-03T08:00:00.000Z', in_stage_since: null },
      { created_on: null, created_at: null, in_stage_since: null },
    ]);
    expect(await crm.database.db('report_customers').orderBy('id').pluck('created_on')).toEqual(['2026-01-02', null]);
    expect(await crm.database.db('report_stage_changes').pluck('deal')).toEqual([]);
  });

  test('time in a stage is not known before somebody moves the deal, unless it is long already', async () => {
    const aged = async (words = '') =>
      rowsOf(await part(words, 'pipeline'), 'Time in current stage').map((row) => row.slice(0, 4));
    crm.at('2026-11-20T10:00:00Z');
    expect(await aged()).toEqual([
      ['Lead', 'Not known', 1, 0],
      ['Proposal', 'Not known', 2, 0],
    ]);
    // The week before ended before the import: where they stood then is not known, whenever they began.
    expect(await aged('this week')).toEqual(await aged());
    expect((await part('', 'pipeline')).notes).toContain('Not known: since when 3 imported deals are in their stage.');
    const { id } = await crm.database.db('deals').where({ name: 'Open one' }).first();
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'deal', id }, { stage: 4 }),
    );
    expect(await aged()).toEqual([
      ['Lead', 'Not known', 1, 0],
      ['Proposal', 'Not known', 1, 0],
      ['Negotiation', 'Up to 7 days', 1, 0],
    ]);
    const way = await stageTimes(crm, await recordOf(id), 'UTC');
    expect(way).toMatchObject([
      { stage: 3, since: null, days: 4, now: false },
      { stage: 4, since: '2026-11-20T10:00:00.000Z', days: 0, now: true },
    ]);
    expect(
      await crm.database.db('report_stage_changes').where({ deal_id: id }).select('to_stage', 'days_before'),
    ).toEqual([{ to_stage: 'Negotiation', days_before: null }]);
    expect(await crm.database.db('report_deals').where({ id }).pluck('in_stage_since')).toEqual([
      '2026-11-20T10:00:00.000Z',
    ]);
    const moved = await part('', 'pipeline');
    expect(rowsOf(moved, 'Time in each stage').map((row) => [row[0], row[1], row[4]])).toContainEqual([
      ...['Proposal', 'not known', 1],
    ]);
    expect(moved.notes).toContain('Time in stage leaves out 1 stay that began before an import.');
    crm.at('2027-03-20T10:00:00Z');
    expect(await aged()).toEqual([
      ['Lead', 'Over 90 days', 1, 1],
      ['Proposal', 'Over 90 days', 1, 1],
      ['Negotiation', 'Over 90 days', 1, 1],
    ]);
    crm.at('2026-11-20T10:00:00Z');
  });
});
