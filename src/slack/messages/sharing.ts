import { atLeast } from '../../model/roles.ts';
import { Unclear } from '../../model/errors.ts';
import { audienceOf, HIDDEN_WORDS, whoReads, type Audience } from '../audience/audience.ts';
import { actions, button, say, type Message } from './blocks.ts';
import { answer, maskedContext, type SlackRequest, type Reply } from '../slack-context.ts';
import type { MessageWithFallbacks } from './message-with-fallbacks.ts';

/** Stands before the words of a Share button once somebody was told who reads along. */
const AGREED = 'agreed ';

interface Shared {
  /** The verb of the Share button, and the words that follow it. */
  verb: string;
  words: string;
  /** Makes the message, hiding what the desk says is to be hidden. */
  make: (request: SlackRequest, words: string) => Promise<Message | MessageWithFallbacks>;
}

const question = ({ actor }: SlackRequest, audience: Audience, again: { verb: string; words: string }): Message => {
  const who = whoReads(audience);
  const hides = `${who}, so ${HIDDEN_WORDS} are hidden when you share.`;
  const opens = `${who}. A manager allowed showing everything here, including ${HIDDEN_WORDS}.`;
  return say(
    `:eyes: ${audience.masked ? hides : opens}`,
    actions(
      button(audience.masked ? 'Share anyway' : 'Share everything', again.verb, `${AGREED}${again.words}`),
      ...(audience.masked && atLeast(actor.role, 'manager') ? [button('Show everything', 'audience', 'ask')] : []),
    ),
  );
};

export const NOWHERE_TO_SHARE = 'To share this, run a command like `/crm show` in the channel.';

/**
 * Shares something with the channel it was asked in. Where people from outside read, it asks first; and unless a manager
 * decided otherwise for that channel, they are not shown what is not for them.
 * @throws Unclear where there is no channel
 */
export async function shareWith(request: SlackRequest, { verb, words, make }: Shared): Promise<Reply> {
  if (!request.channel) throw new Unclear(NOWHERE_TO_SHARE);
  const audience = await audienceOf(request.slack, request.channel.id);
  const agreed = words.startsWith(AGREED);
  const plain = agreed ? words.slice(AGREED.length) : words;
  if (audience.outsiders && !agreed) return answer(question(request, audience, { verb, words: plain }));
  const slack = audience.masked ? maskedContext(request.slack) : request.slack;
  const message = await make({ ...request, slack }, plain);
  return { kind: 'share', message, after: say(':white_check_mark: Shared with the channel.') };
}
