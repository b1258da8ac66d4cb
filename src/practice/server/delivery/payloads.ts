/** The parts that the payloads of all interactions have in common. */
import type { JsonObject, StateValues, Surface, View } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { actor, type PersonRecord } from '../state/people.ts';
import { findMessage, messageObject } from '../state/messages.ts';
import type { MessageRecord } from '../state/records.ts';
import { isMember } from '../state/channels.ts';
import type { ChannelRecord } from '../state/records.ts';
import { stackOf, valuesOf, keepState } from '../state/views.ts';
import { stateOf } from '../state/view-state.ts';

/**
 * The team that Slack names. With a message it is the workspace of the app. In a window it is where the person comes from
 * (the window itself says whose app it is), and for people whose team is the organisation there is none.
 */
function teamOf({ team }: World, person: PersonRecord, where: 'message' | 'view' | 'nowhere'): JsonObject | null {
  const { id, domain, enterprise } = team;
  const own = { id, domain, ...(enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name }) };
  if (where === 'message' || person.teamId === id) return own;
  if (person.teamId === enterprise?.id) return null;
  return where === 'view' ? { id: person.teamId, domain: '' } : own;
}

/** @param where the interaction happened in a message, in a window or Home, or in neither */
export function commonPayload(world: World, person: PersonRecord, where: 'message' | 'view' | 'nowhere'): JsonObject {
  return {
    team: teamOf(world, person, where),
    user: actor(person),
    api_app_id: world.app.id,
    token: 'practice',
    enterprise: world.team.enterprise ?? null,
    is_enterprise_install: false,
  };
}

/** Where somebody clicked, looked up: a message they can see, a modal they have open, or their Home. */
export type Place =
  { type: 'message'; channel: ChannelRecord; message: MessageRecord; blocks: JsonObject[] } | ViewPlace;
export interface ViewPlace {
  type: 'view';
  view: View;
  blocks: JsonObject[];
}

export function findPlace(world: World, person: string, where: Surface): Place | undefined {
  if (where.type === 'view') return viewPlace(world, person, where.viewId);
  const channel = world.channels.get(where.channel);
  const message = findMessage(world, where.channel, where.ts);
  if (!channel || !message || !isMember(channel, person)) return undefined;
  if (message.ephemeralFor && message.ephemeralFor !== person) return undefined;
  return { type: 'message', channel, message, blocks: message.blocks };
}

function viewPlace(world: World, person: string, viewId: string): ViewPlace | undefined {
  const home = world.homes.get(person);
  const view = stackOf(world, person).find(({ id }) => id === viewId) ?? (home?.id === viewId ? home : undefined);
  return view && { type: 'view', view, blocks: view.blocks };
}

/** What a payload says about the place: container, view or message, and the state of its inputs. */
export function placePayload(world: World, place: Place, sent: StateValues): JsonObject {
  if (place.type === 'view') {
    keepState(place.view, sent);
    const view = structuredClone(place.view);
    return { container: { type: 'view', view_id: view.id }, view, state: { values: valuesOf(view) } };
  }
  const { channel, message } = place;
  const ephemeral = message.ephemeralFor !== undefined;
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {};
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...thread,
    },
    channel: channelReference(channel),
    ...(ephemeral ? {} : { message: messageObject(world, message) }),
    state: { values: stateOf(message.blocks, [sent]) },
  };
}

export function channelReference(channel: ChannelRecord): JsonObject {
  return {
    id: channel.id,
    name: nameInPayloads(channel),
  };
}

/** How payloads call it: only channels that everybody may know, and groups, go by their names. */
export function nameInPayloads({ kind, name }: ChannelRecord): string {
  return { public: name, private: 'privategroup', im: 'directmessage', mpim: name }[kind];
}
