import { dialectOf, type Db } from '../dialect.ts';
import { rawRows } from '../raw-rows.ts';

const LIST = { sqlite: 'group_concat(deal_id)', postgres: `string_agg(cast(deal_id as text), ',')` };

/**
 * How many deals, not deleted, had their expected close put off between two moments, `from` included, `to` not. By the index
 * `close_moves_slipped` alone, which holds nothing but such moves; they come as one text, as a row for each costs more than the reading.
 */
export const slippedBetween = async (db: Db, from: string, to: string): Promise<number> => {
  const [row] = await rawRows<{ ids: string | null }>(
    db,
    `select ${LIST[dialectOf(db)]} as ids from close_moves
      where taken_back = 0 and to_day > from_day and at >= ? and at < ?`,
    [from, to],
  );
  const slipped = new Set(row?.ids?.split(',').map(Number));
  for (const id of await db('deals').whereNotNull('deleted_at').pluck<number[]>('id')) slipped.delete(id);
  return slipped.size;
};
