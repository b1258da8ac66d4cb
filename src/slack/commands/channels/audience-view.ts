import type { OutsidersPayload } from '../../../crm/notifications/outbox/index.ts';
import type { Button, KnownBlock } from '@slack/types';
import { atLeast } from '../../../model/roles.ts';
import { audienceOf, HIDDEN_WORDS, whoReads, type Audience } from '../../audience/audience.ts';
import { actions, button, say, small, type Message } from '../../messages/blocks.ts';
import type { SlackRequest, SlackContext } from '../../slack-context.ts';

/** `3 guests read here, so amounts, contact details and notes are hidden.`; blank without external people. */
export function audienceWords(audience: Audience): string {
  if (!audience.outsiders) return '';
  if (audience.masked) return `${whoReads(audience)}, so ${HIDDEN_WORDS} are hidden.`;
  return `${whoReads(audience)} and can see everything. A manager allowed it.`;
}

const ASK_FIRST = {
  title: 'Show everything?',
  text: `Guests and external people in this channel will see ${HIDDEN_WORDS} in what CustomerHub posts here.`,
  yes: 'Show everything',
  no: 'Keep hidden',
};

/** Buttons with which a manager shows or hides everything in this channel. */
const decision = ({ actor }: SlackRequest, audience: Audience): Button[] => {
  if (!atLeast(actor.role, 'manager')) return [];
  if (audience.open) return [button('Hide again', 'audience', 'hide')];
  return audience.outsiders ? [button('Show everything', 'audience', 'show', { confirm: ASK_FIRST })] : [];
};

/** A note on external people in the channel, below what was set up there; empty without any. */
export async function audienceNote(request: SlackRequest, channel: string): Promise<KnownBlock[]> {
  const audience = await audienceOf(request.slack, channel);
  if (!audience.outsiders) return [];
  const buttons = request.channel?.id === channel ? decision(request, audience) : [];
  return [small(`:eyes: ${audienceWords(audience)}`), ...(buttons.length > 0 ? [actions(...buttons)] : [])];
}

/** The external people of a channel and what is hidden from them, with buttons for managers. */
export function audienceMessage(request: SlackRequest, audience: Audience, intro = ''): Message {
  const words = audienceWords(audience) || 'No external people are in this channel, so nothing is hidden.';
  const whose = atLeast(request.actor.role, 'manager') ? '' : ' A manager can change this.';
  const buttons = decision(request, audience);
  return say(
    `:eyes: ${intro}${words}${audience.outsiders ? whose : ''}`,
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** The notice to a subscription's owner when external people joined its channel; null when they left meanwhile. */
export async function outsidersMessage(slack: SlackContext, { channel }: OutsidersPayload): Promise<Message | null> {
  const audience = await audienceOf(slack, channel);
  if (!audience.masked) return null;
  const who = whoReads(audience).replace(/ here$/, '');
  return say(
    `:eyes: ${who} in <#${channel}> now, so ${HIDDEN_WORDS} are hidden in the deal updates there. Run \`/crm audience\` there for details; a manager can show everything.`,
  );
}
