import type { App } from '@slack/bolt';
import { hasSubscriptions } from '../../crm/subscribe.ts';
import { findChannelAgain, loseChannel, type Loss } from '../../crm/lost-channels.ts';
import { audienceOf, doubtAudience } from '../audience.ts';
import type { Desk } from '../desk.ts';
import { outsiderOf } from '../people.ts';
import type { Lobby } from './door.ts';

/** Who reads there is asked anew: at once where deals are told, so that their makers hear it; else when it matters. */
const askAnew = async (desk: Desk, channel: string): Promise<void> => {
  await doubtAudience(desk, channel);
  if (await hasSubscriptions(desk.crm, desk.teamId, channel)) await audienceOf(desk, channel);
};

const LOST: Readonly<
  Record<
    'channel_archive' | 'group_archive' | 'channel_deleted' | 'group_deleted' | 'channel_left' | 'group_left',
    Loss
  >
> = {
  channel_archive: 'is_archived',
  group_archive: 'is_archived',
  channel_deleted: 'deleted',
  group_deleted: 'deleted',
  channel_left: 'not_in_channel',
  group_left: 'not_in_channel',
};

/** Slack says that something became of a channel, or of who reads in it. */
export const channelNewsDoor = (app: App, { desk }: Lobby): void => {
  for (const type of ['member_joined_channel', 'member_left_channel', 'channel_shared', 'channel_unshared'] as const)
    app.event(type, ({ event }) => askAnew(desk, event.channel));
  const keyOf = (channel: string) => ({ team: desk.teamId, channel });
  for (const type of Object.keys(LOST) as (keyof typeof LOST)[])
    app.event(type, ({ event }) => loseChannel(desk.crm, keyOf(event.channel), LOST[type]));
  for (const type of ['channel_rename', 'group_rename'] as const)
    app.event(type, ({ event }) => loseChannel(desk.crm, keyOf(event.channel.id), 'renamed'));
  for (const type of ['channel_unarchive', 'group_unarchive'] as const)
    app.event(type, ({ event }) => findChannelAgain(desk.crm, keyOf(event.channel)));
  app.event('member_joined_channel', async ({ event: { user, channel } }) => {
    if (user === desk.botUserId) await findChannelAgain(desk.crm, keyOf(channel));
  });
  app.event('user_change', async ({ event: { user } }) => {
    const outsider = outsiderOf(user, (user.team_id ?? desk.teamId) === desk.teamId);
    if (outsider === 'guest' || outsider === 'external') await doubtAudience(desk, null);
  });
};
