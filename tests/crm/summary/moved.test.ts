import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { merge } from '../../../src/crm/duplicates/merge.ts';
import { create, edit, remove, restore, type Input } from '../../../src/crm/records/mutations.ts';
import type { WriteContext } from '../../../src/crm/context/write-context.ts';
import { movedDealsCsv } from '../../../src/crm/summary/moved/csv.ts';
import { BAR_KEYS, whatMoved, type BarKey, type Moved } from '../../../src/crm/summary/moved/moved.ts';
import { readMoved } from '../../../src/crm/summary/moved/question.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { commands, live, settleDown, type Command, type World } from '../../support/wanderers.ts';

const PATIENCE = 300_000;
const LIVES = 120;

interface Row {
  id: number;
  stage_id: number;
  amount: number | null;
  currency: string;
  owner_id: number;
  close_on: string | null;
  deleted_at: string | null;
  merged_into_id: number | null;
}
type Rows = Map<number, Row>;

const ask = async (crm: TestCrm, actor: Actor, words: string): Promise<Moved> =>
  whatMoved({ crm, actor }, await readMoved({ crm, actor }, words));

/** A new CRM has four open stages, then Won and Lost. */
const OUTCOME = (stage: number): BarKey | 'open' => (stage <= 4 ? 'open' : stage === 5 ? 'won' : 'lost');

const rowsOf = async (crm: TestCrm): Promise<Rows> =>
  new Map(((await crm.database.db('deals')) as Row[]).map((row) => [row.id, row]));

const isIn = (row: Row | undefined, fits: (row: Row) => boolean): boolean =>
  row !== undefined && row.deleted_at === null && row.stage_id <= 4 && row.currency === 'EUR' && fits(row);

const worth = (rows: Iterable<Row>, fits: (row: Row) => boolean) => {
  const open = [...rows].filter((row) => isIn(row, fits));
  return { count: open.length, value: open.reduce((sum, { amount }) => sum + (amount ?? 0), 0) };
};

/** The same bars by hand, from what both days had in their tables. */
const barByHand = (was: Row | undefined, is: Row | undefined, fits: (row: Row) => boolean): BarKey | null => {
  if (isIn(was, fits) && isIn(is, fits)) {
    const change = (is?.amount ?? 0) - (was?.amount ?? 0);
    return change > 0 ? 'grown' : change < 0 ? 'shrunk' : null;
  }
  if (isIn(is, fits)) {
    if (!was) return 'new';
    if (was.deleted_at !== null) return 'restored';
    return was.stage_id > 4 ? 'reopened' : 'cameIn';
  }
  if (!isIn(was, fits)) return null;
  if (!is || is.deleted_at !== null) return is?.merged_into_id ? 'merged' : 'removed';
  const outcome = OUTCOME(is.stage_id);
  return outcome === 'open' ? 'wentOut' : outcome;
};

const byHand = (then: Rows, now: Rows, fits: (row: Row) => boolean): Map<number, BarKey> => {
  const ids = new Set([...then.keys(), ...now.keys()]);
  const bars = [...ids].map((id) => [id, barByHand(then.get(id), now.get(id), fits)] as const);
  return new Map(bars.filter((one): one is [number, BarKey] => one[1] !== null));
};

/** Which deal stands behind which bar of value. */
const told = ({ deals, shifted }: Moved): Map<number, BarKey> =>
  new Map(
    BAR_KEYS.flatMap((bar) => {
      const beside = bar in shifted && shifted[bar as 'slipped'].count > 0;
      return beside ? [] : deals[bar].map(({ record }) => [record.id, bar] as const);
    }),
  );

const COMING: readonly BarKey[] = ['new', 'reopened', 'restored', 'cameIn', 'pulledIn'];
const STAYING: readonly BarKey[] = ['grown', 'shrunk'];

const expectBridge = ({ then, now, bars }: Moved): void => {
  const sum = BAR_KEYS.reduce((total, bar) => total + bars[bar].value, 0);
  expect(then.value + sum).toBe(now.value);
  const moves = BAR_KEYS.filter((bar) => !STAYING.includes(bar));
  const sign = (bar: BarKey): number => (COMING.includes(bar) ? 1 : -1);
  expect(then.count + moves.reduce((total, bar) => total + sign(bar) * bars[bar].count, 0)).toBe(now.count);
};

onBothDatabases((fresh) => {
  describe('whatever people do', () => {
    let crm: TestCrm;
    let people: Actor[];
    beforeAll(async () => {
      crm = await aCrm(await fresh());
      people = [];
      for (const role of ['admin', 'manager', 'rep', 'rep', 'viewer'] as const)
        people.push(await aColleague(crm, `${role} ${String.fromCharCode(65 + people.length)}`, role));
    }, PATIENCE);
    afterAll(() => crm.end());

    let day = 0;
    const seen = new Map<string, number>();
    const atHour = (hour: number): void => crm.at(new Date(Date.UTC(2027, 0, 1 + day, hour)).toISOString());

    const oneLife = async (before: readonly Command[], after: readonly Command[]): Promise<void> => {
      day += 1;
      atHour(8);
      const world: World = await settleDown(crm, people);
      for (const command of before) await live(world, command);
      const then = await rowsOf(crm);
      day += 1;
      atHour(10);
      for (const command of after) await live(world, command);
      const now = await rowsOf(crm);
      for (const [words, fits] of questions(people)) {
        const moved = await ask(crm, people[0] as Actor, `since:today ${words}`);
        expectBridge(moved);
        expect(moved.then).toEqual(worth(then.values(), fits));
        expect(moved.now).toEqual(worth(now.values(), fits));
        expect(told(moved)).toEqual(byHand(then, now, fits));
        for (const bar of told(moved).values()) seen.set(bar, (seen.get(bar) ?? 0) + 1);
      }
    };

    const questions = ([admin, , rep]: readonly Actor[]): [string, (row: Row) => boolean][] => [
      ['', () => true],
      [
        `owner:E-${rep?.employeeId},E-${admin?.employeeId}`,
        ({ owner_id: owner }) => owner === rep?.employeeId || owner === admin?.employeeId,
      ],
      ['amount>5', ({ amount }) => (amount ?? 0) > 500],
    ];

    test(
      `${LIVES} lives: then and the bridge make now, to the cent, and each deal stands behind the bar that both days’ tables say`,
      async () => {
        await fc.assert(fc.asyncProperty(commands, commands, oneLife), { numRuns: LIVES, seed: 7 });
      },
      PATIENCE,
    );

    test.each<BarKey>([
      'new',
      'reopened',
      'restored',
      'grown',
      'shrunk',
      'cameIn',
      'wentOut',
      'merged',
      'removed',
      'lost',
      'won',
    ])('“%s” was part of them', (bar) => expect(seen.get(bar) ?? 0).toBeGreaterThan(0));
  });

  describe('a week at Acme', () => {
    let crm: TestCrm;
    let maya: Actor;
    const ids = new Map<string, number>();
    const id = (name: string): number => ids.get(name) ?? 0;
    const tx = (work: (tx: WriteContext) => Promise<unknown>) =>
      runInTransaction({ crm, actor: maya, origin: byCommand }, async (one) => ({ done: await work(one) }));
    const deal = (name: string, input: Input = {}) =>
      tx(async (one) => {
        const { id: made } = await create(one, 'deal', { name, customer: id('Acme'), amount: '100', ...input });
        ids.set(name, made);
      });
    const change = (name: string, input: Input) => tx((one) => edit(one, { entity: 'deal', id: id(name) }, input));

    beforeAll(async () => {
      crm = await aCrm(await fresh());
      crm.at('2026-11-12T09:00:00Z');
      maya = await aColleague(crm, 'Maya', 'admin');
      await tx(async (one) => ids.set('Acme', (await create(one, 'customer', { name: 'Acme' })).id));
      for (const name of ['Still', 'Growing', 'Shrinking', 'Winning', 'Losing', 'Deleted', 'Merged', 'Dollars'])
        await deal(name);
      await deal('Reopened', { stage: 6, lostReason: 'Price' });
      await deal('Brought back');
      await tx((one) => remove(one, { entity: 'deal', id: id('Brought back') }));
      await deal('Early', { closeOn: '2026-12-20' });
      await deal('Late', { closeOn: '2026-12-20' });
      await deal('Out of sight', { closeOn: '2026-12-20' });
      crm.at('2026-11-16T09:00:00Z');
      await deal('Brand new', { amount: '7.50' });
      await deal('Nothing yet', { amount: null });
      await deal('Quick', { amount: '9' });
      await change('Quick', { stage: 5 });
      await change('Growing', { amount: '140.10' });
      await change('Shrinking', { amount: '90' });
      await change('Winning', { amount: '120', stage: 5 });
      await change('Losing', { stage: 6, lostReason: 'Price' });
      await tx((one) => remove(one, { entity: 'deal', id: id('Deleted') }));
      await merge({ crm, actor: maya, origin: byCommand }, { entity: 'deal', keep: id('Still'), other: id('Merged') });
      await change('Dollars', { currency: 'USD' });
      await change('Reopened', { stage: 2 });
      await tx((one) => restore(one, { entity: 'deal', id: id('Brought back') }));
      await change('Early', { closeOn: '2026-11-30' });
      await change('Late', { closeOn: '2026-12-24' });
      await change('Out of sight', { closeOn: '2027-01-24' });
    }, PATIENCE);
    afterAll(() => crm.end());

    const named = ({ deals }: Moved): Record<string, string[]> =>
      Object.fromEntries(
        BAR_KEYS.filter((bar) => deals[bar].length > 0).map((bar) => [
          bar,
          deals[bar].map(({ record }) => String(record['name'])),
        ]),
      );

    test('every deal stands behind its bar', async () => {
      const moved = await ask(crm, maya, 'since:monday');
      expectBridge(moved);
      expect(moved).toMatchObject({
        since: '2026-11-16',
        start: '2026-11-15T23:00:00.000Z',
        then: { count: 11, value: 110_000 },
        bars: {
          new: { count: 2, value: 750 },
          reopened: { count: 1, value: 10_000 },
          restored: { count: 1, value: 10_000 },
          grown: { count: 1, value: 4010 },
          pulledIn: { count: 0, value: 0 },
          cameIn: { count: 0, value: 0 },
          shrunk: { count: 1, value: -1000 },
          slipped: { count: 0, value: 0 },
          wentOut: { count: 1, value: -10_000 },
          merged: { count: 1, value: -10_000 },
          removed: { count: 1, value: -10_000 },
          lost: { count: 1, value: -10_000 },
          won: { count: 1, value: -10_000 },
        },
        now: { count: 10, value: 83_760 },
        shifted: { pulledIn: { count: 1, value: 10_000 }, slipped: { count: 2, value: 20_000 } },
        passing: 1,
        otherCurrencies: 1,
        trailBegins: null,
      });
      expect(named(moved)).toEqual({
        new: ['Brand new', 'Nothing yet'],
        reopened: ['Reopened'],
        restored: ['Brought back'],
        grown: ['Growing'],
        shrunk: ['Shrinking'],
        pulledIn: ['Early'],
        slipped: ['Late', 'Out of sight'],
        wentOut: ['Dollars'],
        merged: ['Merged'],
        removed: ['Deleted'],
        lost: ['Losing'],
        won: ['Winning'],
      });
    });

    test('the deals behind a bar are a file, with what each did to the open value', async () => {
      const fileOf = async (bar: BarKey, actor = maya) => {
        const { csv, records } = await movedDealsCsv(
          { crm, actor, origin: byCommand },
          {
            ...(await ask(crm, maya, 'since:monday')),
            bar,
          },
        );
        const [head = '', ...lines] = String(csv).trim().split('\r\n');
        const ends = lines.map((line) => line.split(',').slice(-4).join());
        return { head, lines, ends, records };
      };
      const grown = await fileOf('grown');
      expect(grown.head).toMatch(/^CustomerHub ID .*,Name,Customer/);
      expect(grown.head).toMatch(/,Amount at start,Amount now,Change of amount,Expected close at start$/);
      expect(grown).toMatchObject({ records: 1, ends: ['100,140.1,40.1,'] });
      expect((await fileOf('won')).ends).toEqual(['100,,-100,']);
      const slipped = await fileOf('slipped');
      expect(slipped.lines[0]).toContain('Late');
      expect(slipped.ends).toEqual(['100,100,0,2026-12-20', '100,100,0,2026-12-20']);
      expect(await fileOf('merged')).toMatchObject({ records: 1 });
      expect(await fileOf('wentOut')).toMatchObject({ records: 1 });
      await expect(fileOf('grown', { ...maya, role: 'rep' })).rejects.toThrow('export');
    });

    test('with a filter on the close, what moved into it and out of it changes the sum', async () => {
      const december = await ask(crm, maya, 'since:monday closing:2026-12');
      expectBridge(december);
      expect(december).toMatchObject({ then: { count: 3, value: 30_000 }, now: { count: 1, value: 10_000 } });
      expect(named(december)).toEqual({ slipped: ['Early', 'Out of sight'] });
      const november = await ask(crm, maya, 'since:monday closing:2026-11');
      expect(named(november)).toEqual({ pulledIn: ['Early'] });
      expect(november.bars.pulledIn).toEqual({ count: 1, value: 10_000 });
    });

    test('a day that lies before the trail begins says so, and everything is new', async () => {
      const moved = await ask(crm, maya, 'since:last-year');
      expectBridge(moved);
      expect(moved).toMatchObject({ then: { count: 0, value: 0 }, trailBegins: '2026-11-12T09:00:00.000Z' });
      expect(named(moved)['new']).toHaveLength(10);
    });

    test('the last seven days are the usual, and a filter that nothing fits is answered', async () => {
      expect(await ask(crm, maya, '')).toMatchObject({ since: '2026-11-10' });
      const nothing = await ask(crm, maya, 'since:today amount>1m');
      expect(nothing).toMatchObject({ then: { count: 0, value: 0 }, now: { count: 0, value: 0 } });
      expect(named(nothing)).toEqual({});
    });

    test.each([
      ['since:tomorrow', 'is in the future'],
      ['since:next-month', 'is in the future'],
      ['since:sometimes', 'can’t be “sometimes”'],
      ['since:2026-02-30', 'can’t be “2026-02-30”'],
      ['since:', 'needs a value'],
      ['quiet:30d', 'can’t be filtered by when deals were changed'],
      ['updated:today', 'can’t be filtered by when deals were changed'],
      ['stage:nowhere', 'nowhere'],
    ])('“%s” is pointed at', async (words, why) => {
      await expect(ask(crm, maya, words)).rejects.toThrow(why);
    });

    test('whoever may see no deals sees nothing of them', async () => {
      await expect(ask(crm, { ...maya, role: 'none' }, '')).rejects.toThrow('you can’t see deals');
    });
  });
});
