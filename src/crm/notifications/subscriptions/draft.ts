import type { AnyRecord } from '../../../model/record.ts';
import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { type ReadContext, pipelineOf } from '../../context/index.ts';
import type { Actor } from '../../../model/actor.ts';
import { Unclear } from '../../../model/errors.ts';
import { entityOf } from '../../../model/registry.ts';
import { readEvents, type EventName } from '../../../model/subscriptions/events.ts';
import { ASIDES, filterWords, LISTS, readLine } from '../../../model/subscriptions/command-line.ts';
import { fieldsOfPatience, USUAL_PATIENCE, type Patience } from '../../../model/subscriptions/time-conditions.ts';
import { USUAL_LISTENER, type Subscription } from '../../../model/subscriptions/subscription.ts';
import {
  deliveryOptionFields,
  DEFAULT_DELIVERY_OPTIONS,
  type DeliveryOptions,
} from '../../../model/subscriptions/display-options.ts';
import { frequencyFields, USUAL_PACE, type Frequency } from '../../../model/subscriptions/frequency.ts';
import type { ResolvedReferences } from '../../../model/subscriptions/references.ts';
import { TOLD } from '../../../model/subscriptions/notified-deal.ts';
import { readDeliveryOptions } from '../../../model/subscriptions/read-options.ts';
import { lineOf, namesMeant, readFilter } from '../../lists/index.ts';
import { assertCan } from '../../records/index.ts';

/** A subscription that somebody is about to make, with its filter understood. */
export type SubscriptionDraft = Omit<Subscription, 'channel'>;

/** What somebody who says nothing gets. */
export const USUAL_DRAFT: SubscriptionDraft = USUAL_LISTENER;

/** A draft as a line says it. */
export interface LineDraft extends SubscriptionDraft {
  /** null: it gets one. */
  name: string | null;
  toMe: boolean;
}

/** Nobody makes a channel hear of what they may not see themselves. @throws Forbidden */
export function assertMaySubscribe(actor: Actor, events: readonly EventName[]): void {
  assertCan(actor, entityOf('deal'), 'read', null);
  if (events.includes('interaction')) assertCan(actor, entityOf('interaction'), 'read', null);
  if (events.includes('follow-up-due')) assertCan(actor, entityOf('followUp'), 'read', null);
  if (events.includes('customer-created') || events.includes('silent'))
    assertCan(actor, entityOf('customer'), 'read', null);
}

const resolvedReferencesOf = async (ctx: ReadContext, words: string): Promise<ResolvedReferences> => {
  const stages = await pipelineOf(ctx.crm);
  return {
    me: ctx.actor.employeeId,
    refs: await namesMeant(ctx.crm, TOLD, words),
    stages: Object.fromEntries(stages.map(({ id, name }) => [String(id), name])),
  };
};

interface TypedDraft {
  events: readonly EventName[];
  filter: string;
  automatic: boolean;
  ways?: DeliveryOptions;
  patience?: Patience;
  pace?: Frequency;
}

/** A filter that was typed by itself. @throws Unclear that points at the word which means nothing; Forbidden */
export async function readDraft(
  ctx: ReadContext,
  {
    events,
    filter,
    automatic,
    ways = DEFAULT_DELIVERY_OPTIONS,
    patience = USUAL_PATIENCE,
    pace = USUAL_PACE,
  }: TypedDraft,
): Promise<SubscriptionDraft> {
  assertMaySubscribe(ctx.actor, events);
  const words = lineOf(ctx, TOLD, filter);
  await readFilter(ctx, TOLD, words);
  return {
    events,
    filter: words,
    automatic,
    ways,
    patience,
    pace,
    meaning: await resolvedReferencesOf(ctx, words),
  };
}

/** What is wrong in the filter of a line stands in the line. */
const inLine =
  (line: string) =>
  (error: unknown): never => {
    if (!(error instanceof Unclear) || !error.where) throw error;
    throw new Unclear(error.message, { cause: error, where: { ...error.where, words: line } });
  };

const IMPORTS: Readonly<Record<string, boolean>> = { yes: true, all: true, no: false };

/** `won lost where amount>50k owner:@ana name:"big ones"`. @throws Unclear that points at the word which means nothing; Forbidden */
export async function readLineDraft(ctx: ReadContext, typed: string): Promise<LineDraft> {
  const text = lineOf(ctx, TOLD, typed, { asides: ASIDES });
  const line = readLine(text);
  const { asides } = await readFilter(ctx, TOLD, line.filter, ASIDES, LISTS).catch(inLine(text));
  const wrong = (name: string, say: string): Unclear => {
    const { from = 0, to = 0 } = asides[name] ?? {};
    return new Unclear(say, { where: { words: text, from, to } });
  };
  if (asides['to'] && !/^@?me$/i.test(asides['to'].value))
    throw wrong('to', 'Updates go to this channel, or with to:me only to you.');
  const automatic = IMPORTS[asides['imports']?.value.toLowerCase() ?? 'no'];
  if (automatic === undefined) throw wrong('imports', 'Use imports:yes to include changes by imports and apps.');
  const ways = readDeliveryOptions(asides, wrong);
  const draft = await readDraft(ctx, {
    events: line.events,
    filter: filterWords(line.filter, asides),
    automatic,
    ways,
    patience: line.patience,
    pace: line.pace,
  });
  return { ...draft, name: asides['name']?.value ?? null, toMe: asides['to'] !== undefined };
}

/** The draft as the record holds it. */
export function fieldsOfDraft(draft: SubscriptionDraft): Record<string, string | number | null> {
  return {
    ...toldAs(draft),
    meaning: draft.filter === '' ? null : JSON.stringify(draft.meaning),
  };
}

/** Subscriptions that agree in this post the same. */
const toldAs = ({
  events,
  filter,
  automatic,
  ways,
  patience,
  pace,
}: SubscriptionDraft): Record<string, string | number | null> => ({
  events: events.join(' '),
  filter: filter === '' ? null : filter,
  automatic: automatic ? 'yes' : 'no',
  ...deliveryOptionFields(ways),
  ...fieldsOfPatience(patience),
  ...frequencyFields(pace),
  broken: null,
});

/** Whether it is the same as this draft, for the same channel. */
export function isSame(subscription: SubscriptionRecord, draft: SubscriptionDraft): boolean {
  const { events, ...rest } = toldAs(draft);
  const stored: AnyRecord = subscription;
  const same = Object.entries(rest).every(([field, value]) => stored[field] === value);
  return same && readEvents(subscription.events).join(' ') === events;
}
