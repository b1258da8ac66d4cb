import { momentOf } from '../../model/dates/time.ts';
import { forgetRequests } from '../../store/forms/idempotency.ts';
import { forgetDrafts } from '../../store/forms/drafts.ts';
import { forgetImports } from '../../store/imports.ts';
import { forgetDelivered } from '../../store/outbox/outbox.ts';
import type { Crm } from '../context/index.ts';

const DAY_MS = 86_400_000;
/** Slack gives up delivering after a day at most. */
const REQUEST_DAYS = 7;
/** Long enough to look into what was posted to a channel. */
export const DELIVERED_DAYS = 90;

/** Long enough to decide what becomes of an import that came to a stop. */
const STOPPED_DAYS = 7;

/** Drops what is only kept for a while: keys of requests carried out, messages delivered, forms that nobody went on with, and files that were imported. */
export async function keepHouse(crm: Crm): Promise<void> {
  const { knex } = crm.database;
  await forgetRequests(knex, momentOf(crm.now() - REQUEST_DAYS * DAY_MS));
  await forgetDelivered(knex, momentOf(crm.now() - DELIVERED_DAYS * DAY_MS));
  await forgetDrafts(knex, momentOf(crm.now() - DAY_MS));
  const stopped = momentOf(crm.now() - STOPPED_DAYS * DAY_MS);
  await forgetImports(knex, { idle: momentOf(crm.now() - DAY_MS), stopped });
}

/**
 * Keeps house now and once a day.
 * @param failed called with what went wrong; the next day tries again
 * @returns ends it
 */
export function startHousekeeping(crm: Crm, failed: (error: unknown) => void): () => void {
  const keep = (): void => void keepHouse(crm).catch(failed);
  keep();
  const timer = setInterval(keep, DAY_MS).unref();
  return () => clearInterval(timer);
}
