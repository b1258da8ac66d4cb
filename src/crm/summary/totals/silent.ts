import type { Db } from '../../../store/database.ts';
import { askTotals } from '../../../store/running/read.ts';
import { touchedBetween, type Ids } from '../../../store/running/touches.ts';
import type { FigureKey } from '../figures.ts';
import type { Window } from '../window.ts';
import { countOf } from './deals.ts';
import type { Owners } from './whose.ts';

/** Since when nothing was heard of the customers that a figure counts. */
const SINCE = {
  customersSilent30: 'quiet30',
  customersSilent60: 'quiet60',
  customersSilent90: 'quiet90',
} as const satisfies Partial<Record<FigureKey, keyof Window>>;

/** How many customers were there at a moment, and are there still. */
const thereAt = async (db: Db, moment: string): Promise<number> => {
  const { all } = await askTotals(db, { all: { of: 'customers', from: null, to: moment } }, [], null);
  return countOf(all);
};

const idsOf = (db: Db, narrow: (rows: ReturnType<Db>) => ReturnType<Db>): Promise<number[]> =>
  narrow(db('customers')).pluck<number[]>('id');

/** Everybody, less those heard of: of these, who came later or is deleted was not among everybody. */
const ofEverybody = async (db: Db, since: string, heardOf: Ids): Promise<number> => {
  const others = new Set([
    ...(await idsOf(db, (rows) => rows.where('created_at', '>=', since))),
    ...(await idsOf(db, (rows) => rows.whereNotNull('deleted_at'))),
  ]);
  let heard = heardOf.size;
  for (const id of others) if (heardOf.has(id)) heard -= 1;
  return (await thereAt(db, since)) - heard;
};

const ofOwners = async (db: Db, since: string, heardOf: Ids, owners: readonly number[]) => {
  const theirs = await idsOf(db, (rows) =>
    rows
      .whereIn('owner_id', [...owners])
      .whereNull('deleted_at')
      .where('created_at', '<', since),
  );
  return theirs.filter((id) => !heardOf.has(id)).length;
};

/** Those of the figures that count silent customers. */
export const silentFromTotals = async (
  db: Db,
  window: Window,
  owners: Owners,
  keys: readonly FigureKey[],
): Promise<Partial<Record<FigureKey, number>>> => {
  const told: Partial<Record<FigureKey, number>> = {};
  for (const [key, quiet] of Object.entries(SINCE) as [keyof typeof SINCE, (typeof SINCE)[keyof typeof SINCE]][]) {
    if (!keys.includes(key)) continue;
    const since = window[quiet];
    const heardOf = await touchedBetween(db, since, window.end);
    told[key] = owners ? await ofOwners(db, since, heardOf, owners) : await ofEverybody(db, since, heardOf);
  }
  return told;
};
