import type { KnownBlock } from '@slack/types';
import {
  failedMessages,
  type FailedItem,
  type DeliveryTroublePayload,
} from '../../../crm/notifications/outbox/index.ts';
import { count, cut } from '../../../model/text/text.ts';
import { actions, button, escape, header, menu, Message, say, section, small } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { remedyFor } from '../../delivery/outcome.ts';
import { deliveryLine } from './delivery-line.ts';
import { backToSettings } from './settings-view.ts';
import { whereTo } from '../../updates/invalid-filter.ts';
import { showMoment } from '../../views/values.ts';

const PER_PAGE = 10;

/** What an item tells; other kinds are shown by their own name. */
const KINDS: Readonly<Record<string, string>> = {
  'deal-update': 'Deal update',
  'interaction-update': 'Interaction',
  'customer-update': 'New customer',
  leaver: 'Question about somebody who left',
  'subscription-broken': 'News of a subscription',
  unheard: 'News of a channel',
  'heard-again': 'News of a channel',
  outsiders: 'News of a channel',
  card: 'Card of a deal',
};

const kindOf = ({ kind }: FailedItem): string => KINDS[kind] ?? cut(kind.replaceAll('-', ' '), 60);

/** What Slack said, and what can be done. */
const cause = (error: string): string => {
  const remedy = remedyFor(error);
  return `\`${escape(cut(error, 200)).replaceAll('`', '’')}\`${remedy === '' ? '' : ` ${escape(remedy)}`}`;
};

const row = (item: FailedItem): KnownBlock => ({
  ...section(
    `*${kindOf(item)}* for ${whereTo(item.channel)} · failed ${showMoment(item.failedAt)}\n${cause(item.error)}`,
  ),
  accessory: menu('outbox', String(item.id), [
    ['Send again', `again ${item.id}`],
    ['Drop', `drop ${item.id}`],
  ]),
});

const SURE = {
  title: 'Drop all?',
  text: 'They are never sent. This cannot be undone.',
  yes: 'Drop all',
  no: 'Keep them',
};

/** How delivery stands, with what failed. @param page from 1 @param intro what was just done @throws Forbidden */
export async function deliveryMessage(request: SlackRequest, page = 1, intro?: string): Promise<Message> {
  const found = await failedMessages(request, { offset: (page - 1) * PER_PAGE, limit: PER_PAGE + 1 });
  const items = found.slice(0, PER_PAGE);
  const pages = [
    ...(page > 1 ? [button('◀ Newer', 'settings', `delivery ${page - 1}`)] : []),
    ...(found.length > PER_PAGE ? [button('Older ▶', 'settings', `delivery ${page + 1}`)] : []),
  ];
  const all = [
    button('Send all again', 'outbox', 'again all', { style: 'primary' }),
    button('Drop all', 'outbox', 'drop all', { style: 'danger', confirm: SURE }),
  ];
  return Message.of({
    title: 'Delivery',
    blocks: [
      ...(intro ? [section(intro)] : []),
      header('Delivery'),
      section(await deliveryLine(request)),
      ...items.map(row),
      ...(items.length > 0 ? [actions(...all)] : [small('Messages that Slack does not take are listed here.')]),
      backToSettings(...pages),
    ],
  });
}

/** What an admin is told of messages that failed: once for each channel and cause. */
export function troubleMessage({ channel, cause: why }: DeliveryTroublePayload): Message {
  return say(
    `:rotating_light: A message for ${whereTo(channel)} was set aside, because ${cause(why)}\nIf more fail there for the same reason, they are set aside as well, and you are not told again.`,
    actions(button('Failed messages …', 'settings', 'delivery', { style: 'primary' })),
  );
}

/** `Sent again: 3 messages.` */
export function decided(done: string, messages: number): string {
  return messages === 0
    ? 'That message was sent or dropped meanwhile.'
    : `:white_check_mark: ${done}: ${count(messages, 'message')}.`;
}
