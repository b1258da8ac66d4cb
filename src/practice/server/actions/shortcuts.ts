/** Shortcuts, global and on a message, and opening the app's Home. */
import type { ActResult } from '../../protocol.ts';
import { isLocal, type PersonRecord } from '../state/people.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { channelReference, commonPayload } from '../delivery/payloads.ts';
import { openDirect } from '../state/channels.ts';
import { send } from '../delivery/dispatch.ts';
import { emit } from '../delivery/events.ts';
import { findMessage, messageObject } from '../state/messages.ts';
import { done, interactionFailed, notice, taken } from '../delivery/notices.ts';

const noShortcut = notice('This shortcut does not exist.');

export async function globalShortcut(world: World, person: PersonRecord, callbackId: string): Promise<ActResult> {
  if (!offered(world, person, 'global', callbackId)) return noShortcut;
  const answer = await send(world, {
    name: `shortcut ${callbackId}`,
    as: 'interaction',
    user: person.id,
    payload: {
      type: 'shortcut',
      ...commonPayload(world, person, 'nowhere'),
      action_ts: world.timestamps.next(world.clock()),
      callback_id: callbackId,
      trigger_id: world.triggers.mint({ user: person.id }),
    },
  });
  return taken(answer) ? done : interactionFailed(answer);
}

export async function messageShortcut(
  world: World,
  person: PersonRecord,
  channel: ChannelRecord,
  { callbackId, ts }: { callbackId: string; ts: string },
): Promise<ActResult> {
  const message = findMessage(world, channel.id, ts);
  if (!offered(world, person, 'message', callbackId) || !message || message.ephemeralFor) return noShortcut;
  const target = { from: 'app' as const, user: person.id, channel: channel.id };
  const answer = await send(world, {
    name: `message_action ${callbackId}`,
    as: 'interaction',
    user: person.id,
    payload: {
      type: 'message_action',
      ...commonPayload(world, person, 'message'),
      action_ts: world.timestamps.next(world.clock()),
      callback_id: callbackId,
      trigger_id: world.triggers.mint({ user: person.id, channel: channel.id }),
      response_url: world.responseUrls.mint(world.team.id, target),
      channel: channelReference(channel),
      message_ts: message.ts,
      message: messageObject(world, message),
    },
  });
  return taken(answer) ? done : interactionFailed(answer);
}

/** Shortcuts are offered to the people of the workspace that installed the app, nobody else. */
const offered = (world: World, person: PersonRecord, type: 'global' | 'message', callbackId: string): boolean =>
  isLocal(person, world.team) &&
  world.manifest.shortcuts.some((one) => one.type === type && one.callbackId === callbackId);

export function openHome(world: World, person: PersonRecord): ActResult {
  if (!world.manifest.homeTab) return notice('This app has no Home tab.');
  const view = world.homes.get(person.id);
  emit(world, null, {
    type: 'app_home_opened',
    user: person.id,
    channel: openDirect(world, person.id).id,
    tab: 'home',
    ...(view ? { view: structuredClone(view) } : {}),
  });
  return done;
}
