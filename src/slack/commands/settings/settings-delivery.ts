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

/** Names of the kinds of messages; others are shown as they are. */
const KINDS: Readonly<Record<string, string>> = {
  'deal-update': 'Deal update',
  'interaction-update': 'Interaction',
  'customer-update': 'New customer',
  leaver: 'Question about someone who left',
  'subscription-broken': 'Subscription notice',
  unheard: 'Channel notice',
  'heard-again': 'Channel notice',
  outsiders: 'Channel notice',
  card: 'Deal card',
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
    ['Retry', `again ${item.id}`],
    ['Discard', `drop ${item.id}`],
  ]),
});

const SURE = {
  title: 'Discard all?',
  text: 'They won’t be sent. You can’t undo this.',
  yes: 'Discard all',
  no: 'Cancel',
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
    button('Retry all', 'outbox', 'again all', { style: 'primary' }),
    button('Discard all', 'outbox', 'drop all', { style: 'danger', confirm: SURE }),
  ];
  return Message.of({
    title: 'Delivery',
    blocks: [
      ...(intro ? [section(intro)] : []),
      header('Delivery'),
      section(await deliveryLine(request)),
      ...items.map(row),
      ...(items.length > 0 ? [actions(...all)] : [small('Messages Slack rejects appear here.')]),
      backToSettings(...pages),
    ],
  });
}

/** The notice to admins about failed messages, once for each channel and cause. */
export function troubleMessage({ channel, cause: why }: DeliveryTroublePayload): Message {
  return say(
    `:rotating_light: A message for ${whereTo(channel)} failed: ${cause(why)}\nMore failures there for this reason won’t be reported again.`,
    actions(button('Failed messages', 'settings', 'delivery', { style: 'primary' })),
  );
}

/** `Retrying: 3 messages.` */
export function decided(done: string, messages: number): string {
  return messages === 0
    ? 'That message was already sent or discarded.'
    : `:white_check_mark: ${done}: ${count(messages, 'message')}.`;
}
