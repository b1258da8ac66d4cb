import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writesBackTo } from '../../src/store/audit/audit-since.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { rawRows } from '../../src/store/connection/raw-rows.ts';
import { onBothDatabases } from '../support/databases.ts';

const ENTRIES = 20_000;
/** Of the last two thirds of the trail. */
const MOMENT = '2026-11-16T14:06:40.000Z';

/** Entries of four kinds of records, one each twentieth of a second. */
const fill = async ({ db: knex, kind }: Database): Promise<void> => {
  const [numbers, at] =
    kind === 'sqlite'
      ? [
          `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${ENTRIES})`,
          `strftime('%Y-%m-%dT%H:%M:%fZ', '2026-11-16T14:00:00Z', (n / 20.0) || ' seconds')`,
        ]
      : [
          `with numbers as (select n from generate_series(1, ${ENTRIES}) as n)`,
          `to_char(timestamp '2026-11-16 14:00' + n * interval '50 ms', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
        ];
  await knex.raw(`${numbers} insert into audit_log
      (at, act, slack_user_id, slack_team_id, employee_id, verb, entity, record_id, changes, source)
    select ${at}, 'act ' || n, 'U0', 'T0', 1, case n % 5 when 0 then 'denied' else 'update' end,
      case n % 4 when 0 then 'deal' when 1 then 'customer' when 2 then 'contact' else 'interaction' end, n, '{}', 'form'
    from numbers`);
};

onBothDatabases((fresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await fresh());
    await fill(database);
  });
  afterAll(() => database.close());

  const idsBack = async (): Promise<number[]> => {
    const ids: number[] = [];
    for await (const entries of writesBackTo(database.db, MOMENT, ['deal', 'customer']))
      ids.push(...entries.map(({ id }) => id));
    return ids;
  };

  test('every write since is told once, the newest first, without what changed nothing', async () => {
    const wanted = Array.from({ length: ENTRIES }, (_, n) => ENTRIES - n);
    const isTold = (id: number): boolean => id >= 8000 && id % 4 < 2 && id % 5 !== 0;
    expect(await idsBack()).toEqual(wanted.filter(isTold));
  });

  test('each portion goes on along the ids, and sorts nothing', async () => {
    const { db: knex, kind } = database;
    // PostgreSQL gets to know its tables by itself, sooner or later; SQLite knows nothing of them.
    if (kind === 'postgres') await knex.raw('analyze audit_log');
    const asked: { sql: string; bindings: string[] }[] = [];
    const listen = (query: { sql: string; bindings: string[] }): void => void asked.push(query);
    knex.on('query', listen);
    await idsBack();
    knex.removeListener('query', listen);
    const portions = asked.filter(({ sql }) => / limit /.test(sql));
    expect(portions.length).toBeGreaterThan(8);
    const { sql, bindings } = portions[1] as (typeof portions)[number];
    const explain = kind === 'sqlite' ? 'explain query plan' : 'explain';
    const plan = JSON.stringify(await rawRows(knex, `${explain} ${sql.replaceAll(/\$\d+/g, '?')}`, bindings));
    expect(plan).toMatch(/PRIMARY KEY|Index Scan Backward using audit_log_pkey/);
    expect(plan).not.toMatch(/TEMP B-TREE|Sort/);
  });
});
