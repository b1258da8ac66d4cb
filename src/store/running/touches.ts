import type { Db } from '../dialect.ts';
import { rawRows } from '../raw-rows.ts';

/**
 * Whom somebody talked with on each day (of UTC), as a set of customer ids in `touched_days`. How many customers were heard
 * of in a month cannot be added up from days, but the days' sets can be united: a month of them is a few hundred kilobytes.
 */

/** What a write left that concerns a day: see `running_changes`. */
export interface Touch {
  sign: number;
  at: string;
  /** Missing for what is no interaction. */
  customer_id: number | null;
}

const dayOf = (moment: string): string => moment.slice(0, 10);
const MIDNIGHT = 'T00:00:00.000Z';

/** Four bytes for each, in rising order. */
const pack = (ids: Iterable<number>): Buffer => Buffer.from(Uint32Array.from(ids).sort().buffer);
const unpack = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer);

const DAY_AFTER = '~';

/** Ids of the customers of the interactions between two moments, from the rows; by `interactions_happened` alone. */
const fromRows = async (db: Db, from: string, to: string): Promise<number[]> =>
  db('interactions')
    .whereNull('deleted_at')
    .where('happened_at', '>=', from)
    .where('happened_at', '<', to)
    .distinct()
    .pluck<number[]>('customer_id');

const ofDay = (db: Db, day: string): Promise<number[]> => fromRows(db, day, `${day}${DAY_AFTER}`);

const keep = async (db: Db, day: string, ids: Iterable<number>): Promise<void> => {
  const customers = pack(ids);
  if (customers.length === 0) await db('touched_days').where({ day }).delete();
  else await db('touched_days').insert({ day, customers }).onConflict('day').merge();
};

/** What changes mean for each day: whom it gains; null when somebody left it, so that only its rows can tell. */
const byDay = (changes: readonly Touch[]): Map<string, Set<number> | null> => {
  const days = new Map<string, Set<number> | null>();
  for (const { sign, at, customer_id: id } of changes) {
    if (id === null) continue;
    const day = dayOf(at);
    const gained = days.get(day);
    if (sign < 0 || gained === null) days.set(day, null);
    else days.set(day, (gained ?? new Set()).add(id));
  }
  return days;
};

const keptOf = async (db: Db, from: string, to: string): Promise<Map<string, Uint32Array>> => {
  const rows = (await db('touched_days').where('day', '>=', from).where('day', '<', to)) as {
    day: string;
    customers: Uint8Array;
  }[];
  return new Map(rows.map(({ day, customers }) => [day, unpack(customers)]));
};

/** Brings changes into the days. What came later may be in them already: gained twice is gained once, and who left is looked up again. */
export const foldTouches = async (db: Db, changes: readonly Touch[]): Promise<void> => {
  for (const [day, gained] of byDay(changes)) {
    const before = gained && (await keptOf(db, day, `${day}${DAY_AFTER}`)).get(day);
    await keep(db, day, gained ? new Set([...(before ?? []), ...gained]) : await ofDay(db, day));
  }
};

const daysWithRows = async (db: Db): Promise<string[]> =>
  (
    await rawRows<{ day: string }>(
      db,
      'select distinct substr(happened_at, 1, 10) as day from interactions where deleted_at is null',
    )
  ).map(({ day }) => day);

/** Makes all days anew from the rows. */
export const layTouches = async (db: Db): Promise<void> => {
  await db('touched_days').delete();
  for (const day of await daysWithRows(db)) await keep(db, day, await ofDay(db, day));
};

/** Days on which the set is not what the rows give: how many it holds, and how many it should. Read it in a snapshot. */
export const wrongTouches = async (db: Db): Promise<{ day: string; kept: number; counted: number }[]> => {
  const days = new Set([...(await daysWithRows(db)), ...(await db('touched_days').pluck<string[]>('day'))]);
  const wrong = [];
  for (const day of [...days].toSorted()) {
    const [kept, counted] = [await touchedBetween(db, `${day}${MIDNIGHT}`, dayAfter(day)), await ofDay(db, day)];
    if (kept.size !== counted.length || counted.some((id) => !kept.has(id)))
      wrong.push({ day, kept: kept.size, counted: counted.length });
  }
  return wrong;
};

const dayAfter = (day: string): string => new Date(Date.parse(`${day}${MIDNIGHT}`) + 86_400_000).toISOString();

/** The first midnight of UTC that is not before a moment, as a day. */
const midnightFrom = (moment: string): string =>
  moment.endsWith(MIDNIGHT) ? dayOf(moment) : dayOf(dayAfter(dayOf(moment)));

const pending = async (db: Db, from: string, to: string): Promise<Touch[]> =>
  db('running_changes')
    .where({ source: 'interactions' })
    .where('at', '>=', from)
    .where('at', '<', to)
    .select('sign', 'at', 'customer_id');

/** Ids that can be asked for; small whole numbers. */
export interface Ids {
  has: (id: number) => boolean;
  size: number;
}

/** A byte for each id there can be: a hundred thousand of them are marked sooner than a tenth is put into a Set. */
const unite = (lists: readonly ArrayLike<number>[]): Ids => {
  let most = 0;
  for (const list of lists) for (let at = 0; at < list.length; at += 1) most = Math.max(most, list[at] ?? 0);
  const marks = new Uint8Array(most + 1);
  let size = 0;
  for (const list of lists)
    for (let at = 0; at < list.length; at += 1) {
      const id = list[at] ?? 0;
      size += 1 - (marks[id] ?? 0);
      marks[id] = 1;
    }
  return { has: (id) => marks[id] === 1, size };
};

/** Whole days: what was kept, and what was changed since. */
const onDays = async (db: Db, from: string, to: string): Promise<ArrayLike<number>[]> => {
  const days = await keptOf(db, from, to);
  const since: number[] = [];
  for (const [day, gained] of byDay(await pending(db, from, to))) {
    if (gained) since.push(...gained);
    else days.set(day, Uint32Array.from(await ofDay(db, day)));
  }
  return [since, ...days.values()];
};

/**
 * Ids of the customers that interactions between two moments are with, `from` included, `to` not. Midnights of UTC cut whole
 * days out of the time; the hours that are left are read from the rows. Call it in a snapshot.
 */
export const touchedBetween = async (db: Db, from: string, to: string): Promise<Ids> => {
  const [first, last] = [midnightFrom(from), dayOf(to)];
  if (first >= last) return unite([await fromRows(db, from, to)]);
  return unite([
    ...(from < `${first}${MIDNIGHT}` ? [await fromRows(db, from, `${first}${MIDNIGHT}`)] : []),
    ...(to > `${last}${MIDNIGHT}` ? [await fromRows(db, `${last}${MIDNIGHT}`, to)] : []),
    ...(await onDays(db, first, last)),
  ]);
};
