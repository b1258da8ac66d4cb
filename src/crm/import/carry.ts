import type { ReadContext, RequestContext, Crm, WriteContext } from '../context/index.ts';
import { randomUUID } from 'node:crypto';
import { setImmediate as yieldToOthers, setTimeout as pause } from 'node:timers/promises';
import { ROLES } from '../../model/roles.ts';
import type { Actor, Origin } from '../../model/actor.ts';
import type { Entity } from '../../model/entity.ts';
import { AlreadyDone, Problem, Unclear } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/dates/time.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import { writeAudit } from '../../store/audit/audit-log.ts';
import type { Db } from '../../store/database.ts';
import * as store from '../../store/import/imports.ts';
import { addSourceKeys, holdSourceKeys } from '../../store/import/source-keys.ts';
import { findRecord } from '../../store/records.ts';
import { runInTransaction, isGuarded, storeNew, entryOf, write, writeAll } from '../records/index.ts';
import { assertAbility } from '../access/index.ts';
import { recordsKeyed } from '../source-keys/index.ts';
import { addUp, AT_ONCE, countMade, readingOf, rejectsIn, type Progress } from './check.ts';
import { jobOf, permitImport } from './import.ts';
import { judge, troubleWith } from './judge.ts';
import { openMemory, type Memory } from './memory.ts';
import type { RowPlan } from './row-plan.ts';
import { tellStopped } from './stopped.ts';
import { dataIn, type Row } from './table.ts';
import type { Meant, Reading } from './meaning/reading.ts';
import { understand } from './meaning/understand.ts';
import { recallWanted } from './recall-wanted.ts';
import { makeWanted, type MadeRecord } from './make-wanted.ts';

/** How long one process may be silent about an import before another takes it for dead, in milliseconds. */
const LEASE_MS = 60_000;

export interface Carrying {
  /** How possible duplicates are handled; unchanged when an import resumes. */
  twins?: 'skip' | 'create';
  progress?: Progress;
  /** Ends it after the rows it is writing: it can go on later. */
  signal?: AbortSignal;
}

/** The import is no longer this process's: it was taken back, or another goes on with it. */
class Halted extends Error {}

/**
 * Writes the checked rows in batches: one transaction each, all of them one operation. It can be
 * ended and killed at any moment and goes on where it stopped, each row once.
 * @returns the job as it stands then: `done`, `stopped` or `taken back`
 * @throws AlreadyDone when it was begun before; Forbidden
 */
export async function carryImport(ctx: RequestContext, id: number, carrying: Carrying = {}): Promise<store.ImportJob> {
  const job = await jobOf(ctx, id);
  await permitImport(ctx, entityOf(job.entity));
  if (job.state === 'taken back') throw new Unclear('This import was undone. Import the file again.');
  if (job.state !== 'checked' && job.state !== 'stopped') throw new AlreadyDone(job.act);
  const { db } = ctx.crm.database;
  const by = randomUUID();
  if (carrying.twins && job.state === 'checked') await store.reviseImport(db, id, { twins: carrying.twins });
  if (!(await store.claimImport(db, id, job.state, { by, until: untilWhen(ctx.crm) }))) throw new AlreadyDone(job.act);
  if (job.state === 'checked') await store.forgetRejects(db, id);
  try {
    const whole = await goOn(ctx, await jobOf(ctx, id), by, carrying);
    if (whole) await store.endImport(db, id, by, 'done');
    else await interrupt(ctx, id, by);
  } catch (error) {
    if (!(error instanceof Halted)) {
      await store.endImport(db, id, by, 'stopped');
      throw error;
    }
  }
  return jobOf(ctx, id);
}

/** CustomerHub is going down: whoever began it decides what becomes of the rest. */
const interrupt = async (ctx: ReadContext, id: number, by: string): Promise<void> => {
  const job = await jobOf(ctx, id);
  await ctx.crm.database.transaction(async (db) => {
    if (await store.endImport(db, id, by, 'stopped')) await tellStopped(db, job, momentOf(ctx.crm.now()));
  });
};

const untilWhen = (crm: Crm): string => momentOf(crm.now() + LEASE_MS);

/** @returns whether it came to the end */
const goOn = async (ctx: ReadContext, job: store.ImportJob, by: string, carrying: Carrying): Promise<boolean> => {
  const { content, ...reading } = await readingOf(ctx.crm, job);
  const memory = openMemory(ctx.actor, reading);
  if (job.position > 0) await recallWanted(ctx.crm.database.db, job, memory.wanted);
  let now = job;
  for await (const rows of dataIn(content, AT_ONCE, job.position, reading.copies)) {
    if (carrying.signal?.aborted) return false;
    const step: Step = { crm: ctx.crm, actor: ctx.actor, job: now, by, reading, memory };
    const written = await writeWhenAble(step, rows, carrying.signal);
    if (!written) return false;
    now = { ...now, ...written };
    carrying.progress?.(now.position);
    await yieldToOthers();
  }
  return true;
};

interface Step {
  crm: Crm;
  actor: Actor;
  job: store.ImportJob;
  by: string;
  reading: Reading;
  memory: Memory;
}

type Come = Pick<store.ImportJob, 'position' | 'tally'>;

/** Least time between two attempts to write the same rows, in milliseconds. */
const AGAIN_MS = 1000;

/**
 * Writes some rows as soon as the database is able to.
 * @returns how far it came; null when CustomerHub goes down before that
 */
const writeWhenAble = async (step: Step, rows: readonly Row[], signal?: AbortSignal): Promise<Come | null> => {
  const { crm, actor, job } = step;
  for (let uncertain = false; ;) {
    try {
      const now = uncertain ? await jobOf({ crm, actor }, job.id) : job;
      return now.position > job.position ? now : await writeRows(step, rows);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      uncertain ||= error.effect === 'uncertain';
      if (!(await isAble(crm, signal))) return null;
    }
  }
};

/** Waits until the database is able to go on. @returns false when CustomerHub goes down before that */
const isAble = async (crm: Crm, signal = new AbortController().signal): Promise<boolean> => {
  await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
  return crm.database.condition.wellAgain(signal).then(
    () => true,
    () => false,
  );
};

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
const writeRows = async (step: Step, rows: readonly Row[]): Promise<Come> => {
  for (;;) {
    try {
      return await writeOnce(step, rows);
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
    }
  }
};

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
    const { meant, fresh } = await makeWanted(row, reading, understood, memory, (entity, drafts) =>
      storeNew(row, entity, drafts),
    );
    await keepWantedKeys(tx, step, fresh.values());
    const evaluations = await writeRowPlans(row, step, meant);
    const sum = countMade(addUp(reading.entity, job.tally, evaluations), fresh.values());
    await store.writeRejects(tx.db, job.id, rejectsIn(evaluations));
    await store.writeTally(tx.db, job.id, sum);
    return { tally: sum, made: fresh };
  });
  for (const [called, one] of made) memory.wanted.set(called, one);
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

/** @returns the verdicts as they came out */
const writeRowPlans = async (tx: WriteContext, step: Step, all: readonly Meant[]): Promise<RowPlan[]> => {
  const { reading, memory, job } = step;
  const judged = await judge(tx, reading, all, memory);
  const evaluations = judged.map((one): RowPlan => {
    if (one.is !== 'twin' || job.twins === 'skip') return one;
    return { entity: one.entity, line: one.line, key: one.key, is: 'new', draft: one.draft };
  });
  const written = [...evaluations];
  // Rows may make records of another entity than the file's.
  for (const entity of new Set(evaluations.map((one) => one.entity))) {
    const rows = [...evaluations.keys()].filter((at) => evaluations[at]?.entity === entity);
    const plans = await writeOf(
      tx,
      step,
      entity,
      rows.map((at) => [all[at], evaluations[at]] as [Meant, RowPlan]),
    );
    for (const [index, at] of rows.entries()) written[at] = plans[index] as RowPlan;
  }
  return written;
};

/** Writes what becomes of the rows that make or change records of one entity. */
const writeOf = async (
  tx: WriteContext,
  step: Step,
  entity: Entity,
  rows: readonly [Meant, RowPlan][],
): Promise<RowPlan[]> => {
  const plans = rows.map(([, plan]) => plan);
  const added = plans.flatMap((one) => (one.is === 'new' ? [one] : []));
  const stored = await storeNew(
    tx,
    entity,
    added.map(({ draft }) => draft),
  );
  const written = isGuarded(entity) ? await changeEach(tx, step, rows) : plans;
  const changes = plans.flatMap((one) => (one.is === 'change' ? [one] : []));
  if (written === plans) await writeAll(tx, entity, 'update', changes);
  await keepKeys(tx, step, entity, written, new Map(added.map(({ line }, at) => [line, stored[at]?.id ?? 0])));
  return written;
};

const changeEach = async (tx: WriteContext, step: Step, rows: readonly [Meant, RowPlan][]): Promise<RowPlan[]> => {
  const written: RowPlan[] = [];
  for (const [meant, plan] of rows) written.push(plan.is === 'change' ? await change(tx, step, meant, plan) : plan);
  return written;
};

/** Keeps by which IDs the system that the file is from knows the records. @param made line to the id of what it made */
const keepKeys = async (
  tx: WriteContext,
  { reading: { source }, job }: Step,
  entity: Entity,
  written: readonly RowPlan[],
  made: ReadonlyMap<number, number>,
): Promise<void> => {
  const keys = written.flatMap((one) => {
    const id =
      one.is === 'new' ? made.get(one.line) : one.is === 'change' ? one.before.id : one.is === 'same' && one.record.id;
    return id && one.key !== null ? [{ key: one.key, id }] : [];
  });
  const known = new Map(
    (
      await recordsKeyed(
        tx.db,
        entity.name,
        keys.map(({ key }) => key),
        source,
      )
    ).map(({ key, record }) => [key, record.id]),
  );
  const fresh = keys.filter(({ key, id }) => known.get(key) !== id);
  await addSourceKeys(
    tx.db,
    fresh.map(({ key, id }) => ({ entity: entity.name, source, key, recordId: id, act: job.act })),
  );
};

/** Records that were created because rows refer to them are found again by their IDs, too. */
const keepWantedKeys = (
  tx: WriteContext,
  { reading: { source }, job }: Step,
  made: Iterable<MadeRecord>,
): Promise<void> =>
  addSourceKeys(
    tx.db,
    [...made].flatMap(({ wanted: { to, key }, record }) =>
      key === null ? [] : [{ entity: to, source, key, recordId: record.id, act: job.act }],
    ),
  );

/** Where an invariant reads other records, earlier rows may break it: then it is rejected like any other row. */
const change = async (
  tx: WriteContext,
  { reading }: Step,
  meant: Meant,
  verdict: Extract<RowPlan, { is: 'change' }>,
): Promise<RowPlan> => {
  try {
    await write(tx, verdict.entity, 'update', verdict.before, verdict.after);
    return verdict;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return {
      entity: verdict.entity,
      line: verdict.line,
      key: verdict.key,
      is: 'bad',
      trouble: troubleWith(reading, meant, error),
    };
  }
};
