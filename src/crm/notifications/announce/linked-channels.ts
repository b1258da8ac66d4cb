import type { AnyRecord } from '../../../model/record.ts';
import type { Db } from '../../../store/database.ts';
import { findRecord } from '../../../store/records.ts';
import * as store from '../../../store/notifications/linked-channels.ts';
import type { Crm } from '../../context/index.ts';

export type { LinkedChannel } from '../../../store/notifications/linked-channels.ts';

/** A linked channel with its record, following merges to the merge target. */
const ledOn = async (
  db: Db,
  room: store.LinkedChannel,
): Promise<store.LinkedChannel & { record: AnyRecord | null }> => {
  let record = await findRecord(db, { entity: room.entity, id: room.recordId });
  for (let step = 0; step < 20 && typeof record?.['mergedInto'] === 'number'; step += 1)
    record = await findRecord(db, { entity: room.entity, id: record.mergedInto });
  return { ...room, recordId: record?.id ?? room.recordId, record };
};

/** What the channel is about; null where it is about nothing. */
export async function linkedChannelAt(
  crm: Crm,
  team: string,
  channel: string,
): Promise<(store.LinkedChannel & { record: AnyRecord | null }) | null> {
  const room = await store.findLinkedChannel(crm.database.db, { team, channel });
  return room && ledOn(crm.database.db, room);
}

/** Every linked channel of the workspace. */
export async function linkedChannelsOf(db: Db, team: string): Promise<store.LinkedChannel[]> {
  const rooms: store.LinkedChannel[] = [];
  for (const room of await store.roomsIn(db, team)) rooms.push(await ledOn(db, room));
  return rooms;
}
