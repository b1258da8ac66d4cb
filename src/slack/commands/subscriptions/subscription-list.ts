import type { ScheduleRecord } from '../../../model/entities/schedules.ts';
import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { KnownBlock } from '@slack/types';
import { isOwn } from '../../../model/access.ts';
import { may } from '../../../model/roles.ts';
import { dayOf } from '../../../model/dates/time.ts';
import { entityOf } from '../../../model/registry.ts';
import { count, cut, listed } from '../../../model/text/text.ts';
import { patienceOf, USUAL_PATIENCE } from '../../../model/subscriptions/time-conditions.ts';
import { EVENTS, readEvents, type EventName } from '../../../model/subscriptions/events.ts';
import {
  DEFAULT_DELIVERY_OPTIONS,
  waysOf,
  type DeliveryOptions,
} from '../../../model/subscriptions/display-options.ts';
import { SETTLING_TIMES, type SettlingTime } from '../../../model/subscriptions/coalescing.ts';
import { rhythmInWords } from '../../../model/dates/recurrence.ts';
import { frequencyOf, type Frequency } from '../../../model/subscriptions/frequency.ts';
import { everyStageOf } from '../../../crm/context/index.ts';
import { recordsById } from '../../../crm/audit/index.ts';
import { actions, button, escape, menu, say, section, type Message } from '../../messages/blocks.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { scheduleRow } from '../summary/index.ts';
import { showContext } from '../../views/show-context.ts';
import { whereTo } from '../../updates/invalid-filter.ts';
import { filterToday, namedRecords, type Names } from './subscription-words.ts';
import { whyUndeliverable } from '../../updates/undeliverable.ts';
import { typedWords } from '../../views/typed-words.ts';
import { showDay, showValue, type ShowContext } from '../../views/values.ts';

const entity = entityOf('subscription');
/** Slack takes fifty blocks. */
const MOST = 40;

/** `Won, lost and amount changed`. */
export function eventsInWords(events: readonly EventName[]): string {
  const words = events.map((event) => EVENTS[event].replace(/:.*$/, '').toLowerCase());
  const all = listed(words);
  return all.charAt(0).toUpperCase() + all.slice(1);
}

/** What the records that their filters name are called today. */
export async function namesToday(
  { slack: { crm } }: SlackRequest,
  subscriptions: readonly SubscriptionRecord[],
): Promise<Names> {
  const titles = new Map<string, string>();
  for (const { entity: of, ids } of subscriptions.flatMap(namedRecords)) {
    for (const record of await recordsById(crm, of, ids))
      titles.set(`${of} ${record.id}`, String(record[entityOf(of).title] ?? ''));
  }
  return { stages: await everyStageOf(crm), titleOf: (of, id) => titles.get(`${of} ${id}`) ?? null };
}

const isPaused = ({ pausedUntil }: SubscriptionRecord, today: string): boolean => (pausedUntil ?? '') > today;

const stateOf = (subscription: SubscriptionRecord, context: ShowContext): string => {
  if (subscription.broken !== null) return ` · :broken_heart: ${escape(subscription.broken)}`;
  if (subscription.unheard !== null)
    return ` · :no_bell: paused: the channel ${whyUndeliverable(subscription.unheard)}`;
  const { pausedUntil } = subscription;
  if (pausedUntil === null || pausedUntil <= context.today) return '';
  return ` · :zzz: paused until ${showDay(pausedUntil, context)}`;
};

const choices = (subscription: SubscriptionRecord, today: string): [string, string][] => [
  ['Edit', `edit ${subscription.id}`],
  subscription.unheard !== null
    ? ['Resume', `go-on ${subscription.id}`]
    : isPaused(subscription, today)
      ? ['Resume', `resume ${subscription.id}`]
      : ['Pause for a week', `pause ${subscription.id}`],
  ['Remove', `end ${subscription.id}`],
];

/** `Stalled after 21 days`, as far as that is not the usual time. */
const patienceInWords = (subscription: SubscriptionRecord): string[] => {
  const { stalled, silent } = patienceOf(subscription);
  const events = readEvents(subscription.events);
  return [
    ...(events.includes('stalled') && stalled !== USUAL_PATIENCE.stalled
      ? [`stalled after ${count(stalled, 'day')}`]
      : []),
    ...(events.includes('silent') && silent !== USUAL_PATIENCE.silent
      ? [`inactive after ${count(silent, 'day')}`]
      : []),
  ];
};

/** `digest every working day at 9:00`, if not instant updates only. */
export function frequencyInWords({ digest, stream, budget }: Frequency): string[] {
  return [
    ...(digest ? [`${stream ? 'and a digest' : 'digest'} ${rhythmInWords(digest)}`] : []),
    ...(budget === null ? [] : [`${count(budget, 'message')} a week max`]),
  ];
}

const settledInWords = (settle: SettlingTime): string =>
  settle === '0' ? 'changes not combined' : `changes combined within ${SETTLING_TIMES[settle]}`;

/** Display options that differ from the defaults. */
export function waysInWords({ style, aloud, settle }: DeliveryOptions): string[] {
  return [
    ...(style === 'compact' ? ['compact'] : []),
    ...(aloud.join() === DEFAULT_DELIVERY_OPTIONS.aloud.join()
      ? []
      : [aloud.length === 0 ? 'in threads only' : `in the channel: ${eventsInWords(aloud).toLowerCase()}`]),
    ...(settle === null ? [] : [settledInWords(settle)]),
  ];
}

interface SubscriptionRow {
  names: Names;
  context: ShowContext;
  withChannel: boolean;
}

const row = (
  { actor }: SlackRequest,
  subscription: SubscriptionRecord,
  { names, context, withChannel }: SubscriptionRow,
): KnownBlock => {
  const filter = filterToday(subscription, names);
  const where = withChannel ? ` · ${whereTo(subscription.channel)}` : '';
  const imports = subscription.automatic === 'yes' ? ' · includes imports and apps' : '';
  const text = section(
    [
      `*${escape(subscription.name)}*${where}${stateOf(subscription, context)}`,
      eventsInWords(readEvents(subscription.events)),
      ...(filter === '' ? [] : [`filter: ${typedWords(cut(filter, 400))}`]),
      [
        `owner ${showValue(entity, subscription, 'owner', context)}${imports}`,
        ...frequencyInWords(frequencyOf(subscription)),
        ...patienceInWords(subscription),
        ...waysInWords(waysOf(subscription)),
      ].join(' · '),
    ].join('\n'),
  );
  const mayChange = may(entity.access, 'update', actor.role, isOwn(entity, subscription, actor));
  const key = String(subscription.id);
  return mayChange ? { ...text, accessory: menu('subscription', key, choices(subscription, context.today)) } : text;
};

/** Subscriptions, each with what can be done to it. @param withChannel where they belong to different channels */
export async function subscriptionsMessage(
  request: SlackRequest,
  subscriptions: readonly SubscriptionRecord[],
  {
    title,
    schedules = [],
    withChannel = false,
  }: { title: string; schedules?: readonly ScheduleRecord[]; withChannel?: boolean },
): Promise<Message> {
  const shown = subscriptions.slice(0, MOST);
  const also = schedules.slice(0, MOST - shown.length);
  const context = {
    ...(await showContext(request, [
      { entity, records: shown },
      { entity: entityOf('schedule'), records: also },
    ])),
    today: dayOf(request.slack.crm.now(), request.slack.crm.settings.timeZone),
  };
  const names = await namesToday(request, shown);
  const rows = await Promise.all(also.map((one) => scheduleRow(request, one, { context, withChannel })));
  const rest = subscriptions.length + schedules.length - shown.length - also.length;
  return say(
    title,
    ...shown.map((one) => row(request, one, { names, context, withChannel })),
    ...rows,
    ...(rest > 0 ? [section(`… and ${rest} more.`)] : []),
    ...(withChannel ? [] : [actions(button('Add subscription', 'subscribe'))]),
  );
}
