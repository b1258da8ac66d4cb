import type { App } from '@slack/bolt';
import {
  hasCardsIn,
  moveChannel,
  findChannelAgain,
  loseChannel,
  type Loss,
} from '../../crm/notifications/channels/index.ts';
import { hasSubscriptions } from '../../crm/notifications/subscriptions/index.ts';
import { audienceOf } from '../audience/audience.ts';
import type { SlackContext } from '../slack-context.ts';
import type { HandlerDeps } from './handler-deps.ts';

/** So long it may take to know who reads before cards hide what is not for outsiders, in milliseconds. */
const PATIENCE_MS = 3000;

/**
 * Who reads there is asked anew: at once where deals are told, so that their makers hear it, or where cards stand, which
 * show what is not for everybody; else when it matters.
 */
const askAnew = async (slack: SlackContext, channel: string): Promise<void> => {
  const { crm, teamId: team, headcounts } = slack;
  await headcounts.doubt(channel);
  const matters = await Promise.all([hasSubscriptions(crm, team, channel), hasCardsIn(crm, { team, channel })]);
  if (matters.some(Boolean)) await audienceOf(slack, channel, PATIENCE_MS);
};

/** Somebody came or went. Members of the workspace change nothing about who reads from outside. */
const cameOrWent = async (slack: SlackContext, { user, channel }: { user: string; channel: string }): Promise<void> => {
  if (user === slack.botUserId || slack.people.standingOf(user) !== 'inside') await askAnew(slack, channel);
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
export function handleChannelEvents(app: App, { slack }: HandlerDeps): void {
  for (const type of ['member_joined_channel', 'member_left_channel'] as const)
    app.event(type, ({ event }) => cameOrWent(slack, event));
  for (const type of ['channel_shared', 'channel_unshared'] as const)
    app.event(type, ({ event }) => askAnew(slack, event.channel));
  const keyOf = (channel: string) => ({ team: slack.teamId, channel });
  for (const type of Object.keys(LOST) as (keyof typeof LOST)[])
    app.event(type, ({ event }) => loseChannel(slack.crm, keyOf(event.channel), LOST[type]));
  for (const type of ['channel_rename', 'group_rename'] as const)
    app.event(type, ({ event }) => loseChannel(slack.crm, keyOf(event.channel.id), 'renamed'));
  for (const type of ['channel_unarchive', 'group_unarchive'] as const)
    app.event(type, ({ event }) => findChannelAgain(slack.crm, keyOf(event.channel)));
  app.event('channel_id_changed', ({ event: { old_channel_id: from, new_channel_id: to } }) =>
    moveChannel(slack.crm, keyOf(from), to),
  );
  app.event('member_joined_channel', async ({ event: { user, channel } }) => {
    if (user === slack.botUserId) await findChannelAgain(slack.crm, keyOf(channel));
  });
}
