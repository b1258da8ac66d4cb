import type { Actor } from '../../model/actor.ts';
import type { Value } from '../../model/fields.ts';
import type { DisplayOptions } from '../../model/subscriptions/display-options.ts';
import type { DealFact, Fact } from '../../model/subscriptions/facts.ts';
import type { Changes } from '../audit/audit-row.ts';

/**
 * What the items of the outbox hold, by kind: facts, made into a message when it is delivered. A new kind gets a line
 * here; it compiles once the renderers have one as well.
 */
export interface OutboxPayloads {
  'deal-update': DealUpdate;
  'interaction-update': AddedUpdate;
  'customer-update': AddedUpdate;
  'follow-up-update': ClockUpdate;
  'silent-update': ClockUpdate;
  digest: DigestPayload;
  /** A subscription holds back what is above its weekly limit. */
  'budget-reached': WeeklyLimitPayload;
  /** Its maker is told that a subscription tells nothing any more. */
  'subscription-broken': InvalidFilterPayload;
  /** The subscriptions of a channel pause. */
  unheard: ChannelPayload;
  /** They can go on. */
  'heard-again': ChannelPayload;
  /** People from outside read in a channel now. */
  outsiders: OutsidersPayload;
  /** Somebody left, and their records are to be handed over. */
  leaver: DepartedMemberPayload;
  'import-stopped': StoppedImport;
  'scheduled-summary': ScheduledSummaryPayload;
  'schedule-stopped': ScheduleStoppedPayload;
  /** A message failed. */
  'delivery-trouble': DeliveryTroublePayload;
}

export type OutboxKind = keyof OutboxPayloads;

/** Kind and payload of an item, as the outbox stores them. */
export function messageOf<K extends OutboxKind>(kind: K, payload: OutboxPayloads[K]): { kind: K; payload: string } {
  return { kind, payload: JSON.stringify(payload) };
}

/** What an item of that kind holds. */
export function payloadIn<K extends OutboxKind>(_kind: K, stored: string): OutboxPayloads[K] {
  return JSON.parse(stored) as OutboxPayloads[K];
}

export type Teller = Pick<Actor, 'name' | 'slackUserId'>;

export interface DealUpdate {
  dealId: number;
  events: DealFact[];
  changes: Changes;
  /** Whoever did it, in the order in which they did. */
  by: Teller[];
  /** ISO moment in UTC. */
  at: string;
  display?: DisplayOptions;
  /** The first and the last audit entry that it covers, where changes were combined. */
  entries?: [number, number];
  /** Of a deal that stalled: for how many days nobody touched it, and when somebody last did (ISO moment in UTC). */
  idle?: Idleness;
}

export interface Idleness {
  days: number;
  last: string;
}

/** The record that was added. */
export interface AddedUpdate {
  id: number;
  by: Teller;
  /** ISO moment in UTC. */
  at: string;
  display?: DisplayOptions;
}

/** The customer or the follow-up that time has something to say about. */
export interface ClockUpdate {
  id: number;
  /** ISO moment in UTC. */
  at: string;
  display?: DisplayOptions;
  /** Of a customer. */
  idle?: Idleness;
}

export type SectionName = 'won' | 'lost' | 'new' | 'moved' | 'slipped' | 'stalled';

/** One deal of a section, as it stood at the digest's end. */
export interface DigestLine {
  deal: number;
  /** Minor units of `currency`. */
  amount: number | null;
  currency: string;
  stage: number;
  /** What it was before: a stage, a day. */
  was?: Value;
  is?: Value;
}

export interface DigestSection {
  /** The most valuable first. */
  lines: DigestLine[];
  /** How many there are; not all of them stand in `lines`. */
  count: number;
  /** What they are worth together, by currency. */
  worth: Record<string, number>;
}

export interface Gathered {
  sections: Partial<Record<SectionName, DigestSection>>;
  /** Counts of all other facts. */
  also: Partial<Record<Fact, number>>;
  /** Set when older changes of that time could not be looked through: ISO moment from which on they were. */
  only: string | null;
}

export interface DigestPeriod {
  /** ISO moments in UTC: from the first on, and before the second. */
  from: string;
  before: string;
}

export interface DigestPayload extends Gathered, DigestPeriod {
  subscription: number;
  /** `day` or `week`; `fold`: what a weekly budget held back; `look`: what time brought, where that is much at once. */
  of: 'day' | 'week' | 'fold' | 'look';
}

export interface WeeklyLimitPayload {
  subscription: number;
  /** How many messages it posted. */
  budget: number;
  /** The last day on which it holds back, by its reader's clock. */
  until: string;
}

export interface InvalidFilterPayload {
  subscription: number;
}

export interface ChannelPayload {
  channel: string;
}

export type OutsidersPayload = ChannelPayload;

export interface DepartedMemberPayload {
  employee: number;
}

export interface StoppedImport {
  id: number;
  employee: number;
}

/** Which summary is to be worked out and posted. */
export interface ScheduledSummaryPayload {
  schedule: number;
}

/** What its maker, or the channel it spoke to, is told once. */
export type ScheduleStoppedPayload = ScheduledSummaryPayload;

export interface DeliveryTroublePayload {
  channel: string;
  /** What Slack said, or why the message could not be made. */
  cause: string;
}
