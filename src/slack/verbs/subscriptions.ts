import { Unclear } from '../../model/problems.ts';
import { subscribe, subscriptionsOf, unsubscribe } from '../../crm/subscribe.ts';
import { actions, button, escape, say } from '../blocks.ts';
import { answer, type Ask } from '../desk.ts';
import { showMoment } from '../show/values.ts';
import type { Verb } from './verb.ts';

const channelOf = (ask: Ask): { id: string; name: string } => {
  if (ask.channel) return ask.channel;
  throw new Unclear('Type this in the channel that it is about.');
};

/** Can the app post there? Slack lets a bot speak only where it was invited. */
const isMember = async ({ desk }: Ask, channel: string): Promise<boolean> => {
  try {
    const { channel: info } = await desk.client.conversations.info({ channel });
    return info?.is_member === true || info?.is_im === true;
  } catch {
    return false;
  }
};

const subscribeVerb: Verb = {
  name: 'subscribe',
  usage: 'subscribe',
  help: 'This channel hears when a deal is created, moved, won, lost, or changes in amount or owner.',
  run: async (ask) => {
    const channel = channelOf(ask);
    if (!(await isMember(ask, channel.id))) {
      throw new Unclear(
        `I can’t post here yet. Type \`/invite <@${ask.desk.botUserId}>\`, then \`/crm subscribe\` again.`,
      );
    }
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
