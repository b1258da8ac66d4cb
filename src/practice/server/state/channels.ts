/** Channels and direct messages: who is in them, who may see them, what is unread. */
import { type ChannelRecord } from './records.ts';
import type { Channel, JsonObject } from '../../protocol.ts';
import type { ChannelSpec } from './specs.ts';
import type { World } from './world.ts';
import { newId } from './ids.ts';
import { emit } from '../delivery/events.ts';

export function channelFrom(spec: ChannelSpec, botUserId: string): ChannelRecord {
  return {
    id: spec.id,
    name: spec.name,
    kind: spec.kind ?? 'public',
    members: spec.hasApp ? [...new Set([...spec.members, botUserId])] : [...spec.members],
    topic: spec.topic ?? '',
    isExtShared: spec.isExtShared ?? false,
    isArchived: spec.isArchived ?? false,
    created: 0,
  };
}

/** As this person's page shows it: a direct message is named after the other party. */
export function channelCard(channel: ChannelRecord, person: string): Channel {
  const { id, name, kind, members, topic, isExtShared, isArchived } = channel;
  const other = members.find((member) => member !== person) ?? person;
  return { id, name: kind === 'im' ? other : name, kind, members, topic, isExtShared, isArchived };
}

/** Slack's conversation object, as the app sees it. */
export function channelObject(world: World, channel: ChannelRecord): JsonObject {
  const im = channel.kind === 'im';
  const shared = { is_ext_shared: channel.isExtShared, is_shared: channel.isExtShared, is_org_shared: false };
  const common = { id: channel.id, created: channel.created, is_archived: channel.isArchived, ...shared };
  if (im) return { ...common, is_im: true, user: channel.members.find((id) => id !== world.app.botUserId) ?? '' };
  const isPrivate = channel.kind !== 'public';
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !isPrivate,
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: isPrivate,
    is_member: isMember(channel, world.app.botUserId),
    is_general: channel.name === 'general',
    is_pending_ext_shared: false,
    context_team_id: world.team.id,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}

export function isMember(channel: ChannelRecord, person: string): boolean {
  return channel.members.includes(person);
}

/** The direct message between a person and the app, made on demand. */
export function openDirect(world: World, person: string): ChannelRecord {
  const bot = world.app.botUserId;
  const known = [...world.channels.values()].find((one) => one.kind === 'im' && isMember(one, person));
  return known ?? addChannel(world, { id: newId('D'), name: '', kind: 'im', members: [person, bot] });
}

/** The group message between several people and the app, made on demand. */
export function openGroup(world: World, people: string[]): ChannelRecord {
  const members = [...new Set([...people, world.app.botUserId])].toSorted();
  const known = [...world.channels.values()].find(
    (one) => one.kind === 'mpim' && one.members.toSorted().join() === members.join(),
  );
  const handles = members.map((id) => world.people.get(id)?.handle ?? id);
  return known ?? addChannel(world, { id: newId('C'), name: `mpdm-${handles.join('--')}-1`, kind: 'mpim', members });
}

type NewChannel = Pick<ChannelRecord, 'id' | 'name' | 'kind' | 'members'>;

function addChannel(world: World, channel: NewChannel): ChannelRecord {
  const created = Math.floor(world.clock() / 1000);
  const record = { ...channel, topic: '', isExtShared: false, isArchived: false, created };
  world.channels.set(record.id, record);
  world.touched();
  tellOf(world, record);
  return record;
}

export function join(world: World, channel: ChannelRecord, person: string, inviter?: string): void {
  if (isMember(channel, person)) return;
  channel.members.push(person);
  world.touched();
  tellOf(world, channel);
  emit(world, channel, {
    type: 'member_joined_channel',
    user: person,
    channel: channel.id,
    channel_type: channel.id[0]!,
    team: world.team.id,
    ...(inviter ? { inviter } : {}),
  });
}

/** Somebody leaves, or is removed; the app itself hears it as `channel_left`. */
export function leave(world: World, channel: ChannelRecord, person: string): void {
  const [id, isApp] = [channel.id, person === world.app.botUserId];
  const left = { user: person, channel: id, channel_type: id[0]!, team: world.team.id };
  const type = channel.kind === 'public' ? 'channel_left' : 'group_left';
  emit(world, channel, isApp ? { type, channel: id } : { type: 'member_left_channel', ...left });
  channel.members = channel.members.filter((member) => member !== person);
  world.touched();
  tellOf(world, channel);
}

export function tellOf(world: World, channel: ChannelRecord): void {
  for (const member of channel.members)
    world.changes.tell([member], { type: 'channel', channel: channelCard(channel, member) });
}

/** Messages of others that this person has not seen; replies in threads do not count. */
export function unreadOf(world: World, channel: ChannelRecord, person: string): number {
  const read = world.lastRead.get(`${person} ${channel.id}`) ?? '';
  return (world.messages.get(channel.id) ?? []).filter(
    ({ ts, user, threadTs, broadcast, ephemeralFor }) =>
      ts > read && user !== person && (!threadTs || broadcast) && (!ephemeralFor || ephemeralFor === person),
  ).length;
}

export function markSeen(world: World, channel: ChannelRecord, person: string): void {
  const last = world.messages.get(channel.id)?.at(-1)?.ts;
  if (last) world.lastRead.set(`${person} ${channel.id}`, last);
  world.touched();
  world.changes.tell([person], { type: 'unread', channel: channel.id, count: 0 });
}
