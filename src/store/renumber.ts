import type { ChannelKey } from './notifications/channels.ts';
import type { Db } from './dialect.ts';

/** Tables that know a channel, with what makes a row of theirs the only one in it; null where there may be several. */
const TABLES: Readonly<Record<string, readonly string[] | null>> = {
  subscriptions: null,
  schedules: null,
  outbox: null,
  rooms: [],
  channels: [],
  audiences: [],
  outbox_channels: [],
  cards: ['entity', 'record_id'],
  muted_deals: ['deal_id'],
  delivery_troubles: ['cause'],
};

/** Gives everything that belongs to a channel its new id; where something has it already, that stands. */
export async function renumberChannel(db: Db, { team, channel }: ChannelKey, to: string): Promise<void> {
  for (const [table, only] of Object.entries(TABLES)) {
    const rows = db(table).where({ team, channel });
    const same = (only ?? []).map((column) => ` and there.${column} = ${table}.${column}`).join('');
    if (only)
      void rows.whereRaw(
        `not exists (select 1 from ${table} there where there.team = ? and there.channel = ?${same})`,
        [team, to],
      );
    await rows.update({ channel: to });
  }
  await db('cards').where({ team, posted_in: channel }).update({ posted_in: to });
}
