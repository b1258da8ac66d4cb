import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { nextDigestOf } from '../../../crm/notifications/digests/index.ts';
import { dryRun, type SubscriptionDraft } from '../../../crm/notifications/subscriptions/index.ts';
import { actions, button, escape, say, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { audienceNote } from '../channels/index.ts';
import { dryRunBlocks } from './dry-run.ts';
import { eventsInWords, frequencyInWords, waysInWords } from './subscription-list.ts';
import { showMoment } from '../../views/values.ts';
import { typedWords } from '../../views/typed-words.ts';

interface Saved {
  act: string;
  subscription: SubscriptionRecord;
  existed: boolean;
}

/** What was subscribed to, and what that would have posted. */
export async function subscribedMessage(
  request: SlackRequest,
  { act, subscription, existed }: Saved,
  draft: SubscriptionDraft,
  done = ':bell: Subscribed:',
): Promise<Message> {
  const name = escape(subscription.name);
  const change = button('Change …', 'subscription', `edit ${subscription.id}`);
  if (existed) return say(`*${name}* tells just that already. \`/crm unsubscribe\` ends it.`, actions(change));
  const channel = subscription.channel;
  const who = isPersonal(channel) ? 'you hear in private' : `<#${channel}> hears`;
  const filter = draft.filter === '' ? '' : `\nonly where ${typedWords(draft.filter)}`;
  const how = [...frequencyInWords(draft.pace), ...waysInWords(draft.ways)];
  const ways = how.length > 0 ? `\n${how.join(' · ')}` : '';
  const next = draft.pace.digest && (await nextDigestOf(request.slack.crm, subscription.id));
  const first = next ? `\nThe first digest: ${showMoment(next)}.` : '';
  const run = await dryRun(request, { ...draft, channel });
  return say(
    `${done} *${name}*. From now on ${who} of: ${eventsInWords(draft.events)}.${filter}${ways}${first}`,
    ...(await dryRunBlocks(request, run, draft.pace)),
    actions(change, button('Undo', 'undo', act)),
    ...(await audienceNote(request, channel)),
  );
}
