import type { OutsidersPayload } from '../../../crm/notifications/outbox/index.ts';
import type { Button, KnownBlock } from '@slack/types';
import { atLeast } from '../../../model/roles.ts';
import { audienceOf, HIDDEN_WORDS, whoReads, type Audience } from '../../audience/audience.ts';
import { actions, button, say, small, type Message } from '../../messages/blocks.ts';
import type { SlackRequest, SlackContext } from '../../slack-context.ts';

/** `3 guests read here, so amounts, contact details and notes are hidden.`; blank where nobody from outside reads. */
export function audienceWords(audience: Audience): string {
  if (!audience.outsiders) return '';
  if (audience.masked) return `${whoReads(audience)}, so ${HIDDEN_WORDS} are hidden.`;
  return `${whoReads(audience)}, and see everything: a manager decided so.`;
}

const ASK_FIRST = {
  title: 'Show everything?',
  text: `Guests and people of other companies in this channel will read ${HIDDEN_WORDS} in what CustomerHub posts here from now on.`,
  yes: 'Show everything',
  no: 'Keep hidden',
};

/** What a manager may decide for the channel they are in. */
const decision = ({ actor }: SlackRequest, audience: Audience): Button[] => {
  if (!atLeast(actor.role, 'manager')) return [];
  if (audience.open) return [button('Hide them again', 'audience', 'hide')];
  return audience.outsiders ? [button('Show everything here', 'audience', 'show', { confirm: ASK_FIRST })] : [];
};

/** Who reads in the channel, as a note below what somebody set up there; nothing where nobody from outside does. */
export async function audienceNote(request: SlackRequest, channel: string): Promise<KnownBlock[]> {
  const audience = await audienceOf(request.slack, channel);
  if (!audience.outsiders) return [];
  const buttons = request.channel?.id === channel ? decision(request, audience) : [];
  return [small(`:eyes: ${audienceWords(audience)}`), ...(buttons.length > 0 ? [actions(...buttons)] : [])];
}

/** Who from outside reads in a channel, what is hidden from them, and for managers whether. */
export function audienceMessage(request: SlackRequest, audience: Audience, intro = ''): Message {
  const words = audienceWords(audience) || 'Nobody from outside reads here, so nothing is hidden.';
  const whose = atLeast(request.actor.role, 'manager') ? '' : ' Managers decide whether it stays so.';
  const buttons = decision(request, audience);
  return say(
    `:eyes: ${intro}${words}${audience.outsiders ? whose : ''}`,
    ...(buttons.length > 0 ? [actions(...buttons)] : []),
  );
}

/** What whoever subscribed a channel is told when people from outside have come to it; null when they left meanwhile. */
export async function outsidersMessage(slack: SlackContext, { channel }: OutsidersPayload): Promise<Message | null> {
  const audience = await audienceOf(slack, channel);
  if (!audience.masked) return null;
  const who = whoReads(audience).replace(/ here$/, '');
  return say(
    `:eyes: ${who} in <#${channel}> now, so ${HIDDEN_WORDS} are hidden in the deal updates there. \`/crm audience\` in that channel says more; a manager can show everything.`,
  );
}
