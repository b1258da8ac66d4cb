import { hasTrait } from '../../model/registry.ts';
import { writeAudits, type NewEntry } from '../../store/audit/audit-log.ts';
import { allStages } from '../../store/stages.ts';
import { touch, type WriteContext } from '../context/index.ts';
import { keepTriggers } from '../jobs/index.ts';
import { announce, type AnnouncedChange } from '../notifications/announce/index.ts';

/**
 * Does everything that follows a write of records, in its transaction: the audit trail, the cards that show them, the
 * subscriptions that hear of them, the jobs that they bring about, and what this request holds of them in memory.
 * Whatever writes records calls it.
 */
export async function commitChanges(tx: WriteContext, changes: readonly AnnouncedChange[]): Promise<void> {
  await writeAudits(
    tx.db,
    changes.map(({ record, ...change }) => entryOf(tx, { ...change, recordId: record.id })),
  );
  for (const change of changes) touch(tx, change);
  // What only follows from a merge is told to nobody.
  await announce(
    tx,
    changes.filter(({ verb }) => verb !== 'repoint'),
  );
  for (const { entity, record } of changes) await keepTriggers(tx.db, tx.crm, entity, record);
  // What comes next in this request moves deals among the stages as they are now.
  if (changes.some(({ entity }) => hasTrait(entity, 'isPipelineStep'))) tx.stages = await allStages(tx.db);
}

/** An entry of the audit trail, as this request writes it. */
export function entryOf(tx: WriteContext, what: Pick<NewEntry, 'verb' | 'entity' | 'recordId' | 'changes'>): NewEntry {
  return {
    at: tx.at,
    act: tx.act,
    slackUserId: tx.actor.slackUserId,
    slackTeamId: tx.actor.slackTeamId,
    employeeId: tx.actor.employeeId,
    source: tx.origin.source,
    ...what,
  };
}
