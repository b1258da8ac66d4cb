import type { App } from '@slack/bolt';
import { hasCardsIn, showCardsAnew } from '../../crm/channels.ts';
import { hasSubscriptions } from '../../crm/subscribe.ts';
import { moveChannel } from '../../crm/channels.ts';
import { findChannelAgain, loseChannel, type Loss } from '../../crm/lost-channels.ts';
import { audienceOf, doubtAudience } from '../audience.ts';
import type { Desk } from '../desk.ts';
import { outsiderOf } from '../people.ts';
import type { Lobby } from './door.ts';

/**
 * Who reads there is asked anew: at once where deals are told, so that their makers hear it, or where cards stand, which
 * show what is not for everybody; else when it matters. Where Slack does not say, cards hide it as well.
 */
const askAnew = async (desk: Desk, channel: string): Promise<void> => {
  const { crm, teamId: team } = desk;
  await doubtAudience(desk, channel);
  const [isTold, hasCards] = await Promise.all([
    hasSubscriptions(crm, team, channel),
    hasCardsIn(crm, { team, channel }),
  ]);
  if (!isTold && !hasCards) return;
  const { known } = await audienceOf(desk, channel);
  if (hasCards && !known) await showCardsAnew(crm, { team, channel });
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
  app.event('channel_id_changed', ({ event: { old_channel_id: from, new_channel_id: to } }) =>
    moveChannel(desk.crm, keyOf(from), to),
  );
  app.event('member_joined_channel', async ({ event: { user, channel } }) => {
    if (user === desk.botUserId) await findChannelAgain(desk.crm, keyOf(channel));
  });
  app.event('user_change', async ({ event: { user } }) => {
    const outsider = outsiderOf(user, (user.team_id ?? desk.teamId) === desk.teamId);
    if (outsider === 'guest' || outsider === 'external') await doubtAudience(desk, null);
  });
};
