import { WebAPIPlatformError } from '@slack/web-api';
import { Unclear } from '../../model/problems.ts';
import { subscribe, subscriptionsOf, unsubscribe } from '../../crm/subscribe.ts';
import { note } from '../../crm/carry-out.ts';
import { actions, button, escape, say, type Message } from '../blocks.ts';
import { answer, type Ask, type Desk } from '../desk.ts';
import { showMoment } from '../show/values.ts';
import type { Verb } from './verb.ts';

const channelOf = (ask: Ask): { id: string; name: string } => {
  if (ask.channel) return ask.channel;
  throw new Unclear('Type this in the channel that it is about.');
};

/**
 * Why deals are not told there, or null: Slack lets a bot speak only where it was invited, and what is said in a channel
 * that another company shares is said to that company.
 */
const obstacle = async ({ desk }: Ask, channel: string): Promise<Message | null> => {
  const info = await lookAt(desk, channel);
  if (info?.is_ext_shared || info?.is_pending_ext_shared) {
    return say(
      ':lock: This channel is shared with another company, whose people would read your deals. Use a channel of your own.',
    );
  }
  if (info?.is_member === true || info?.is_im === true) return null;
  return say(`:warning: I can’t post here yet. Type \`/invite <@${desk.botUserId}>\`, then \`/crm subscribe\` again.`);
};

/** What Slack says of a channel; null where it hides it from the app. @throws Unclear when Slack does not answer */
const lookAt = async ({ client }: Desk, channel: string) => {
  try {
    return (await client.conversations.info({ channel })).channel ?? null;
  } catch (cause) {
    if (cause instanceof WebAPIPlatformError && cause.data.error === 'channel_not_found') return null;
    throw new Unclear('Slack did not answer, so nothing was changed. Please try again in a moment.', { cause });
  }
};

const subscribeVerb: Verb = {
  name: 'subscribe',
  usage: 'subscribe',
  help: 'This channel hears when a deal is created, moved, won, lost, or changes in amount or owner.',
  run: async (ask) => {
    const channel = channelOf(ask);
    const why = await obstacle(ask, channel.id);
    if (why) return answer(why);
    const { existed, act } = await subscribe(ask.desk.crm, ask.actor, ask.origin, channel);
    if (existed) return answer(say('This channel gets deal updates already. `/crm unsubscribe` ends them.'));
    const text =
      ':bell: From now on this channel hears when a deal is created, moved, won, lost, or changes in amount or owner.';
    return answer(say(text, actions(button('Undo', 'undo', act))));
  },
};

const subscriptionsVerb: Verb = {
  name: 'subscriptions',
  usage: 'subscriptions',
  help: 'What this channel hears of.',
  run: async (ask) => {
    const subscriptions = await subscriptionsOf(ask.desk.crm, ask.actor, channelOf(ask).id);
    await note(ask.desk.crm, ask.actor, ask.origin, { verb: 'list', entity: 'subscription' });
    if (subscriptions.length === 0) {
      return answer(say('This channel gets no deal updates.', actions(button('Subscribe', 'subscribe'))));
    }
    const lines = subscriptions.map((one) => `• *${escape(String(one['name']))}*, since ${showMoment(one.createdAt)}`);
    return answer(say(`This channel hears of:\n${lines.join('\n')}`, actions(button('Unsubscribe', 'unsubscribe'))));
  },
};

const unsubscribeVerb: Verb = {
  name: 'unsubscribe',
  usage: 'unsubscribe',
  help: 'End the deal updates of this channel.',
  run: async (ask) => {
    const { act } = await unsubscribe(ask.desk.crm, ask.actor, ask.origin, channelOf(ask).id);
    return answer(say(':no_bell: This channel gets no deal updates any more.', actions(button('Undo', 'undo', act))));
  },
};

export const subscriptionVerbs: readonly Verb[] = [subscribeVerb, subscriptionsVerb, unsubscribeVerb];
