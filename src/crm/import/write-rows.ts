import { momentOf } from '../../model/dates/time.ts';
import type { Actor, Origin } from '../../model/actor.ts';
import { ROLES } from '../../model/roles.ts';
import { writeAudit } from '../../store/audit/audit-log.ts';
import type { Db } from '../../store/database.ts';
import * as store from '../../store/import/imports.ts';
import { holdSourceKeys } from '../../store/import/source-keys.ts';
import { findRecord } from '../../store/records.ts';
import { assertAbility } from '../access/index.ts';
import type { Crm, WriteContext } from '../context/index.ts';
import { entryOf, runInTransaction, storeNew } from '../records/index.ts';
import { recordsKeyed } from '../source-keys/index.ts';
import { addUp, countReferences, rejectsIn } from './check.ts';
import { createReferences } from './create-references.ts';
import type { Meant } from './meaning/reading.ts';
import { understand } from './meaning/understand.ts';
import type { Step } from './step.ts';
import type { Row } from './table.ts';
import { keepReferenceKeys, writeRowPlans } from './write-plans.ts';
/** How long one process may be silent about an import before another takes it for dead, in milliseconds. */
const LEASE_MS = 60_000;

/** The import is no longer this process's: it was taken back, or another goes on with it. */
export class Halted extends Error {}

/** Until when this process may go on without a word. */
export function untilWhen(crm: Crm): string {
  return momentOf(crm.now() + LEASE_MS);
}

/** How far an import came. */
export type Come = Pick<store.ImportJob, 'position' | 'tally'>;

/** Since the rows were read, somebody else brought records that they mean. */
class Outdated extends Error {}

/** @throws Outdated where a record with the ID of a new row came meanwhile */
const assertStillNew = async (db: Db, { reading }: Step, all: readonly Meant[]): Promise<void> => {
  const fresh = all.filter(({ record, key }) => record === null && key !== null);
  if (fresh.length === 0) return;
  await holdSourceKeys(db);
  for (const { name } of new Set(fresh.map(({ entity }) => entity))) {
    const keys = fresh.flatMap(({ entity, key }) => (entity.name === name && key !== null ? [key] : []));
    const came = await recordsKeyed(db, name, keys, reading.source);
    if (came.some(({ act }) => act !== reading.act)) throw new Outdated();
  }
};

/** Writes some rows as they mean something now. */
export async function writeRows(step: Step, rows: readonly Row[]): Promise<Come> {
  for (;;) {
    try {
      return await writeOnce(step, rows);
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
    }
  }
}

/** Writes some rows, in one transaction, and how far the import came with them. */
const writeOnce = async (step: Step, rows: readonly Row[]): Promise<Come> => {
  const { crm, actor, job, by, reading, memory } = step;
  const understood = await understand({ crm, actor }, reading, rows, memory.names);
  const position = job.position + rows.length;
  const origin: Origin = { source: 'import', act: job.act };
  const { tally, made } = await runInTransaction({ crm, actor, origin }, async (tx) => {
    const place = { id: job.id, by, from: job.position, to: position, until: untilWhen(crm) };
    if (!(await store.advanceImport(tx.db, place))) throw new Halted();
    const now = await asOfNow(tx.db, actor);
    if (job.position === 0) await writeAudit(tx.db, entryOf(tx, begun(job)));
    const row: WriteContext = { ...tx, actor: now, held: new Map() };
    await assertStillNew(tx.db, step, understood);
    const { meant, fresh } = await createReferences(row, reading, understood, memory, (entity, drafts) =>
      storeNew(row, entity, drafts),
    );
    await keepReferenceKeys(tx, step, fresh.values());
    const evaluations = await writeRowPlans(row, step, meant);
    const sum = countReferences(addUp(reading.entity, job.tally, evaluations), fresh.values());
    await store.writeRejects(tx.db, job.id, rejectsIn(evaluations));
    await store.writeTally(tx.db, job.id, sum);
    return { tally: sum, made: fresh };
  });
  for (const [called, one] of made) memory.references.set(called, one);
  return { position, tally };
};

const begun = ({ entity }: store.ImportJob) => ({ verb: 'import' as const, entity, recordId: null, changes: {} });

/** Roles may change while it runs: whoever it is by this row, with the role of now. @throws Forbidden */
const asOfNow = async (db: Db, actor: Actor): Promise<Actor> => {
  const now = await findRecord(db, { entity: 'employee', id: actor.employeeId });
  const here = now?.deletedAt === null && now.leftAt === null;
  const role = (here && ROLES.find((one) => one === now.role)) || 'none';
  assertAbility({ ...actor, role }, 'import');
  return { ...actor, role };
};
