import { dialectOf, type Db } from '../dialect.ts';
import { rawRows } from '../raw-rows.ts';
import { foldTouches, type Touch } from './touches.ts';
import { FORM, LINE, totalsOf } from './tallies.ts';

const ADD = `on conflict (what, span, at, closed, owner_id, stage_id, part, currency) do update set
  n = running_totals.n + excluded.n, amount = running_totals.amount + excluded.amount,
  blank = running_totals.blank + excluded.blank`;

/** Any number will do that no other lock of ours has. */
const FOLDING = 72_616_302;

const onSqlite = async (db: Db, most: number): Promise<number> => {
  const some = await db('running_changes')
    .orderBy('id')
    .limit(most)
    .select<(Touch & { id: number })[]>('id', 'sign', 'at', 'customer_id');
  const last = some.at(-1)?.id;
  if (last === undefined) return 0;
  const changes = `(select * from running_changes where id <= ${last})`;
  await db.raw(`insert into running_totals (${LINE}) select * from (${totalsOf(changes)}) where true ${ADD}`);
  await db('running_changes').where('id', '<=', last).delete();
  await db('running_totals').where('n', 0).where('amount', 0).where('blank', 0).delete();
  await foldTouches(db, some);
  return some.length;
};

/** One process folds at a time; the others find nothing to do. What is appended meanwhile is left for the next time. */
const onPostgres = async (db: Db, most: number): Promise<number> => {
  const [lock] = await rawRows<{ mine: boolean }>(db, 'select pg_try_advisory_xact_lock(?) as mine', [FOLDING]);
  if (!lock?.mine) return 0;
  const folded = await rawRows<Touch>(
    db,
    `with gone as (
      delete from running_changes where id in (select id from running_changes order by id limit ?) returning ${FORM.join(', ')}
    ), added as (insert into running_totals (${LINE}) ${totalsOf('gone')} ${ADD})
    select sign, at, customer_id from gone`,
    [most],
  );
  await db('running_totals').where('n', 0).where('amount', 0).where('blank', 0).delete();
  await foldTouches(db, folded);
  return folded.length;
};

/** Brings the oldest changes into the totals. Call it in a transaction. @returns how many there were, at most `most` */
export const foldChanges = (db: Db, most: number): Promise<number> =>
  (dialectOf(db) === 'sqlite' ? onSqlite : onPostgres)(db, most);
