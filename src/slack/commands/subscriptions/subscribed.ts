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

/** The new subscription, with a preview of what it would have posted. */
export async function subscribedMessage(
  request: SlackRequest,
  { act, subscription, existed }: Saved,
  draft: SubscriptionDraft,
  done = ':bell: Subscribed:',
): Promise<Message> {
  const name = escape(subscription.name);
  const change = button('Edit', 'subscription', `edit ${subscription.id}`);
  if (existed) return say(`*${name}* already does exactly that. Remove it with \`/crm unsubscribe\`.`, actions(change));
  const channel = subscription.channel;
  const who = isPersonal(channel) ? 'You' : `<#${channel}>`;
  const filter = draft.filter === '' ? '' : `\nFilter: ${typedWords(draft.filter)}`;
  const how = [...frequencyInWords(draft.pace), ...waysInWords(draft.ways)];
  const ways = how.length > 0 ? `\n${how.join(' · ')}` : '';
  const next = draft.pace.digest && (await nextDigestOf(request.slack.crm, subscription.id));
  const first = next ? `\nFirst digest: ${showMoment(next)}.` : '';
  const run = await dryRun(request, { ...draft, channel });
  return say(
    `${done} *${name}*. ${who} will get updates about: ${eventsInWords(draft.events)}.${filter}${ways}${first}`,
    ...(await dryRunBlocks(request, run, draft.pace)),
    actions(change, button('Undo', 'undo', act)),
    ...(await audienceNote(request, channel)),
  );
}
