import type { InvalidFilterPayload } from '../../crm/notifications/outbox/index.ts';
import { isPersonal } from '../../model/subscriptions/subscription.ts';
import { recordsById } from '../../crm/audit/index.ts';
import { actions, button, escape, say, type Message } from '../messages/blocks.ts';
import type { SlackContext } from '../slack-context.ts';

/** The channel or person of a subscription, as mrkdwn. */
export function whereTo(channel: string): string {
  return isPersonal(channel) ? `<@${channel}> only` : `<#${channel}>`;
}

/** The notice to the owner of an invalid filter; null when it was fixed or removed meanwhile. */
export async function invalidFilterMessage(
  slack: SlackContext,
  { subscription: id }: InvalidFilterPayload,
): Promise<Message | null> {
  const [subscription] = await recordsById(slack.crm, 'subscription', [id]);
  if (!subscription || subscription.deletedAt !== null || subscription.broken === null) return null;
  const where = isPersonal(subscription.channel) ? 'you' : whereTo(subscription.channel);
  return say(
    `:broken_heart: Your subscription *${escape(subscription.name)}* stopped sending updates to ${where}. ${escape(subscription.broken)} Edit its filter to restart it.`,
    actions(
      button('Edit', 'subscription', `edit ${id}`, { style: 'primary' }),
      button('Remove', 'subscription', `end ${id}`),
    ),
  );
}
