import type { CardEntity } from './cards.ts';
import type { Db } from '../dialect.ts';

/** A channel that is about one record. */
export interface LinkedChannel {
  team: string;
  channel: string;
  entity: CardEntity;
  recordId: number;
  /** Who linked it: an employee. */
  by: number;
  /** Why Slack takes nothing for it; null while it does. */
  unheard: string | null;
}

const toLinkedChannel = (row: Record<string, unknown>): LinkedChannel => ({
  team: String(row['team']),
  channel: String(row['channel']),
  entity: row['entity'] as CardEntity,
  recordId: Number(row['record_id']),
  by: Number(row['employee_id']),
  unheard: row['unheard'] as string | null,
});

type Place = Pick<LinkedChannel, 'team' | 'channel'>;

export async function findLinkedChannel(db: Db, { team, channel }: Place): Promise<LinkedChannel | null> {
  const row = (await db('rooms').where({ team, channel }).first()) as Record<string, unknown> | undefined;
  return row ? toLinkedChannel(row) : null;
}

export async function roomsIn(db: Db, team: string): Promise<LinkedChannel[]> {
  return ((await db('rooms').where({ team }).orderBy('at')) as Record<string, unknown>[]).map(toLinkedChannel);
}

/** A channel is about one record: another one takes its place. */
export async function keepRoom(db: Db, room: Omit<LinkedChannel, 'unheard'>, at: string): Promise<void> {
  const { team, channel, entity, recordId, by } = room;
  const about = { entity, record_id: recordId, employee_id: by, unheard: null, at };
  await db('rooms')
    .insert({ team, channel, ...about })
    .onConflict(['team', 'channel'])
    .merge(about);
}

/** @returns whether it was one */
export async function dropRoom(db: Db, { team, channel }: Place): Promise<boolean> {
  return (await db('rooms').where({ team, channel }).delete()) > 0;
}

/** Marks that nothing can be said there. @returns whether it could until now */
export async function markLinkedChannelUndeliverable(
  db: Db,
  { team, channel }: Place,
  cause: string,
): Promise<boolean> {
  return (await db('rooms').where({ team, channel }).whereNull('unheard').update({ unheard: cause })) > 0;
}

export async function markRoomHeard(db: Db, { team, channel }: Place): Promise<void> {
  await db('rooms').where({ team, channel }).update({ unheard: null });
}
