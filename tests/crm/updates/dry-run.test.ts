import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { Replay } from '../../../src/crm/replay/replay.ts';
import { create, edit, remove, restore } from '../../../src/crm/records/mutations.ts';
import { subscribe } from '../../../src/crm/notifications/subscriptions/subscribe.ts';
import { dryRun, type DryRunOptions } from '../../../src/crm/notifications/subscriptions/dry-run.ts';
import { readLineDraft } from '../../../src/crm/notifications/subscriptions/draft.ts';
import type { Actor, Source } from '../../../src/model/actor.ts';
import { EVENT_NAMES } from '../../../src/model/subscriptions/events.ts';
import { aColleague, aCrm, byCommand, NOW, type TestCrm } from '../../support/crm.ts';

let crm: TestCrm;
let people: Actor[];
let ana: Actor;
let customer: number;

beforeEach(async () => {
  crm = await aCrm();
  ana = await aColleague(crm, 'Ana', 'manager');
  people = [ana, await aColleague(crm, 'Ben', 'manager'), await aColleague(crm, 'Cleo', 'manager')];
  const made = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
    create(tx, 'customer', { name: 'Acme' }),
  );
  customer = made.id;
});
afterEach(() => crm.end());

const listen = async (line: string, channel: string): Promise<number> => {
  const { name, toMe: _toMe, ...draft } = await readLineDraft({ crm, actor: ana }, line);
  return (await subscribe({ crm, actor: ana, origin: byCommand }, { channel, name, draft })).subscription.id;
};
const tried = async (line: string, channel: string, options: DryRunOptions = {}) => {
  const draft = await readLineDraft({ crm, actor: ana }, line);
  return dryRun({ crm, actor: ana }, { ...draft, channel }, { show: 1000, ...options });
};
const posted = async (id: number): Promise<string[]> => {
  const rows: { kind: string; payload: string }[] = await crm.database
    .db('outbox')
    .where({ subscription_id: id })
    .whereNot('kind', 'subscription-broken')
    .orderBy('id');
  // As people read them: what settled stands where it changed last.
  const at = ({ payload }: { payload: string }): string => (JSON.parse(payload) as { at: string }).at;
  return rows.toSorted((a, b) => at(a).localeCompare(at(b))).map(({ kind, payload }) => `${kind} ${payload}`);
};
const previewed = async (line: string, channel: string): Promise<string[]> =>
  (await tried(line, channel)).newest.map(({ kind, payload }) => `${kind} ${payload}`).toReversed();

/** One step of somebody's day. */
interface Step {
  by: number;
  what: 'deal' | 'edit' | 'remove' | 'restore' | 'log' | 'relog' | 'customer';
  deal: number;
  amount: number;
  stage: number;
  closeOn: number;
  owner: number;
  source: Source;
}

const step: fc.Arbitrary<Step> = fc.record({
  by: fc.nat(2),
  what: fc.constantFrom('deal', 'edit', 'edit', 'edit', 'edit', 'remove', 'restore', 'log', 'log', 'relog', 'customer'),
  deal: fc.nat(3),
  amount: fc.integer({ min: 0, max: 100_000 }),
  stage: fc.integer({ min: 1, max: 5 }),
  closeOn: fc.integer({ min: 10, max: 28 }),
  owner: fc.nat(2),
  source: fc.constantFrom('command', 'command', 'import', 'undo'),
});

const FILTERS = [
  '',
  'amount>50k',
  '-amount>50k',
  'owner:ana,ben',
  '-owner:cleo',
  'by:ben',
  '-by:ana,cleo',
  'stage>=proposal',
  'is:open',
  'close:empty',
  '-close:empty mine',
  'quiet:5d',
  'touched:last-7-days',
  'customer:acme amount<=90k',
  'imports:yes',
  'deal',
];
const line = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...EVENT_NAMES), { minLength: 1 }), fc.constantFrom(...FILTERS))
  .map(([events, filter]) => `${events.join(' ')} where ${filter === 'deal' ? '"deal 1"' : filter}`);

/** The ids of what was made so far. */
interface Made {
  deals: number[];
  touches: number[];
}

const live = async (each: Step, { deals, touches }: Made): Promise<void> => {
  const actor = people[each.by] ?? ana;
  const deal = deals[each.deal % Math.max(deals.length, 1)];
  const values = {
    amount: each.amount * 100,
    stage: each.stage,
    closeOn: each.closeOn % 3 === 0 ? null : `2026-11-${each.closeOn}`,
    owner: people[each.owner]?.employeeId,
  };
  await runInTransaction({ crm, actor, origin: { source: each.source } }, async (tx) => {
    if (each.what === 'customer') await create(tx, 'customer', { name: `Customer ${each.amount}` });
    else if (deal === undefined || each.what === 'deal')
      deals.push((await create(tx, 'deal', { ...values, name: `Deal ${deals.length}`, customer })).id);
    else if (each.what === 'remove') await remove(tx, { entity: 'deal', id: deal });
    else if (each.what === 'restore') await restore(tx, { entity: 'deal', id: deal });
    else if (each.what === 'log')
      touches.push((await create(tx, 'interaction', { customer, deal, kind: 'call', what: 'Hello' })).id);
    else if (each.what === 'relog' && touches[0] !== undefined)
      await edit(
        tx,
        { entity: 'interaction', id: touches[0] },
        { deal, happenedAt: `2026-11-${each.closeOn}T08:00:00Z` },
      );
    else await edit(tx, { entity: 'deal', id: deal }, values);
    return {};
  }).catch(() => undefined);
};

/** What something costs: statements, entries of the trail that are read, and after how many at most others get their turn. */
const countCost = () => {
  const cost = { statements: 0, entries: 0, mostRead: 0, mostWalked: 0 };
  const { beside } = crm.database;
  const answered = (rows: unknown, { sql }: { sql: string }): void => {
    cost.statements += 1;
    if (!sql.includes('from `audit_log`') || !Array.isArray(rows)) return;
    cost.entries += rows.length;
    cost.mostRead = Math.max(cost.mostRead, rows.length);
  };
  beside.on('query-response', answered);
  let walked = 0;
  const back = Reflect.get(Replay.prototype, 'back');
  const spy = jest.spyOn(Replay.prototype, 'back').mockImplementation(function (this: Replay, entry) {
    walked += 1;
    cost.mostWalked = Math.max(cost.mostWalked, walked);
    back.call(this, entry);
  });
  const turn = (): void => {
    walked = 0;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const end = () => {
    clearImmediate(next);
    spy.mockRestore();
    beside.off('query-response', answered);
    return cost;
  };
  return { end };
};

describe('the dry run', () => {
  test('foretells exactly what is posted, whatever people do and whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 25 }),
        fc.array(line, { minLength: 3, maxLength: 6 }),
        async (steps, lines) => {
          crm.at(new Date(NOW).toISOString());
          await crm.database.db('outbox').delete();
          await crm.database.db('subscriptions').delete();
          const channels = lines.map((_line, at) => (at === 0 ? ana.slackUserId : `C${at}`));
          const ids: number[] = [];
          const from = crm.now();
          for (const [at, each] of lines.entries()) ids.push(await listen(each, channels[at] ?? ''));
          const made: Made = { deals: [], touches: [] };
          for (const [at, each] of steps.entries()) {
            crm.at(new Date(NOW + (at + 1) * 17 * 3_600_000).toISOString());
            await live(each, made);
          }
          for (const [at, each] of lines.entries()) {
            const told = (await previewed(each, channels[at] ?? '')).filter((one) => !isBefore(one, from));
            expect(told).toEqual(await posted(ids[at] ?? 0));
          }
          await forget();
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  test('foretells exactly what is posted where changes settle, however quickly they follow each other', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 45 }), { minLength: 25, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 25 }),
        fc.array(fc.tuple(line, fc.constantFrom('10s', '30s', '0')), { minLength: 2, maxLength: 4 }),
        pauses,
        async (steps, lines, waits) => {
          crm.at(new Date(NOW).toISOString());
          await crm.database.db('outbox').delete();
          await crm.database.db('subscriptions').delete();
          const channels = lines.map((_line, at) => (at === 0 ? ana.slackUserId : `C${at}`));
          const words = lines.map(([each, settle]) => `${each} settle:${settle}`);
          const ids: number[] = [];
          for (const [at, each] of words.entries()) ids.push(await listen(each, channels[at] ?? ''));
          const made: Made = { deals: [], touches: [] };
          const from = crm.now();
          let now = from + 3_600_000;
          for (const [at, each] of steps.entries()) {
            now += (waits[at] ?? 0) * 1000;
            crm.at(new Date(now).toISOString());
            await live(each, made);
          }
          for (const [at, each] of words.entries()) {
            const told = (await previewed(each, channels[at] ?? '')).filter((one) => !isBefore(one, from));
            expect(told).toEqual(await posted(ids[at] ?? 0));
          }
          await forget();
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  test('says how many, and shows the newest; what is older than thirty days does not count', async () => {
    crm.at('2026-10-01T08:00:00Z');
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      create(tx, 'deal', { name: 'Old', customer }),
    );
    crm.at('2026-11-16T14:00:00Z');
    for (const name of ['One', 'Two', 'Three']) {
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'deal', { name, customer }));
    }
    const run = await tried('created', 'C0DEALS', { show: 2 });
    expect(run).toMatchObject({ total: 3, days: 30, only: null });
    expect(run.newest.map(({ payload }) => (JSON.parse(payload) as { dealId: number }).dealId)).toEqual([4, 3]);
  });

  test('is bounded, and says from when on it looked', async () => {
    for (let at = 0; at < 20; at += 1) {
      crm.at(new Date(NOW + at * 60_000).toISOString());
      await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
        create(tx, 'deal', { name: `Deal ${at}`, customer }),
      );
    }
    const run = await tried('created', 'C0DEALS', { most: 5 });
    expect(run.total).toBe(5);
    expect(run.only).toBe(new Date(NOW + 15 * 60_000).toISOString());
  });

  test('looks through ten thousand of a hundred thousand entries, in few statements, and lets others have their turn', async () => {
    const { id } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      create(tx, 'deal', { name: 'Busy', customer, amount: 100_001 }),
    );
    await crm.database.db.raw(
      `insert into audit_log (at, act, slack_user_id, slack_team_id, employee_id, verb, entity, record_id, changes, source)
       with recursive n (i) as (select 1 union all select i + 1 from n where i < 100000)
       select '2026-11-16T13:00:00.000Z', 'x' || i, ?, ?, ?, 'update', 'deal', ?, '{"amount":[' || i || ',' || (i + 1) || ']}', 'command' from n`,
      [ana.slackUserId, ana.slackTeamId, ana.employeeId, id],
    );
    const cost = countCost();
    const run = await tried('amount where amount>0 owner:ana is:open', 'C0DEALS', { show: 5 });
    const { statements, entries, mostRead, mostWalked } = cost.end();
    expect(run).toMatchObject({ total: 10_000, only: '2026-11-16T13:00:00.000Z' });
    // Entries are read once each, and a few rows more to know how many there are.
    expect(entries).toBeGreaterThanOrEqual(10_000);
    expect(entries).toBeLessThanOrEqual(10_010);
    // Nothing is asked for each of them.
    expect(statements).toBeLessThanOrEqual(20);
    expect(mostRead).toBeLessThanOrEqual(2000);
    expect(mostWalked).toBeLessThanOrEqual(2000);
  });
});

/** Was it posted before the subscriptions of this run were made? */
const isBefore = (told: string, from: number): boolean => Date.parse(/"at":"([^"]+)"/.exec(told)?.[1] ?? '') <= from;

/** The next run starts with a trail of its own: what lies behind it is long ago. */
const forget = async (): Promise<void> => {
  await crm.end();
  crm = await aCrm();
  ana = await aColleague(crm, 'Ana', 'manager');
  people = [ana, await aColleague(crm, 'Ben', 'manager'), await aColleague(crm, 'Cleo', 'manager')];
  customer = (
    await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }))
  ).id;
};
