import type { ReadContext } from '../../src/crm/context/request-context.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { freshen, SETTINGS_ID, type Crm } from '../../src/crm/context/crm.ts';
import { pageOf, readListing } from '../../src/crm/lists/listing.ts';
import { openSnapshots, type Snapshots } from '../../src/crm/snapshots/snapshots.ts';
import { erase } from '../../src/crm/erasure/erase.ts';
import { create, edit, remove } from '../../src/crm/records/mutations.ts';
import { whatMoved } from '../../src/crm/summary/moved/moved.ts';
import { readMoved } from '../../src/crm/summary/moved/question.ts';
import { partOf, PARTS, type PartName } from '../../src/crm/summary/parts.ts';
import { readQuestion } from '../../src/crm/summary/question.ts';
import { summarize } from '../../src/crm/summary/summary.ts';
import { targetsByQuarter } from '../../src/crm/team/target-list.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { ENTITIES, entityOf } from '../../src/model/registry.ts';
import { addDays, startOfDay } from '../../src/model/dates/time.ts';
import { findRecord } from '../../src/store/records.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';
import { commands, live, settleDown, type Command, type World } from '../support/wanderers.ts';

const PATIENCE = 300_000;
const TIME_ZONE = 'Europe/Berlin';
const FIRST = '2027-02-20';
const DAYS = 8;
const dayAt = (index: number): string => addDays(FIRST, index);
const endOf = (day: string): string => startOfDay(addDays(day, 1), TIME_ZONE);

/** Everything that somebody could be answered on a day. */
const answers = async (ctx: ReadContext): Promise<Record<string, unknown>> => {
  const told: Record<string, unknown> = {};
  for (const words of ['', 'last month', 'this quarter', 'last 3 days amount>5 stage:won,lead', 'this year owner:me']) {
    const { provenance, ...summary } = await summarize(ctx, await readQuestion(ctx, words));
    const { asOf: _asOf, ...known } = provenance;
    told[`summary ${words}`] = { ...summary, ...known };
  }
  for (const name of Object.keys(PARTS) as PartName[])
    for (const words of ['this quarter', 'this quarter by:owner amount>5'])
      told[`${name} ${words}`] = (await partOf(ctx, await readQuestion(ctx, words), name)).tables;
  const { asOf: _asOf, ...moved } = await whatMoved(ctx, await readMoved(ctx, 'since:yesterday'));
  told['moved'] = moved;
  told['targets'] = await targetsByQuarter(ctx);
  const lists: [EntityName, string][] = [
    ...[
      '',
      'mine',
      'amount>5',
      'closing:this-year sort:-amount',
      'quiet:1d',
      'stage:won,lead',
      'updated:today sort:-updated',
    ].map((words): [EntityName, string] => ['deal', words]),
    ...['', 'sort:name', 'firm', 'created:today'].map((words): [EntityName, string] => ['customer', words]),
    ['contact', ''],
    ['interaction', 'sort:-created'],
    ['employee', ''],
  ];
  for (const [name, words] of lists)
    told[`${name} ${words}`] = await pageOf(ctx.crm, await readListing(ctx, entityOf(name), words), 1, 500).catch(
      (error: Error) => error.message,
    );
  return told;
};

type Row = Record<string, unknown>;

/** Every row of every entity, as the tables hold them. Those that no act made have words to be found by only once somebody wrote to them. */
const rowsOf = async (crm: Crm): Promise<Record<string, Row[]>> => {
  const all: Record<string, Row[]> = {};
  for (const { table } of Object.values(ENTITIES)) {
    const rows = (await crm.database.db(table).orderBy('id')) as Row[];
    all[table] = rows.map((row) => (row['version'] === 0 ? { ...row, search_text: '' } : row));
  }
  return all;
};

interface Saved {
  day: string;
  answers: Record<string, unknown>;
  rows: Record<string, Row[]>;
  entries: unknown[];
}

onBothDatabases((fresh) => {
  describe('a random life of eight days', () => {
    let crm: TestCrm;
    let snapshots: Snapshots;
    let people: Actor[];
    const saved: Saved[] = [];
    const drawn = fc.sample(fc.tuple(commands, commands, commands), { numRuns: DAYS, seed: 5 });

    const change = (name: EntityName, id: number, input: Record<string, unknown>) =>
      runInTransaction({ crm, actor: people[0] as Actor, origin: byCommand }, (tx) =>
        edit(tx, { entity: name, id }, input),
      );

    const setTarget = (at: number, amount: number) =>
      runInTransaction({ crm, actor: people[0] as Actor, origin: byCommand }, (tx) =>
        create(tx, 'target', { owner: people[at]?.employeeId, quarter: '2027-Q1', amount }),
      );

    /** What changes how the numbers are told, each on a day of its own. */
    const upheavals: ((world: World) => Promise<unknown>)[] = [
      () => setTarget(2, 90_000),
      () => change('stage', 2, { name: 'Well qualified', probability: 30 }),
      () => change('settings', SETTINGS_ID, { currency: 'USD' }),
      async () => {
        await change('employee', people[3]?.employeeId ?? 0, { name: 'Renamed Person' });
        await setTarget(3, 50_000);
      },
      () => change('settings', SETTINGS_ID, { locale: 'de-DE' }),
      async () => {
        await change('stage', 3, { position: 7 });
        await change('target', 1, { amount: 120_000 });
      },
      () => change('settings', SETTINGS_ID, { currency: 'EUR' }),
      () =>
        runInTransaction({ crm, actor: people[0] as Actor, origin: byCommand }, (tx) =>
          remove(tx, { entity: 'target', id: 1 }),
        ),
    ];

    beforeAll(async () => {
      crm = await aCrm(await fresh());
      crm.at(`${addDays(FIRST, -1)}T09:00:00Z`);
      people = [];
      for (const role of ['admin', 'manager', 'rep', 'rep', 'viewer'] as const)
        people.push(await aColleague(crm, `${role} ${String.fromCharCode(65 + people.length)}`, role));
      // What `aColleague` does past the road counts from the beginning.
      for (let index = 0; index < DAYS; index += 1) {
        const day = dayAt(index);
        crm.at(`${day}T08:00:00Z`);
        const world = await settleDown(crm, people);
        for (const [hour, some] of (drawn[index] as Command[][]).entries()) {
          crm.at(`${day}T${String(10 + hour)}:00:00Z`);
          for (const command of some) await live(world, command);
        }
        await upheavals[index]?.(world);
        // Before and after the midnight of UTC it is still or already another day in Berlin.
        crm.at(`${day}T22:30:00Z`);
        await freshen(crm);
        saved.push({
          day,
          answers: await answers({ crm, actor: people[0] as Actor }),
          rows: await rowsOf(crm),
          entries: await crm.database.db('audit_log').orderBy('id'),
        });
        crm.at(`${day}T23:30:00Z`);
        await live(world, { who: 0, does: 'edit', kind: 'deal', one: 0, other: 0, what: 0 });
      }
      crm.at('2027-03-01T09:00:00Z');
      snapshots = openSnapshots(crm, { most: 1, restMs: 0 });
    }, PATIENCE);
    afterAll(async () => {
      await snapshots.close();
      await crm.end();
    });

    const past = async (index: number): Promise<Crm> => (await snapshots.at(endOf(dayAt(index)))).crm;

    test.each(Array.from({ length: DAYS }, (_, index) => index))(
      'day %i: every row, the trail and every answer are what they were when it ended',
      async (index) => {
        const { rows, entries, answers: then } = saved[index] as Saved;
        const crmThen = await past(index);
        expect(await rowsOf(crmThen)).toEqual(rows);
        expect(await crmThen.database.db('audit_log').orderBy('id')).toEqual(entries);
        expect(await answers({ crm: crmThen, actor: people[0] as Actor })).toEqual(then);
      },
      PATIENCE,
    );

    test('a past is made once, and again when it had to make room for another', async () => {
      const [one, same] = await Promise.all([snapshots.at(endOf(dayAt(1))), snapshots.at(endOf(dayAt(1)))]);
      expect(same).toBe(one);
      expect(await snapshots.at(endOf(dayAt(1)))).toBe(one);
      expect(snapshots.has(endOf(dayAt(1)))).toBe(true);
      await snapshots.at(endOf(dayAt(2)));
      expect(snapshots.has(endOf(dayAt(1)))).toBe(false);
      expect(await snapshots.at(endOf(dayAt(1)))).not.toBe(one);
    });

    test(
      'days asked for at once, more than there is room for, wait for each other and are all answered',
      async () => {
        const narrow = openSnapshots(crm, { most: 1, restMs: 100 });
        const ask = async (index: number): Promise<unknown> => {
          const { db: knex } = (await narrow.at(endOf(dayAt(index)))).crm.database;
          // Statement after statement, as a question asks them.
          for (let one = 0; one < 50; one += 1) await knex('deals').count();
          return knex('audit_log').orderBy('id');
        };
        expect(await Promise.all([0, 1, 2].map(ask))).toEqual(saved.slice(0, 3).map(({ entries }) => entries));
        await narrow.close();
      },
      PATIENCE,
    );

    test('whoever waits for room when it ends is told so', async () => {
      const narrow = openSnapshots(crm, { most: 1, restMs: PATIENCE });
      await narrow.at(endOf(dayAt(0)));
      const waiting = narrow.at(endOf(dayAt(1)));
      const refused = expect(waiting).rejects.toThrow('Try again');
      // It has found no room by then.
      await crm.database.db('deals').count();
      await narrow.close();
      await refused;
    });

    test('nothing can be written to it, past the road as little as down it', async () => {
      const then = await past(1);
      const actor = people[0] as Actor;
      const rename = runInTransaction({ crm: then, actor, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'stage', id: 1 }, { name: 'Else' }),
      );
      await expect(rename).rejects.toThrow('You can’t change an earlier day.');
      await expect(then.database.db('deals').update({ amount: 1 })).rejects.toThrow('readonly');
    });

    test(
      'what was erased since is in none that is asked for later, kept ones as well',
      async () => {
        const before = (await snapshots.at(endOf(dayAt(1)))).crm;
        const contact = await findRecord(before.database.db, { entity: 'contact', id: 1 });
        expect(contact?.['name']).not.toContain('erased');
        const { record } = { record: contact as NonNullable<typeof contact> };
        await erase({ crm, actor: people[0] as Actor, origin: byCommand }, { entity: entityOf('contact'), record });
        const after = await snapshots.at(endOf(dayAt(1)));
        expect(after.erased).toBe(1);
        expect(JSON.stringify(await findRecord(after.crm.database.db, { entity: 'contact', id: 1 }))).not.toContain(
          String(contact?.['name']),
        );
      },
      PATIENCE,
    );

    test('the days differ, so that being alike means something', () => {
      const told = saved.map(({ answers: then }) => JSON.stringify(then['summary ']));
      expect(new Set(told).size).toBe(DAYS);
      const targets = saved.map(({ answers: then }) => JSON.stringify(then['targets']));
      expect(new Set(targets).size).toBe(4);
    });
  });
});
