import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { toRecord, type Row } from '../columns.ts';
import type { Db } from '../dialect.ts';

/** A channel of a workspace, by Slack's ids. */
export interface ChannelKey {
  team: string;
  channel: string;
}

/** What was decided for a channel; null when nobody decided anything. */
export async function channelRecord(db: Db, { team, channel }: ChannelKey): Promise<AnyRecord | null> {
  const row = (await db('channels').where({ team, channel }).whereNull('deleted_at').first()) as Row | undefined;
  return row ? toRecord(entityOf('channel'), row) : null;
}

/** Who from outside reads in a channel, by what Slack said. */
export interface Headcount {
  /** Guests of the workspace. */
  guests: number;
  /** People of other companies. */
  externals: number;
  /** Another company has the channel too, or is being asked to. */
  shared: boolean;
}

export interface KnownHeadcount extends Headcount {
  /** ISO moment in UTC; blank when it is to be asked anew. */
  askedAt: string;
  /** How often it was doubted. */
  doubts: number;
  /** Whether cards there hide what is not for outsiders; null where that is not known. */
  hides: boolean | null;
}

const keyed = ({ team, channel }: ChannelKey): ChannelKey => ({ team, channel });

/** Keeps a row for the channel, so that doubts about it are counted. */
const beKnown = async (db: Db, key: ChannelKey): Promise<void> => {
  const blank = { guests: 0, externals: 0, shared: 0, asked_at: '' };
  await db('audiences')
    .insert({ ...keyed(key), ...blank })
    .onConflict(['team', 'channel'])
    .ignore();
};

export async function readHeadcount(db: Db, key: ChannelKey): Promise<KnownHeadcount | null> {
  const row = (await db('audiences').where(keyed(key)).first()) as Record<string, unknown> | undefined;
  if (!row) return null;
  return {
    guests: Number(row['guests']),
    externals: Number(row['externals']),
    shared: Number(row['shared']) === 1,
    askedAt: String(row['asked_at']),
    doubts: Number(row['doubts']),
    hides: row['hides'] === null ? null : Number(row['hides']) === 1,
  };
}

/** How often it was doubted who reads there: before Slack is asked. */
export async function countDoubts(db: Db, key: ChannelKey): Promise<number> {
  const known = await readHeadcount(db, key);
  if (!known) await beKnown(db, key);
  return known?.doubts ?? 0;
}

/** @returns whether it was written: not where it was doubted again since it was asked */
export async function writeHeadcount(
  db: Db,
  key: ChannelKey,
  { guests, externals, shared }: Headcount,
  { at, doubts, hides }: { at: string; doubts: number; hides: boolean },
): Promise<boolean> {
  const row = { guests, externals, shared: shared ? 1 : 0, asked_at: at, hides: hides ? 1 : 0 };
  return (
    (await db('audiences')
      .where({ ...keyed(key), doubts })
      .update(row)) > 0
  );
}

/** Cards there hide what is not for outsiders from now on. @returns whether they did not before */
export async function hideThere(db: Db, key: ChannelKey): Promise<boolean> {
  const open = db('audiences')
    .where(keyed(key))
    .where((row) => void row.whereNull('hides').orWhere({ hides: 0 }));
  return (await open.update({ hides: 1 })) > 0;
}

const again = (db: Db) => ({ asked_at: '', doubts: db.raw('audiences.doubts + 1') });

/** Somebody came or went: it is to be asked anew before the next message. */
export async function doubtHeadcount(db: Db, key: ChannelKey): Promise<void> {
  await beKnown(db, key);
  await db('audiences').where(keyed(key)).update(again(db));
}

/** The same for many channels. @param channels null for all */
export async function doubtHeadcounts(db: Db, team: string, channels: readonly string[] | null): Promise<void> {
  const rows = db('audiences').where({ team });
  if (channels !== null) void rows.whereIn('channel', channels);
  await rows.update(again(db));
}

/** Channels with cards about which Slack was last asked before that moment, or of which it is not known who reads there. */
export function channelsToAsk(db: Db, team: string, before: string): Promise<string[]> {
  return db('audiences')
    .where({ team })
    .where('asked_at', '<', before)
    .whereExists(
      db('cards').whereRaw('cards.team = audiences.team and cards.channel = audiences.channel').whereNull('gone_at'),
    )
    .orderBy('asked_at')
    .pluck('channel');
}
