import type { AnyRecord } from '../model/entity.ts';
import { entityOf } from '../model/registry.ts';
import { toRecord, type Row } from './columns.ts';
import type { Db } from './database.ts';

/** A channel of a workspace, by Slack's ids. */
export interface ChannelKey {
  team: string;
  channel: string;
}

/** What was decided for a channel; null when nobody decided anything. */
export const channelRecord = async (db: Db, { team, channel }: ChannelKey): Promise<AnyRecord | null> => {
  const row = (await db('channels').where({ team, channel }).whereNull('deleted_at').first()) as Row | undefined;
  return row ? toRecord(entityOf('channel'), row) : null;
};

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
}

export const readHeadcount = async (db: Db, { team, channel }: ChannelKey): Promise<KnownHeadcount | null> => {
  const row = (await db('audiences').where({ team, channel }).first()) as Record<string, unknown> | undefined;
  if (!row) return null;
  return {
    guests: Number(row['guests']),
    externals: Number(row['externals']),
    shared: Number(row['shared']) === 1,
    askedAt: String(row['asked_at']),
  };
};

export const writeHeadcount = async (db: Db, { team, channel }: ChannelKey, count: Headcount, at: string) => {
  const { guests, externals } = count;
  const row = { team, channel, guests, externals, shared: count.shared ? 1 : 0, asked_at: at };
  await db('audiences').insert(row).onConflict(['team', 'channel']).merge();
};

/** Somebody came or went: it is to be asked anew before the next message. @param channel null for every channel */
export const doubtHeadcount = async (db: Db, team: string, channel: string | null): Promise<void> => {
  const rows = db('audiences').where({ team });
  if (channel !== null) void rows.where({ channel });
  await rows.update({ asked_at: '' });
};
