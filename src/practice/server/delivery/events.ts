/** The Events API: what the app subscribed to is sent until it says 2xx, at most four times. */
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../../protocol.ts';
import type { ChannelRecord } from '../state/records.ts';
import { inBackground, type World } from '../state/world.ts';
import { send } from './dispatch.ts';
import type { Answer } from './request.ts';
import { newId } from '../state/ids.ts';
import { asObject, asString } from '../json.ts';

/** The names under which an event can be subscribed to. */
function subscriptions(event: JsonObject, channel: ChannelRecord | null): string[] {
  const type = asString(event['type']);
  if (type !== 'message' || !channel) return [type];
  const kind = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[channel.kind];
  return [`message.${kind}`];
}

/** Sends an event if the manifest subscribes to it and, for events of a channel, the bot is a member. */
export function emit(world: World, channel: ChannelRecord | null, event: JsonObject): void {
  if (!subscriptions(event, channel).some((name) => world.manifest.events.has(name))) return;
  if (channel && !channel.members.includes(world.app.botUserId)) return;
  const payload = envelope(world, { event_ts: world.timestamps.next(world.clock()), ...event }, channel);
  inBackground(world, deliver(world, payload));
  if (world.faults.takeDuplicate()) inBackground(world, deliver(world, payload));
}

function envelope(world: World, event: JsonObject, channel: ChannelRecord | null): JsonObject {
  const { id, botUserId } = world.app;
  const enterprise = world.team.enterprise?.id ?? null;
  return {
    token: 'practice',
    team_id: world.team.id,
    context_team_id: world.team.id,
    ...(enterprise !== null && { enterprise_id: enterprise }),
    context_enterprise_id: enterprise,
    api_app_id: id,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(world.clock() / 1000),
    authorizations: [
      {
        enterprise_id: enterprise,
        team_id: world.team.id,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: `4-${newId('')}`,
  };
}

async function deliver(world: World, payload: JsonObject): Promise<void> {
  let reason: string | undefined;
  const name = asString(asObject(payload['event'])['type']);
  for (const [attempt, delay] of [0, ...world.eventRetryMs].entries()) {
    if (delay > 0) await wait(delay, undefined, { signal: world.closing }).catch(() => undefined);
    if (world.closing.aborted) return;
    const retry = attempt > 0 ? { retry: { attempt, reason: reason! } } : {};
    const answer = await send(world, { name, as: 'event', payload, ...retry });
    reason = failureOf(answer);
    if (!reason || answer.noRetry) return;
  }
  world.log(`The app did not take the event ${name} (${reason}); Slack has given up on it.`);
}

function failureOf({ status, failure }: Answer): string | undefined {
  if (failure) return failure === 'timeout' ? 'http_timeout' : 'connection_failed';
  return status >= 200 && status < 300 ? undefined : 'http_error';
}
