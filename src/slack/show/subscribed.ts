import type { AnyRecord } from '../../model/entity.ts';
import { isPersonal } from '../../model/updates/listener.ts';
import { dryRun } from '../../crm/updates/dry-run.ts';
import type { Draft } from '../../crm/updates/draft.ts';
import { actions, button, escape, say, type Message } from '../blocks.ts';
import type { Ask } from '../desk.ts';
import { audienceNote } from './audience.ts';
import { dryRunBlocks } from './dry-run.ts';
import { eventsInWords, waysInWords } from './subscriptions.ts';
import { typedWords } from './typed-words.ts';

interface Saved {
  act: string;
  subscription: AnyRecord;
  existed: boolean;
}

/** What was subscribed to, and what that would have posted. */
export const subscribedMessage = async (
  ask: Ask,
  { act, subscription, existed }: Saved,
  draft: Draft,
  done = ':bell: Subscribed:',
): Promise<Message> => {
  const name = escape(String(subscription['name']));
  const change = button('Change …', 'subscription', `edit ${subscription.id}`);
  if (existed) return say(`*${name}* tells just that already. \`/crm unsubscribe\` ends it.`, actions(change));
  const channel = String(subscription['channel']);
  const who = isPersonal(channel) ? 'you hear in private' : `<#${channel}> hears`;
  const filter = draft.filter === '' ? '' : `\nonly where ${typedWords(draft.filter)}`;
  const ways = waysInWords(draft.ways).length > 0 ? `\n${waysInWords(draft.ways).join(' · ')}` : '';
  const run = await dryRun(ask.desk.crm, ask.actor, { ...draft, channel });
  return say(
    `${done} *${name}*. From now on ${who} of: ${eventsInWords(draft.events)}.${filter}${ways}`,
    ...(await dryRunBlocks(ask, run)),
    actions(change, button('Undo', 'undo', act)),
    ...(await audienceNote(ask, channel)),
  );
};
