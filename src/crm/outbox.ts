import { momentOf } from '../model/time.ts';
import * as outbox from '../store/outbox.ts';
import type { Crm } from './crm.ts';

export type { OutboxItem, OutboxState } from '../store/outbox.ts';

/** What one courier may do with the outbox: whatever it holds is its own until the lease ends. */
export interface Courier {
  /** One name per courier, whatever process it runs in. */
  name: string;
  /** Milliseconds for which a claim holds. */
  lease: number;
}

/** The oldest due item of each channel, at most `limit`, held from now on by this courier. */
export const claimDue = (crm: Crm, courier: Courier, limit: number): Promise<outbox.OutboxItem[]> => {
  const now = crm.now();
  const claim = { by: courier.name, now: momentOf(now), until: momentOf(now + courier.lease), limit };
  return outbox.claimOutbox(crm.database.knex, claim);
};

/** @param ts the message's id in Slack; null when there was nothing left to say */
export const delivered = async (crm: Crm, id: number, ts: string | null): Promise<void> => {
  await outbox.markDelivered(crm.database.knex, id, momentOf(crm.now()), ts);
};

/** Tries it again after `wait` milliseconds; it counts as an attempt, and may be in the channel already. */
export const tryAgain = async (crm: Crm, by: Courier, id: number, wait: number, error: string): Promise<void> => {
  await outbox.postpone(crm.database.knex, { id, by: by.name }, momentOf(crm.now() + wait), error);
};

/** Leaves it for `wait` milliseconds; nothing was attempted. */
export const leaveFor = async (crm: Crm, by: Courier, id: number, wait: number, error: string): Promise<void> => {
  await outbox.defer(crm.database.knex, { id, by: by.name }, momentOf(crm.now() + wait), error);
};

/** Sets it aside with the error: trying again would not help. */
export const setAside = async (crm: Crm, by: Courier, id: number, error: string): Promise<void> => {
  await outbox.markFailed(crm.database.knex, { id, by: by.name }, momentOf(crm.now()), error);
};

/** Gives back everything this courier holds. */
export const giveBack = async (crm: Crm, by: Courier): Promise<void> => {
  await outbox.release(crm.database.knex, by.name);
};

/** How much waits, since when, and how much was set aside. */
export const backlog = (crm: Crm): Promise<outbox.OutboxState> => outbox.outboxState(crm.database.knex);
