/**
 * A company of a million deals in a SQLite file, made once and kept in `data/`: about 1.3 GB and a minute or two. The rows are the same in every
 * run. They are written past the road, by SQL, so the words of search are not indexed and the trail is empty; a third of the
 * deals had their close moved, as the trail would have left it.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Db } from '../src/store/database.ts';
import { createTotalsTriggers, liftTotals } from '../src/store/totals/create-triggers.ts';

export interface Size {
  deals: number;
  interactions: number;
  customers: number;
}
export const FULL: Size = { deals: 1_000_000, interactions: 3_000_000, customers: 100_000 };
export const SMALL: Size = { deals: 100_000, interactions: 300_000, customers: 10_000 };
export const PEOPLE = 50;
/** The present of the company: its rows lie in the three years before. */
export const AT = '2026-11-16T14:00:00.000Z';
const DAYS = 1095;

/** Another whole number below `below` for each `n` and `salt`, the same in every run. */
const any = (n: string, salt: number, below: number): string =>
  `((((${n} * 2654435761 + ${salt} * 40503) % 4294967296 * 48271 + ${salt}) % 2147483647) % ${below})`;

/** A moment in the three years, at a minute of a day that has some more work in its middle. */
const moment = (n: string, salt: number): string =>
  `strftime('%Y-%m-%dT%H:%M:%S.000Z', '${AT}', '-' || ${any(n, salt, DAYS)} || ' days', '-' || (${any(n, salt + 1, 480)} + ${any(n, salt + 2, 480)}) || ' minutes')`;

const numbers = (count: number): string =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
const owner = (n: string, salt: number): string => `1 + ${any(n, salt, PEOPLE)}`;

const fillOf = ({ deals, interactions, customers }: Size): string[] => [
  `insert into employees (id, name, role, created_at, updated_at)
    ${numbers(PEOPLE)} select i, 'Person ' || i, 'rep', '2023-01-02T09:00:00.000Z', '2023-01-02T09:00:00.000Z' from n`,
  `insert into customers (id, name, status, owner_id, created_at, updated_at)
    select i, 'Firm ' || i, 'active', owner, at, at from (
      ${numbers(customers)} select i, ${owner('i', 1)} as owner, ${moment('i', 2)} as at from n)`,
  `insert into contacts (id, name, customer_id, owner_id, created_at, updated_at)
    select i, 'Somebody ' || i, i, owner, at, at from (
      ${numbers(customers)} select i, ${owner('i', 1)} as owner, ${moment('i', 12)} as at from n)`,
  // A third of the last weeks' deals are open still; of the others, four of ten are won.
  `insert into deals (id, name, customer_id, stage_id, amount, currency, owner_id, closed_on, created_at, updated_at)
    select i, 'Deal ' || i, customer, case when day > substr('${AT}', 1, 10) then 1 + i % 4 when i % 10 < 4 then 5 else 6 end,
      amount, currency, owner, case when day > substr('${AT}', 1, 10) then null else day end, at, at
    from (select *, date(at, '+' || days || ' days') as day from (
      ${numbers(deals)} select i, 1 + ${any('i', 20, customers)} as customer, ${owner('i', 21)} as owner, ${moment('i', 22)} as at,
        case when ${any('i', 25, 20)} = 0 then null else 1 + ${any('i', 26, 9_999_999)} end as amount,
        case when ${any('i', 27, 20)} = 0 then 'USD' else 'EUR' end as currency,
        ${any('i', 28, 120)} as days from n))`,
  `insert into interactions (id, customer_id, kind, happened_at, what, owner_id, created_at, updated_at)
    select i, customer, kind, at, 'They talked.', owner, at, at from (
      ${numbers(interactions)} select i, 1 + ${any('i', 30, customers)} as customer, ${owner('i', 31)} as owner, ${moment('i', 32)} as at,
        case ${any('i', 35, 5)} when 0 then 'call' when 1 then 'email' when 2 then 'meeting' when 3 then 'message' else 'note' end as kind from n)`,
  `insert into close_moves (id, deal_id, from_day, to_day, at, employee_id, taken_back)
    select -id, id, '2025-06-01', case when id % 4 = 0 then '2025-05-01' else '2025-07-01' end, created_at, owner_id, 0
    from deals where id % 3 = 0`,
];

/** The triggers of search would index four million texts that say nothing. */
const withoutTriggers = async (db: Db, work: () => Promise<void>): Promise<void> => {
  const triggers = (await db('sqlite_master').where({ type: 'trigger' }).select('name', 'sql')) as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) await db.raw(`drop trigger ${name}`);
  await work();
  for (const { sql } of triggers) await db.raw(sql);
  const indexes = (await db('sqlite_master')
    .whereRaw(`type = 'table' and sql like 'create virtual table%fts5%'`)
    .select('name')) as { name: string }[];
  // There is nothing to be found in them, but they must know of every row.
  for (const { name } of indexes) await db.raw(`insert into ${name} (${name}) values ('rebuild')`);
};

const fill = async (file: string, size: Size): Promise<void> => {
  const database = await openDatabase(`sqlite:${file}`);
  try {
    await database.db.raw('pragma synchronous = off');
    await database.transaction(async (db) => {
      await liftTotals(db);
      await withoutTriggers(db, async () => {
        for (const statement of fillOf(size)) await db.raw(statement);
      });
      await createTotalsTriggers(db);
    });
    await database.db.raw('pragma wal_checkpoint(truncate)');
    await database.db.raw('analyze');
  } finally {
    await database.close();
  }
};

/** The file, made now if it is not there yet. @returns its path; whoever writes to it works on a copy */
export const company = async (size: Size): Promise<string> => {
  const file = join('data', `bench-company-${size.deals}.db`);
  if (existsSync(file)) return file;
  console.log(
    `\nMaking ${size.deals.toLocaleString('en')} deals and ${size.interactions.toLocaleString('en')} interactions in ${file} …`,
  );
  const start = Date.now();
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${file}.part${end}`, { force: true });
  await fill(`${file}.part`, size);
  renameSync(`${file}.part`, file);
  console.log(`done in ${Math.round((Date.now() - start) / 1000)} s`);
  return file;
};
