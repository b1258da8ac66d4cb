import { refOf, type EntityName } from '../../model/entity.ts';
import { Unclear } from '../../model/errors.ts';
import { idWithin } from '../../model/reference-fields.ts';
import { ENTITIES, entityOf } from '../../model/registry.ts';
import { isNameOf } from '../../model/filter/parse.ts';
import { tokensOf } from '../../model/filter/tokens.ts';
import { cut, normalizeText } from '../../model/text/text.ts';
import { glanceAt } from '../../crm/search/index.ts';
import { readRecord } from '../../crm/records/index.ts';
import { linkedChannelAt } from '../../crm/notifications/announce/index.ts';
import type { SlackRequest } from '../slack-context.ts';

/** Records that a command can take from a linked channel. */
export interface RecordScope {
  kinds: readonly EntityName[];
  /** Do these words lack the reference? Blank ones always do. */
  without?: (request: SlackRequest, words: string) => boolean | Promise<boolean>;
}

/** The only open deal of a linked customer. */
const onlyDeal = async (request: SlackRequest, customer: number, name: string): Promise<string> => {
  const { openDeals, openDealCount } = await glanceAt(request.slack.crm, { customer });
  const refs = openDeals.map(({ id }) => refOf(entityOf('deal'), id));
  if (openDealCount === 1 && refs[0] !== undefined) return refs[0];
  const which = openDealCount === 0 ? 'which has no open deals' : `which has ${openDealCount} open deals`;
  throw new Unclear(
    `This channel is linked to ${cut(name, 60)}, ${which}. Add the ID of a deal${refs.length > 0 ? `: ${refs.join(', ')}` : ''}.`,
  );
};

/**
 * Adds the ID of the linked record where it was left out.
 * @throws Unclear where it could be several
 */
export async function withLinkedChannel(
  request: SlackRequest,
  { kinds, without }: RecordScope,
  words: string,
): Promise<string> {
  if (!request.channel) return words;
  const lacks = words.trim() === '' || (await without?.(request, words));
  const room = lacks ? await linkedChannelAt(request.slack.crm, request.actor.slackTeamId, request.channel.id) : null;
  if (!room?.record) return words;
  const { entity, record } = room;
  if (kinds.includes(entity)) return `${refOf(entityOf(entity), record.id)} ${words}`.trim();
  return `${await onlyDeal(request, record.id, String(record['name']))} ${words}`.trim();
}

/** Whether the words filter by customer. */
const namesCustomer = (words: string): boolean =>
  tokensOf(words, isNameOf(entityOf('deal'), [])).clauses.some(
    ({ name }) => normalizeText(name.text) === normalizeText(ENTITIES.deal.fields['customer'].label),
  );

/**
 * Numbers that are asked for in a channel about a customer, or one of its deals, are of that customer, unless the words
 * say of which. @returns the words with that filter, and the customer's name where it was put in
 */
export async function ofLinkedCustomer(
  request: SlackRequest,
  words: string,
): Promise<{ words: string; of: string | null }> {
  const { slack, channel, actor, origin } = request;
  const as = { words, of: null };
  if (!channel || origin.source !== 'command' || namesCustomer(words)) return as;
  // The channel is about what it is about today, whatever day is asked of.
  const crm = slack.crm.present ?? slack.crm;
  const room = await linkedChannelAt(crm, actor.slackTeamId, channel.id);
  if (!room?.record) return as;
  const { entity, record } = room;
  const id = Number(idWithin({ entity: entityOf(entity), record }, 'customer'));
  const customer = await readRecord({ crm, actor }, { entity: 'customer', id });
  return { words: `${words} customer:${refOf(entityOf('customer'), id)}`.trim(), of: customer.name };
}
