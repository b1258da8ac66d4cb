import { DAY_MS, momentOf } from '../../model/dates/time.ts';
import { forgetRequests } from '../../store/forms/idempotency.ts';
import { forgetDrafts } from '../../store/forms/drafts.ts';
import { forgetImports } from '../../store/import/imports.ts';
import { forgetDelivered } from '../../store/outbox/outbox.ts';
import type { Crm } from '../context/index.ts';

/** Slack gives up delivering after a day at most. */
const REQUEST_DAYS = 7;
/** Long enough to look into what was posted to a channel. */
export const DELIVERED_DAYS = 90;

/** Long enough to decide what becomes of an import that came to a stop. */
const STOPPED_DAYS = 7;

/** Drops what is only kept for a while: keys of requests carried out, messages delivered, forms that nobody went on with, and files that were imported. */
export async function keepHouse(crm: Crm): Promise<void> {
  const { db } = crm.database;
  await forgetRequests(db, momentOf(crm.now() - REQUEST_DAYS * DAY_MS));
  await forgetDelivered(db, momentOf(crm.now() - DELIVERED_DAYS * DAY_MS));
  await forgetDrafts(db, momentOf(crm.now() - DAY_MS));
  const stopped = momentOf(crm.now() - STOPPED_DAYS * DAY_MS);
  await forgetImports(db, { idle: momentOf(crm.now() - DAY_MS), stopped });
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
