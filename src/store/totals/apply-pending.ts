import { dialectOf, type Db } from '../dialect.ts';
import { rawRows } from '../connection/raw-rows.ts';
import { CHANGE, applyPendingSets, type Change } from './sets.ts';
import { FORM } from './sources.ts';
import { KEY, LINE, totalsOf } from './tallies.ts';

const ADD = `on conflict (${KEY.join(', ')}) do update set
  n = running_totals.n + excluded.n, amount = running_totals.amount + excluded.amount,
  blank = running_totals.blank + excluded.blank`;

/** Adds what changes mean. @param changes a table of them */
const addTotals = (changes: string): string =>
  `insert into running_totals (${LINE}) select * from (${totalsOf(changes)}) totals where true ${ADD}`;

/** Any number will do that no other lock of ours has. */
const FOLDING = 72_616_302;

const onSqlite = async (db: Db, most: number): Promise<number> => {
  const some = await db('running_changes')
    .orderBy('id')
    .limit(most)
    .select<Change[]>(...CHANGE);
  const last = some.at(-1)?.id;
  if (last === undefined) return 0;
  await db.raw(`with oldest as materialized (select * from running_changes where id <= ?) ${addTotals('oldest')}`, [
    last,
  ]);
  await db('running_changes').where('id', '<=', last).delete();
  await db('running_totals').where('n', 0).where('amount', 0).where('blank', 0).delete();
  await applyPendingSets(db, some);
  return some.length;
};

/** One process folds at a time; the others find nothing to do. What is appended meanwhile is left for the next time. */
const onPostgres = async (db: Db, most: number): Promise<number> => {
  const [lock] = await rawRows<{ mine: boolean }>(db, 'select pg_try_advisory_xact_lock(?) as mine', [FOLDING]);
  if (!lock?.mine) return 0;
  const folded = await rawRows<Change>(
    db,
    `with gone as (
      delete from running_changes where id in (select id from running_changes order by id limit ?) returning id, ${FORM.join(', ')}
    ), added as (${addTotals('gone')})
    select ${CHANGE.join(', ')} from gone order by id`,
    [most],
  );
  await db('running_totals').where('n', 0).where('amount', 0).where('blank', 0).delete();
  await applyPendingSets(db, folded);
  return folded.length;
};

/** Brings the oldest changes into the totals. Call it in a transaction. @returns how many there were, at most `most` */
export function applyPendingChanges(db: Db, most: number): Promise<number> {
  return (dialectOf(db) === 'sqlite' ? onSqlite : onPostgres)(db, most);
}
