import { momentOf } from '../../../model/dates/time.ts';
import { keepCard, type NewCard } from '../../../store/notifications/cards.ts';
import * as outbox from '../../../store/outbox/outbox.ts';
import { claimOutbox, holdChannel } from '../../../store/outbox/claim.ts';
import { forgetTroublesIn, outboxState, type OutboxState } from '../../../store/outbox/state.ts';
import type { Db } from '../../../store/database.ts';
import type { Crm } from '../../context/index.ts';

export type { OutboxItem } from '../../../store/outbox/outbox.ts';
export type { OutboxState } from '../../../store/outbox/state.ts';

/** How one worker uses the outbox: items it claimed are its own until the lease ends. */
export interface DeliveryWorker {
  /** One name per worker, whatever process it runs in. */
  name: string;
  /** Milliseconds for which a claim holds. */
  lease: number;
  /** Least distance between two messages to one channel, whoever posts them, in milliseconds. */
  pace: number;
}

/** Claims the oldest ready item of each channel for this worker, at most `limit`. */
export function claimDue(
  crm: Crm,
  worker: Pick<DeliveryWorker, 'name' | 'lease'>,
  limit: number,
): Promise<outbox.OutboxItem[]> {
  const now = crm.now();
  const claim = { by: worker.name, now: momentOf(now), until: momentOf(now + worker.lease), limit };
  return claimOutbox(crm.database.db, claim);
}

/** A message that is in its channel, or that had nothing left to say. */
export interface Arrival {
  item: outbox.OutboxItem;
  /** The message's id in Slack; null when there was nothing left to say. */
  ts: string | null;
  /** The card of a record, which that message is from now on: both are remembered, or neither. */
  card?: NewCard;
  /** When, in milliseconds since 1970: the pace of its channel counts from here, not from when it is written down. */
  at: number;
}

const recordArrival = async (db: Db, { pace }: DeliveryWorker, { item, ts, card, at }: Arrival): Promise<void> => {
  if (card) await keepCard(db, card, momentOf(at));
  await outbox.markDelivered(db, item.id, momentOf(at), ts);
  // Slack counts what is posted, not what is changed.
  if (ts !== null && item.op !== 'refresh') await holdChannel(db, item, momentOf(at + pace));
};

/** Writes down what arrived, all of it or none. */
export function delivered(crm: Crm, by: DeliveryWorker, arrivals: readonly Arrival[]): Promise<void> {
  return crm.database.transaction(async (db) => {
    for (const arrival of arrivals.toSorted((a, b) => a.item.id - b.item.id)) await recordArrival(db, by, arrival);
    const reached = arrivals.filter(({ ts }) => ts !== null).map(({ item }) => item);
    await forgetTroublesIn(db, reached);
  });
}

/** Tries it again after `wait` milliseconds; it counts as an attempt, and may be in the channel already. */
export async function tryAgain(
  crm: Crm,
  by: DeliveryWorker,
  item: outbox.OutboxItem,
  { wait, error }: { wait: number; error: string },
): Promise<void> {
  const now = crm.now();
  await crm.database.transaction(async (db) => {
    await outbox.postpone(db, { id: item.id, by: by.name }, momentOf(now + wait), error);
    await holdChannel(db, item, momentOf(now + by.pace));
  });
}

/** Leaves it for `wait` milliseconds; nothing was attempted. */
export async function leaveFor(crm: Crm, by: DeliveryWorker, id: number, wait: number, error: string): Promise<void> {
  await outbox.defer(crm.database.db, { id, by: by.name }, momentOf(crm.now() + wait), error);
}

/** Slack is there again: whatever it did not answer is tried at once. */
export async function hurryUp(crm: Crm): Promise<void> {
  await outbox.hurry(crm.database.db, momentOf(crm.now()));
}

/** Slack asked to wait with a channel: no worker posts there before that. */
export async function waitWith(crm: Crm, item: outbox.OutboxItem, wait: number): Promise<void> {
  await holdChannel(crm.database.db, item, momentOf(crm.now() + wait));
}

/** Releases everything this worker claimed. */
export async function giveBack(crm: Crm, by: DeliveryWorker): Promise<void> {
  await outbox.release(crm.database.db, by.name);
}

/** How much waits, since when, and how much was set aside. */
export function backlog(crm: Crm): Promise<OutboxState> {
  return outboxState(crm.database.db);
}
