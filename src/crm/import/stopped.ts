import { messageOf, type StoppedImport } from '../../store/outbox/payloads.ts';
import { momentOf } from '../../model/dates/time.ts';
import type { Db } from '../../store/database.ts';
import * as store from '../../store/import/imports.ts';
import { writeOutbox } from '../../store/outbox/outbox.ts';
import { findRecord } from '../../store/records.ts';
import type { Crm } from '../context/index.ts';

/** Tells whoever began it that it came to a stop, in the transaction that stops it. */
export async function tellStopped(db: Db, job: store.ImportJob, at: string): Promise<void> {
  const owner = await findRecord(db, { entity: 'employee', id: job.employee });
  if (typeof owner?.['person'] !== 'string') return;
  const item = { subscriptionId: null, team: job.team, channel: owner.person };
  await writeOutbox(db, [{ ...item, ...messageOf('import-stopped', { id: job.id, employee: job.employee }) }], at);
}

/** Stops the imports whose process went away, and asks their owners what to do. */
export async function stopOrphans(crm: Crm): Promise<void> {
  const at = momentOf(crm.now());
  const stopped = await crm.database.transaction(async (db) => {
    const jobs = await store.stopOrphans(db, at);
    for (const job of jobs) await tellStopped(db, job, at);
    return jobs.length;
  });
  if (stopped > 0) crm.onOutbox();
}

const EVERY_MS = 30_000;

/**
 * Looks for imports whose process went away, now and again.
 * @param failed called with what went wrong; the next time tries again
 * @returns ends it
 */
export function watchImports(crm: Crm, failed: (error: unknown) => void): () => void {
  const look = (): void => {
    if (!crm.database.condition.trouble) stopOrphans(crm).catch(failed);
  };
  look();
  const timer = setInterval(look, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** The import of an outbox item; null when its owner decided already. */
export async function stoppedImport(crm: Crm, { id, employee }: StoppedImport): Promise<store.ImportJob | null> {
  const job = await store.importOf(crm.database.db, employee, id);
  return job?.state === 'stopped' ? job : null;
}
