import type { InvalidFilterPayload } from '../../crm/notifications/outbox/index.ts';
import { isPersonal } from '../../model/subscriptions/subscription.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, say, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';

/** Where a subscription speaks, as mrkdwn. */
export function whereTo(channel: string): string {
  return isPersonal(channel) ? `<@${channel}> alone` : `<#${channel}>`;
}

/** What whoever made it is told, once; null when it was mended or ended meanwhile. */
export async function invalidFilterMessage(
  slack: SlackContext,
  { subscription: id }: InvalidFilterPayload,
): Promise<Message | null> {
  const [subscription] = await recordsById(slack.crm, 'subscription', [id]);
  if (!subscription || subscription.deletedAt !== null || subscription.broken === null) return null;
  const where = isPersonal(subscription.channel) ? 'you' : whereTo(subscription.channel);
  return say(
    `:broken_heart: Your subscription *${escape(subscription.name)}* tells ${where} nothing any more. ${escape(subscription.broken)} Change its filter, and it goes on.`,
    actions(
      button('Change it …', 'subscription', `edit ${id}`, { style: 'primary' }),
      button('End it', 'subscription', `end ${id}`),
    ),
  );
}
