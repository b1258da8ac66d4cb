import { atLeast } from '../model/access.ts';
import type { Actor, Origin } from '../model/actor.ts';
import { refOf, titleOf } from '../model/entity.ts';
import { AlreadyDone, Forbidden, NotFound, Unclear } from '../model/problems.ts';
import { entityOf } from '../model/registry.ts';
import { auditOfAct, WRITES, writesOfEmployee, type AuditEntry } from '../store/audit.ts';
import { findRecord } from '../store/records.ts';
import { carryOut } from './carry-out.ts';
import type { Crm } from './crm.ts';
import { edit, remove, restore, type Road } from './road.ts';

export interface Undone {
  act: string;
  /** What was taken back, newest first: the entries of the act. */
  entries: AuditEntry[];
}

/**
 * Takes back everything one act changed, from the audit trail alone: what it created is deleted, what it deleted is
 * restored, what it changed gets its earlier values. The undo is an act of its own and can be undone.
 * @throws AlreadyDone when it was taken back before; Unclear when somebody changed the same fields since
 */
export const undo = (crm: Crm, actor: Actor, origin: Origin, act: string): Promise<Undone> =>
  carryOut(crm, actor, { ...origin, source: 'undo' }, async (road) => {
    const writes = (await auditOfAct(road.db, act)).filter((entry) =>
      (WRITES as readonly string[]).includes(entry.verb),
    );
    const [first] = writes;
    if (!first) throw new NotFound('There is nothing to undo.');
    if (first.employeeId !== actor.employeeId && !atLeast(actor.role, 'manager')) {
      throw new Forbidden('Only the person who did this, or a manager, can undo it.');
    }
    const entries = writes.reverse();
    for (const entry of entries) await takeBack(road, entry);
    return { entries };
  });

/** The newest act of this person that changed something and was no undo. @throws NotFound */
export const lastActOf = async (crm: Crm, actor: Actor): Promise<string> => {
  const newest = (await writesOfEmployee(crm.database.knex, actor.employeeId, 100)).find(
    ({ source }) => source !== 'undo',
  );
  if (!newest) throw new NotFound('You have not changed anything yet, so there is nothing to undo.');
  return newest.act;
};

const takeBack = async (road: Road, entry: AuditEntry): Promise<void> => {
  const { entity: name, recordId: id } = entry;
  if (name === null || id === null) return;
  const entity = entityOf(name);
  const now = await findRecord(road.db, entity, id);
  if (!now) throw new NotFound(`There is no ${refOf(entity, id)} any more.`);
  const gone = now.deletedAt !== null;
  if (entry.verb === 'remove') {
    if (!gone) throw new AlreadyDone(entry.act);
    await restore(road, name, id);
  } else if (gone) throw new AlreadyDone(entry.act);
  else if (entry.verb === 'update') {
    const fields = Object.entries(entry.changes);
    if (fields.every(([field, [was]]) => now[field] === was)) throw new AlreadyDone(entry.act);
    const changedSince = fields.filter(([field, [, became]]) => now[field] !== became);
    if (changedSince.length > 0) {
      const labels = changedSince.map(([field]) => entity.fields[field]?.label ?? field).join(', ');
      throw new Unclear(
        `${titleOf(entity, now)} was changed since (${labels}), so this can’t be undone as a whole. Open it and edit it instead.`,
      );
    }
    await edit(road, name, id, Object.fromEntries(fields.map(([field, [was]]) => [field, was])));
  } else await remove(road, name, id);
};
