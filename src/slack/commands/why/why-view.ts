import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { Button, KnownBlock } from '@slack/types';
import { isOwn } from '../../../model/access.ts';
import { may } from '../../../model/roles.ts';
import { refOf } from '../../../model/entity.ts';
import type { AnyRecord } from '../../../model/record.ts';
import { filterables, valueIn } from '../../../model/filter/names.ts';
import { entityOf } from '../../../model/registry.ts';
import { readEvents } from '../../../model/subscriptions/events.ts';
import { isPersonal, type ConditionResult } from '../../../model/subscriptions/subscription.ts';
import { TOLD, toldDeal } from '../../../model/subscriptions/notified-deal.ts';
import { count, cut } from '../../../model/text/text.ts';
import type { Found } from '../../../crm/search/index.ts';
import {
  isTold,
  type DeliveryStatus,
  type Heard,
  type Passed,
  type WhyChange,
  type WhyThis,
  type WhyUpdate,
} from '../../../crm/notifications/why/index.ts';
import { actions, button, escape, say, section, small, type Message } from '../../messages/blocks.ts';
import { remedyFor } from '../../delivery/outcome.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { named } from '../../views/lines.ts';
import { lineOf } from '../../views/sentences.ts';
import { showContext } from '../../views/show-context.ts';
import { namesToday, eventsInWords, filterToday } from '../subscriptions/index.ts';
import { tellingFor } from '../../views/telling.ts';
import { typedWords } from '../../views/typed-words.ts';
import { showDay, showField, showMoment, type ShowContext } from '../../views/values.ts';

const entity = entityOf('subscription');

/** `Amount was €12,000`, for a condition; nothing for a word. */
const valueThen = ({ field: name }: ConditionResult, deal: AnyRecord, context: ShowContext): string => {
  const one = filterables(TOLD).find((each) => each.name === name);
  if (!one || !(one.of ?? [one.name]).some((each) => each in deal)) return '';
  const { field } = one;
  const currency = typeof deal['currency'] === 'string' ? deal['currency'] : context.currency;
  const value = valueIn(one, deal);
  return `${field.label} was ${value === null ? 'empty' : showField(field, value, { ...context, currency })}`;
};

const partWords = (part: ConditionResult, deal: AnyRecord, context: ShowContext): string => {
  const value = valueThen(part, deal, context);
  return `${typedWords(cut(part.words, 120))}${value === '' ? '' : ` (${value})`}`;
};

const filteredWords = (parts: readonly ConditionResult[], deal: AnyRecord, context: ShowContext): string => {
  const failed = parts.filter(({ holds }) => !holds).map((part) => partWords(part, deal, context));
  return `filtered out: needs ${failed.join(' and ')}`;
};

const withRemedy = (error: string): string => escape(`${error}. ${remedyFor(error)}`.trim());

type StatusSentence<F> = (
  fate: F,
  told: { subscription: SubscriptionRecord; deal: AnyRecord; context: ShowContext },
) => string;

/** Delivery status -> icon and sentence. */
const STATUS_WORDS: { [K in DeliveryStatus['is']]: StatusSentence<Extract<DeliveryStatus, { is: K }>> } = {
  sent: ({ at, together }) =>
    `:white_check_mark: posted ${showMoment(at)}${together ? ', combined with other changes' : ''}`,
  dropped: () => ':heavy_minus_sign: nothing left to post when it was due',
  muted: ({ by, since }) => `:no_bell: the deal was muted here by ${escape(by)}, ${showMoment(since)}`,
  waiting: ({ dueAt, error }) =>
    `:hourglass_flowing_sand: waiting, ${showMoment(dueAt)} at the earliest${error ? `; the last attempt failed: ${withRemedy(error)}` : ''}`,
  failed: ({ error }) => `:x: couldn’t be posted: ${withRemedy(error)}`,
  before: () => ':heavy_minus_sign: subscription created later',
  settled: () => ':heavy_minus_sign: changed back before it was posted',
  backfill: () => ':heavy_minus_sign: sample data, not posted',
  paused: ({ until }, { context }) => `:zzz: paused until ${showDay(until, context)}`,
  digest: ({ every }) => `:newspaper: comes in its digest${every === '' ? '' : `, ${escape(every)}`}`,
  budget: ({ budget }) => `:newspaper: weekly limit of ${budget} reached; in the daily message`,
  patient: ({ days }) => `:hourglass: not yet ${count(days, 'day')}`,
  broken: ({ why }) => `:broken_heart: subscription stopped: ${escape(why)}`,
  unheard: ({ why }) => `:mute: the channel couldn’t be reached: ${withRemedy(why)}`,
  filtered: ({ parts }, { deal, context }) => `:no_entry_sign: ${filteredWords(parts, deal, context)}`,
  unwanted: (_fate, { subscription }) =>
    `:no_entry_sign: event not selected (selected: ${eventsInWords(readEvents(subscription.events)).toLowerCase()})`,
  automatic: () => ':no_entry_sign: changed by an import or app, not included',
  own: () => ':no_entry_sign: your own change',
  unknown: () => ':grey_question: delivery status no longer kept',
};

const heardLine = ({ subscription, fate }: Heard, deal: AnyRecord, context: ShowContext): string => {
  const tell = STATUS_WORDS[fate.is] as StatusSentence<DeliveryStatus>;
  return `• *${escape(cut(subscription.name, 60))}* ${tell(fate, { subscription, deal, context })}`;
};

/** `:hourglass: Nobody touched *Rollout* · D-42 since 3 Nov` */
const passedLine = ({ event, entity: name, record, occurrence }: Passed, context: ShowContext): string => {
  const what = named(entityOf(name), record);
  if (event === 'follow-up-due') return `:alarm_clock: ${what} was due ${showDay(occurrence, context)}`;
  const missing = event === 'stalled' ? 'No activity on' : 'No interactions with';
  return `:hourglass: ${missing} ${what} since ${showMoment(occurrence)}`;
};

/** Slack takes three thousand characters in a section; ten subscriptions are more than anybody reads. */
const MOST_SUBSCRIPTIONS = 10;

/** The last changes of a record, with their delivery status for each subscription of this channel. */
export async function whyMessage(
  request: SlackRequest,
  { entity: of, record }: Found,
  changes: readonly WhyChange[],
): Promise<Message> {
  const entries = changes.flatMap(({ what }) => ('event' in what ? [] : [what]));
  const telling = await tellingFor(request, entries);
  const deals = changes.map(({ deal, by }) => toldDeal(deal, by));
  const context = await showContext(request, [{ entity: TOLD, records: deals }]);
  const title = `${of.icon} ${named(of, record)}: which changes were posted here, and why`;
  const rows = changes.flatMap(({ what, heard }, at): KnownBlock[] => {
    const lines = heard.slice(0, MOST_SUBSCRIPTIONS).map((one) => heardLine(one, deals[at] ?? record, context));
    const rest =
      heard.length > MOST_SUBSCRIPTIONS ? [`… and ${heard.length - MOST_SUBSCRIPTIONS} more subscriptions`] : [];
    const line = 'event' in what ? passedLine(what, context) : lineOf(what, telling);
    return [section(line), ...(lines.length > 0 ? [section([...lines, ...rest].join('\n'))] : [])];
  });
  const nothing = changes.length === 0 ? [section('No changes here that can be posted.')] : [];
  const none =
    changes.some(({ heard }) => heard.length > 0) || changes.length === 0
      ? [actions(button('Subscriptions', 'subscriptions'))]
      : [
          section('This channel has no subscriptions. Add one with `/crm subscribe`.'),
          actions(button('Subscribe', 'subscribe')),
        ];
  return say(title, ...nothing, ...rows, ...none);
}

const changeButtons = (request: SlackRequest, subscription: SubscriptionRecord): Button[] => {
  const mine = may(entity.access, 'update', request.actor.role, isOwn(entity, subscription, request.actor));
  if (!mine || subscription.deletedAt !== null) return [];
  return [
    button('Edit', 'subscription', `edit ${subscription.id}`),
    button('Pause for a week', 'subscription', `pause ${subscription.id}`),
    button('Remove', 'subscription', `end ${subscription.id}`),
  ];
};

/** A subscription of an update: its events, its filter with the values of that moment, and its owner. */
const whyOne = async (
  request: SlackRequest,
  { subscription, then }: WhyThis,
): Promise<{ lead: string; blocks: KnownBlock[] }> => {
  const names = await namesToday(request, [subscription]);
  const told = then && toldDeal(then.deal, then.by);
  const context = await showContext(request, [
    { entity, records: [subscription] },
    { entity: TOLD, records: told ? [told] : [] },
  ]);
  const where = isPersonal(subscription.channel) ? 'you direct messages' : 'this channel updates';
  const events = eventsInWords(readEvents(subscription.events)).toLowerCase();
  const ended = subscription.deletedAt === null ? '' : ' It was removed since.';
  const filter = filterToday(subscription, names);
  const parts = told ? (then?.parts ?? []).map((part) => `• ${partWords(part, told, context)}`) : [];
  const owner = context.titles('employee', subscription.owner);
  const only = `Filter: ${typedWords(cut(filter, 400))}\n${parts.join('\n')}`.trim();
  return {
    lead: `:bell: The subscription *${escape(subscription.name)}* sends ${where} about: ${events}.${ended}`,
    blocks: [...(filter === '' ? [] : [section(only)]), small(`Owner: ${escape(owner)}`)],
  };
};

const rowOf = (buttons: readonly Button[]): KnownBlock[] => (buttons.length > 0 ? [actions(...buttons)] : []);

/** The answer to “Why am I seeing this?”: each subscription of the update, or the linked channel. */
export async function whyThisMessage(
  request: SlackRequest,
  { entity: of, record, tellers }: WhyUpdate,
): Promise<Message> {
  const more = isTold(of) ? [button('See all changes', 'why', refOf(of, record.id))] : [];
  const [first, ...others] = tellers.slice(0, MOST_SUBSCRIPTIONS);
  if (!first)
    return say(
      ':round_pushpin: This channel is linked to the record, so it gets updates without a subscription.',
      section('Stop with `/crm unlink`, or mute one deal from its card.'),
      ...rowOf(more),
    );
  const { lead, blocks } = await whyOne(request, first);
  const also: KnownBlock[] = [];
  for (const other of others) {
    const one = await whyOne(request, other);
    also.push(section(one.lead), ...one.blocks, ...rowOf(changeButtons(request, other.subscription)));
  }
  const own = changeButtons(request, first.subscription);
  if (others.length === 0) return say(lead, ...blocks, ...rowOf([...own, ...more]));
  return say(lead, ...blocks, ...rowOf(own), ...also, ...rowOf(more));
}
