import { beforeAll, afterAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { claimOutbox, READY } from '../../src/store/outbox/claim.ts';
import { outboxState } from '../../src/store/outbox/state.ts';
import { onBothDatabases } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const ROWS = 100_000;
const CHANNELS = 500;

/** That many messages wait, each channel's in its turn, and as many again are delivered. */
const fill = async ({ db: knex, kind }: Database): Promise<void> => {
  const numbers =
    kind === 'sqlite'
      ? `with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${2 * ROWS - 1})`
      : `with numbers as (select n from generate_series(0, ${2 * ROWS - 1}) as n)`;
  await knex.raw(`${numbers} insert into outbox (created_at, team, channel, kind, payload, due_at, lane, delivered_at)
    select '${AT}', 'T0', 'C' || (n % ${CHANNELS}), 'note', '{}', '${AT}', 'deal ' || (n % 977),
      case when n < ${ROWS} then '${AT}' end from numbers`);
  await knex.raw('analyze');
};

onBothDatabases((fresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await fresh());
    await fill(database);
  }, 300_000);
  afterAll(() => database.close());

  test('with a hundred thousand messages waiting, the next ones are found by indexes alone', async () => {
    const { db: knex, kind } = database;
    const explain = kind === 'sqlite' ? 'explain query plan' : 'explain';
    const told = (await knex.raw(`${explain} ${READY}`, { now: AT, limit: 10 })) as { rows?: object[] };
    const plan = JSON.stringify(told.rows ?? told);
    expect(plan).toMatch(/outbox_waiting/);
    // SQLite: a walk through a table names no index. PostgreSQL: it is called by its name.
    expect(plan).not.toMatch(/SCAN (o|h|e|outbox|any_item|last)(?! USING)|Seq Scan on outbox\b/);
  });

  test('each channel gives its oldest, and the state of the queue is right', async () => {
    const claimed = await claimOutbox(database.db, {
      by: 'one',
      now: AT,
      until: '2026-11-16T15:00:00.000Z',
      limit: 10,
    });
    expect(claimed.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => ROWS + n + 1));
    expect(await outboxState(database.db)).toEqual({ waiting: ROWS, oldest: AT, failed: 0 });
  });
});
