import { isOpenToAll, type Headcount } from '../../crm/notifications/channels/index.ts';
import { isPersonal } from '../../model/subscriptions/subscription.ts';
import { count, listed } from '../../model/text/text.ts';
import { maskedContext, type SlackContext } from '../slack-context.ts';

/** Who can read a channel. */
export interface Audience extends Headcount {
  /** Slack said who reads there. Where it did not, people from outside are taken to. */
  known: boolean;
  /** A manager lets people from outside read everything there. */
  open: boolean;
  /** Somebody from outside reads there, or may. */
  outsiders: boolean;
  /** Amounts, contact details and notes are hidden there. */
  masked: boolean;
}

/** How long an answer waits to know who reads, in milliseconds: all of it must be there after 3000. */
const PATIENCE_MS = 800;

const NOBODY: Headcount = { guests: 0, externals: 0, shared: false };
const ALONE: Audience = { ...NOBODY, known: true, open: false, outsiders: false, masked: false };

/**
 * Who reads in that channel, as of the last event about it. Never throws: where Slack does not say, the answer is that
 * people from outside may read there.
 * @param channel Slack channel id; a user id for somebody's conversation with CustomerHub, which nobody else reads
 */
export async function audienceOf(slack: SlackContext, channel: string, patience = PATIENCE_MS): Promise<Audience> {
  if (isPersonal(channel)) return ALONE;
  const [found, open] = await Promise.all([
    slack.headcounts.of(channel, patience),
    isOpenToAll(slack.crm, { team: slack.teamId, channel }),
  ]);
  const counted = found ?? NOBODY;
  const outsiders = found === null || counted.shared || counted.guests + counted.externals > 0;
  return { ...counted, known: found !== null, open, outsiders, masked: outsiders && !open };
}

/** The context for that channel: masked where external people read. */
export async function contextFor(slack: SlackContext, channel: string, patience?: number): Promise<SlackContext> {
  return (await audienceOf(slack, channel, patience)).masked ? maskedContext(slack) : slack;
}

/** `3 guests read here`, `People of another company and 1 guest read here`: the reason why something is hidden. */
export function whoReads({ guests, externals, shared, known }: Audience): string {
  if (!known) return 'CustomerHub can’t see who’s in this channel';
  const others = externals > 0 ? count(externals, 'external person', 'external people') : '';
  const company = others || (shared ? 'Another company' : '');
  const all = [company, ...(guests > 0 ? [count(guests, 'guest')] : [])].filter(Boolean);
  const one = all.length === 1 && guests + externals <= 1;
  return `${listed(all)} ${one ? 'reads' : 'read'} here`;
}

/** What is hidden from external people. */
export const HIDDEN_WORDS = 'amounts, contact details and notes';
