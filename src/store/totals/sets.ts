import type { Db } from '../dialect.ts';
import { rawRows } from '../connection/raw-rows.ts';
import { pack, unpack, type Packed } from './packed.ts';
import { rowsCounted, type Source } from './sources.ts';

/**
 * What days cannot add up: how many customers were heard of in a month is no sum of its days, but their sets can be united.
 * `day_sets` holds, for each day of UTC, the ids of those whom rows of that day are about (their `member_id`).
 */
export const SETS = {
  /** Customers that somebody talked with. */
  heard: 'interactions',
  /** Customers that were added, and are not deleted. */
  added: 'customers',
  /** Deals whose expected close was put off. */
  slipped: 'close_moves',
} as const satisfies Record<string, Source>;
export type SetName = keyof typeof SETS;
const NAMES = Object.keys(SETS) as SetName[];

/** What a write left that concerns the sets: see `running_changes`. */
export interface Change {
  id: number;
  source: string;
  sign: number;
  at: string;
  /** Null for what is in no set. */
  member_id: number | null;
}
export const CHANGE = ['id', 'source', 'sign', 'at', 'member_id'] as const satisfies (keyof Change)[];

/** The day of UTC that a moment lies in. */
export function utcDayOf(moment: string): string {
  return moment.slice(0, 10);
}
const AFTER_ITS_MOMENTS = '~';

/** The set of a day, from the rows. */
export async function countedOn(db: Db, set: SetName, day: string): Promise<number[]> {
  const rows = await rawRows<{ id: number }>(
    db,
    `select distinct member_id as id from ${rowsCounted(SETS[set])} r where at >= ? and at < ?`,
    [day, `${day}${AFTER_ITS_MOMENTS}`],
  );
  return rows.map(({ id }) => id);
}

const keep = async (db: Db, set: SetName, day: string, ids: Iterable<number>): Promise<void> => {
  const members = Buffer.from(pack(ids));
  if (members.length === 0) await db('day_sets').where({ name: set, day }).delete();
  else await db('day_sets').insert({ name: set, day, members }).onConflict(['name', 'day']).merge();
};

/**
 * What changes mean for the days of a set, in the order in which they were made: whom each gains; null where somebody left,
 * as other rows may hold them still, which only the rows can tell. Who left and came again, such as in an edit, has not left.
 */
export function gainsOf(set: SetName, changes: readonly Change[]): Map<string, number[] | null> {
  const days = new Map<string, Map<number, boolean>>();
  for (const { source, sign, at, member_id: id } of changes) {
    if (source !== SETS[set] || id === null) continue;
    const day = days.get(utcDayOf(at)) ?? new Map<number, boolean>();
    days.set(utcDayOf(at), day.set(id, sign > 0));
  }
  return new Map(
    [...days].map(([day, members]) => [day, [...members.values()].every(Boolean) ? [...members.keys()] : null]),
  );
}

const keptOn = async (db: Db, set: SetName, day: string): Promise<number[]> => {
  const row = (await db('day_sets').where({ name: set, day }).first('members')) as { members: Packed } | undefined;
  return row ? unpack(row.members) : [];
};

/** Brings changes into the sets. What came later may be in them already: gained twice is gained once, and who left is looked up again. */
export async function applyPendingSets(db: Db, changes: readonly Change[]): Promise<void> {
  for (const set of NAMES)
    for (const [day, gained] of gainsOf(set, changes)) {
      const now = gained ? [...(await keptOn(db, set, day)), ...gained] : await countedOn(db, set, day);
      await keep(db, set, day, now);
    }
}

const daysWithRows = async (db: Db, set: SetName): Promise<string[]> => {
  const days = `select distinct substr(at, 1, 10) as day from ${rowsCounted(SETS[set])} r`;
  return (await rawRows<{ day: string }>(db, days)).map(({ day }) => day);
};

/** Makes all sets anew from the rows. */
export async function createSetTriggers(db: Db): Promise<void> {
  await db('day_sets').delete();
  for (const set of NAMES)
    for (const day of await daysWithRows(db, set)) await keep(db, set, day, await countedOn(db, set, day));
}

/** The set of a day with what was changed since it was kept. */
const knownOn = async (db: Db, set: SetName, day: string): Promise<ReadonlySet<number>> => {
  const changes = (await db('running_changes')
    .where({ source: SETS[set] })
    .where('at', '>=', day)
    .where('at', '<', `${day}${AFTER_ITS_MOMENTS}`)
    .orderBy('id')
    .select(...CHANGE)) as Change[];
  const gained = gainsOf(set, changes).get(day);
  return new Set(
    gained === null ? await countedOn(db, set, day) : [...(await keptOn(db, set, day)), ...(gained ?? [])],
  );
};

/** Days on which a set is not what the rows give: how many it holds, and how many it should. Read it in a snapshot. */
export async function wrongSets(db: Db): Promise<{ set: SetName; day: string; kept: number; counted: number }[]> {
  const wrong = [];
  for (const set of NAMES) {
    const kept = await db('day_sets').where({ name: set }).pluck<string[]>('day');
    const days = new Set([...(await daysWithRows(db, set)), ...kept]);
    for (const day of [...days].toSorted()) {
      const [known, counted] = [await knownOn(db, set, day), await countedOn(db, set, day)];
      if (known.size !== counted.length || counted.some((id) => !known.has(id)))
        wrong.push({ set, day, kept: known.size, counted: counted.length });
    }
  }
  return wrong;
}
