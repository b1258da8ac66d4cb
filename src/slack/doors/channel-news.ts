import type { App } from '@slack/bolt';
import { hasSubscriptions } from '../../crm/subscribe.ts';
import { audienceOf, doubtAudience } from '../audience.ts';
import type { Desk } from '../desk.ts';
import { outsiderOf } from '../people.ts';
import type { Lobby } from './door.ts';

/** Who reads there is asked anew: at once where deals are told, so that their makers hear it; else when it matters. */
const askAnew = async (desk: Desk, channel: string): Promise<void> => {
  await doubtAudience(desk, channel);
  if (await hasSubscriptions(desk.crm, desk.teamId, channel)) await audienceOf(desk, channel);
};

/** Slack says that something became of a channel, or of who reads in it. */
export const channelNewsDoor = (app: App, { desk }: Lobby): void => {
  for (const type of ['member_joined_channel', 'member_left_channel', 'channel_shared', 'channel_unshared'] as const)
    app.event(type, ({ event }) => askAnew(desk, event.channel));
  app.event('user_change', async ({ event: { user } }) => {
    const outsider = outsiderOf(user, (user.team_id ?? desk.teamId) === desk.teamId);
    if (outsider === 'guest' || outsider === 'external') await doubtAudience(desk, null);
  });
};
