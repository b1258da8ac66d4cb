import type { CardEntity } from './cards.ts';
import type { Db } from './database.ts';

/** A channel that is about one record. */
export interface Room {
  team: string;
  channel: string;
  entity: CardEntity;
  recordId: number;
}

const toRoom = (row: Record<string, unknown>): Room => ({
  team: String(row['team']),
  channel: String(row['channel']),
  entity: row['entity'] as CardEntity,
  recordId: Number(row['record_id']),
});

type Place = Pick<Room, 'team' | 'channel'>;

export const findRoom = async (db: Db, { team, channel }: Place): Promise<Room | null> => {
  const row = (await db('rooms').where({ team, channel }).first()) as Record<string, unknown> | undefined;
  return row ? toRoom(row) : null;
};

export const roomsIn = async (db: Db, team: string): Promise<Room[]> =>
  ((await db('rooms').where({ team }).orderBy('at')) as Record<string, unknown>[]).map(toRoom);

/** A channel is about one record: another one takes its place. */
export const keepRoom = async (db: Db, room: Room, by: number, at: string): Promise<void> => {
  const { team, channel, entity, recordId } = room;
  const about = { entity, record_id: recordId, employee_id: by, at };
  await db('rooms')
    .insert({ team, channel, ...about })
    .onConflict(['team', 'channel'])
    .merge(about);
};

/** @returns whether it was one */
export const dropRoom = async (db: Db, { team, channel }: Place): Promise<boolean> =>
  (await db('rooms').where({ team, channel }).delete()) > 0;
