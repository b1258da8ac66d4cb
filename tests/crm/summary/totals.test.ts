import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { pipelineOf } from '../../../src/crm/context/crm.ts';
import { erase } from '../../../src/crm/erasure/erase.ts';
import { addStage, removeStage } from '../../../src/crm/pipeline/stages.ts';
import { remarks } from '../../../src/crm/summary/notes.ts';
import { pipelineNow } from '../../../src/crm/summary/parts/pipeline.ts';
import { activityByPerson } from '../../../src/crm/summary/parts/activity.ts';
import { FIGURE_KEYS } from '../../../src/crm/summary/figures.ts';
import { figuresOf, measure, scan } from '../../../src/crm/summary/measure.ts';
import type { Measured } from '../../../src/crm/summary/measured.ts';
import { figuresFromTotals } from '../../../src/crm/summary/totals/figures.ts';
import { windowOf, type Asker } from '../../../src/crm/summary/window.ts';
import { wonByMonth } from '../../../src/crm/summary/parts/won-by-month.ts';
import { applyPendingTotals, rebuildTotals, verifyTotals } from '../../../src/crm/totals/totals.ts';
import { theApp, type Actor } from '../../../src/model/actor.ts';
import { readPeriod } from '../../../src/model/dates/periods.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { dayOf } from '../../../src/model/dates/time.ts';
import type { Db } from '../../../src/store/database.ts';
import { isErased } from '../../../src/store/erase.ts';
import { findRecord } from '../../../src/store/records.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { commands, live, settleDown, type Command, type World } from '../../support/wanderers.ts';
import { tries } from '../../support/thorough.ts';

/** So many random commands of several people. */
const STEPS = tries('TOTALS_STEPS', { usually: 300, thoroughly: 2000 });
const SEED = Number(process.env['TOTALS_SEED'] ?? 20_261_125);
const PATIENCE = 900_000;
const FIRST = Date.parse('2025-04-30T22:30:00Z');
const HOUR = 3_600_000;

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'];
const periods = [
  ...['this month', 'last month', 'this quarter', 'last quarter', 'this year', 'last 90 days', 'last 6 weeks', 'today'],
  ...['yesterday', '2025', '2025-02', 'last 2 years', '2025-03-28..2025-04-02', 'year to date', 'last week'],
];

/** The same numbers in every run. */
const chance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

type JobHandler = (crm: TestCrm, pick: (below: number) => number, admin: Actor) => PromiseLike<unknown>;

/** What else happens to rows: stages that come and go, people that are erased, repairs by hand, loads from elsewhere. */
const seldom: readonly JobHandler[] = [
  async (crm, pick, admin) => {
    const open = (await pipelineOf(crm)).filter(({ outcome }) => outcome === 'open');
    const [from, to] = [open[pick(open.length)], open[pick(open.length)]];
    if (from && to && from !== to) await removeStage({ crm, actor: admin, origin: byCommand }, from.id, to.id);
    await addStage(
      { crm, actor: admin, origin: byCommand },
      { name: crm.newOperationId(), probability: pick(101), outcome: 'open' },
    );
  },
  async (crm, pick, admin) => {
    const record = await findRecord(crm.database.db, { entity: 'contact', id: 1 + pick(30) });
    if (record && !(await isErased(crm.database.db, { entity: 'contact', id: record.id })))
      await erase({ crm, actor: admin, origin: byCommand }, { entity: entityOf('contact'), record });
  },
  ({ database: { db: knex } }, pick) => {
    const [probability, outcome] =
      [[pick(101), 'open'] as const, [100, 'won'] as const, [0, 'lost'] as const][pick(3)] ?? [];
    return knex('stages')
      .where({ id: 2 + pick(3) })
      .update({ probability, outcome });
  },
  ({ database: { db: knex } }, pick) =>
    knex('deals')
      .whereRaw('id % 7 = ?', [pick(7)])
      .update({ currency: ['EUR', 'USD', 'JPY'][pick(3)] }),
  ({ database: { db: knex } }, pick) =>
    knex('deals')
      .whereRaw('id % 5 = ?', [pick(5)])
      .update({ closed_on: `2025-${String(1 + pick(12)).padStart(2, '0')}-${10 + pick(18)}` }),
  ({ database: { db: knex } }, pick) =>
    knex('deals')
      .whereRaw('id % 9 = ?', [pick(9)])
      .update({ closed_on: null }),
  ({ database: { db: knex }, now }, pick) =>
    knex('deals')
      .whereRaw('id % 11 = ?', [pick(11)])
      .update({ created_at: new Date(now() - pick(400) * 24 * HOUR - pick(24) * HOUR).toISOString() }),
  ({ database: { db: knex }, now }, pick) =>
    knex('interactions')
      .whereRaw('id % 4 = ?', [pick(4)])
      .update({ happened_at: new Date(now() - pick(300) * 24 * HOUR - pick(96) * (HOUR / 4)).toISOString() }),
  ({ database: { db: knex } }, pick) =>
    knex('interactions')
      .whereRaw('id % 13 = ?', [pick(13)])
      .delete(),
  ({ database: { db: knex } }, pick) =>
    knex('interactions')
      .whereRaw('id % 5 = ?', [pick(5)])
      .update({ customer_id: knex('customers').min('id') }),
  ({ database: { db: knex }, now }, pick) =>
    knex('customers')
      .whereRaw('id % 3 = ?', [pick(3)])
      .update({ created_at: new Date(now() - pick(400) * 24 * HOUR - pick(24) * HOUR).toISOString() }),
  ({ database: { db: knex } }, pick) =>
    knex('deals')
      .whereRaw('id % 6 = ?', [pick(6)])
      .update({ stage_id: 1 + pick(6) }),
  ({ database: { db: knex } }, pick) =>
    knex('deals')
      .whereRaw('id % 6 = ?', [pick(6)])
      .update({ name: 'No matter' }),
  (crm) => applyPendingTotals(crm),
  (crm, pick) => (pick(3) === 0 ? rebuildTotals(crm) : Promise.resolve()),
];

/** Closes that are put off or moved up, of deals that are there and of deals that are deleted. */
const putOff: JobHandler = ({ database: { db: knex }, now }, pick) =>
  knex.raw(
    `insert into close_moves (id, deal_id, from_day, to_day, at, employee_id, taken_back)
      select (select coalesce(min(id), 0) from close_moves where id < 0) - id, id, '2025-05-10', ?, ?, 1, 0 from deals where id % 3 = ?`,
    [`2025-0${1 + pick(9)}-12`, new Date(now() - pick(90) * 24 * HOUR).toISOString(), pick(3)],
  );

const askedOf = (crm: TestCrm, words: string, actor: Actor, owners: readonly number[] | null): Measured & Asker => {
  const today = dayOf(crm.now(), actor.timeZone);
  const period = readPeriod(words, today);
  const asker = { today, timeZone: actor.timeZone, currency: 'EUR' };
  const mine = owners && [{ field: 'owner', not: false, any: [{ in: [...owners] }] }];
  return {
    ...asker,
    ...{ now: windowOf(period, asker), before: windowOf(period.before, asker) },
    scope: { filter: { conditions: mine ?? [], words: [] }, actor },
  };
};

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let world: World;
  beforeAll(async () => {
    crm = await aCrm(await fresh());
    crm.at(new Date(FIRST).toISOString());
    const people = [];
    for (const [name, role] of [
      ['Ada', 'admin'],
      ['Max', 'manager'],
      ['Ana', 'rep'],
      ['Ben', 'rep'],
      ['Vic', 'viewer'],
    ] as const)
      people.push(await aColleague(crm, name, role));
    world = await settleDown(crm, people);
  }, PATIENCE);
  afterAll(() => crm.end());

  const expectRight = async (pick: (below: number) => number): Promise<void> => {
    expect(await verifyTotals(crm)).toEqual([]);
    for (let time = 0; time < 3; time += 1) {
      const [words, zone] = [periods[pick(periods.length)] as string, zones[pick(zones.length)] as string];
      const owners = [null, null, [1 + pick(5)], [1 + pick(5), 1 + pick(5)], []][pick(5)] ?? null;
      const asked = askedOf(crm, words, theApp(TEAM, zone), owners);
      const [told, counted] = await crm.database.snapshot(async (db) => {
        expect(Object.keys(await figuresFromTotals(db, asked))).toContain('dealsOpen');
        expect(await figuresFromTotals(db, counting(asked))).toEqual({});
        const [now, scanned] = [await everythingOf(db, asked), await everythingOf(db, counting(asked))];
        return [now, { ...scanned, figures: figuresOf(await scan(db, counting(asked), FIGURE_KEYS), counting(asked)) }];
      });
      expect({ words, zone, owners, ...told }).toEqual({ words, zone, owners, ...near(counted) });
    }
  };

  test(
    `the totals are what a scan of the rows gives, after ${STEPS} random edits, deletions, merges and undos, and repairs by hand`,
    async () => {
      const pick = chance(SEED);
      const steps = fc
        .sample(commands, { numRuns: STEPS / 4, seed: SEED })
        .flat()
        .slice(0, STEPS);
      const came = new Map<string, number>();
      const admin = world.people[0] as Actor;
      let now = FIRST;
      for (const [index, step] of steps.entries()) {
        crm.at(new Date((now += pick(30 * HOUR))).toISOString());
        const what = await live(world, spread(step, pick));
        came.set(what, (came.get(what) ?? 0) + 1);
        if (pick(12) === 0) await seldom[pick(seldom.length)]?.(crm, pick, admin);
        if (index % 20 === 0) await putOff(crm, pick, admin);
        if (index % 60 === 0) await expectRight(pick);
      }
      await expectRight(pick);
      for (const what of ['create', 'edit', 'remove', 'restore', 'merge', 'undo', 'undo any'])
        expect([what, came.get(what) ?? 0]).toEqual([what, expect.any(Number)]);
      expect(came.get('merge') ?? 0).toBeGreaterThan(STEPS / 100);
    },
    PATIENCE,
  );
});

/** The wanderers choose among few records; here they wander over all there are. */
const spread = (step: Command, pick: (below: number) => number): Command => ({ ...step, one: step.one + pick(40) });

/** The same question with a condition that every row fulfils, which the totals know nothing of: so the rows are counted. */
const counting = (asked: Measured & Asker): Measured & Asker => {
  const { actor, filter } = asked.scope;
  const conditions = [...filter.conditions, { field: 'customer', not: true, any: [{ in: [-1] }] }];
  return { ...asked, scope: { actor, filter: { ...filter, conditions } } };
};

const everythingOf = async (db: Db, asked: Measured & Asker) => ({
  figures: await measure(db, asked),
  remarks: await remarks(db, asked),
  pipeline: await pipelineNow(db, asked),
  months: await wonByMonth(db, asked.today, asked),
  activity: (await activityByPerson(db, asked)).map(({ name, counts }) => [name, new Map(Object.entries(counts))]),
});
type Everything = Awaited<ReturnType<typeof everythingOf>>;

/** What was divided is as near as two ways of dividing allow; everything else to the unit. Targets are of owners, or of nobody. */
const near = ({ figures, ...rest }: Everything): Record<string, unknown> => {
  const one = (result: number | null): unknown =>
    result === null || Number.isInteger(result) ? result : expect.closeTo(result, 6);
  const pairs = Object.entries(figures).map(([key, { value, before, change, ...figure }]) => [
    key,
    // A target is of owners or of everybody, so there is none for the other condition.
    {
      ...figure,
      hidden: key === 'targetAttained' ? 'unset' : null,
      value: one(value),
      before: one(before),
      change: one(change),
    },
  ]);
  return { ...rest, figures: Object.fromEntries(pairs) as Record<string, unknown> };
};
