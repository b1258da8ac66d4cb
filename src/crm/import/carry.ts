import type { ReadContext, RequestContext, Crm } from '../context/index.ts';
import { randomUUID } from 'node:crypto';
import { setImmediate as yieldToOthers, setTimeout as pause } from 'node:timers/promises';
import { AlreadyDone, Unclear } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/dates/time.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import * as store from '../../store/import/imports.ts';
import { AT_ONCE, readingOf, type Progress } from './check.ts';
import { jobOf, permitImport } from './import.ts';
import { openMemory } from './memory.ts';
import { recallReferences } from './recall-references.ts';
import type { Step } from './step.ts';
import { tellStopped } from './stopped.ts';
import { dataIn, type Row } from './table.ts';
import { Halted, untilWhen, writeRows, type Come } from './write-rows.ts';

export interface Carrying {
  /** How possible duplicates are handled; unchanged when an import resumes. */
  twins?: 'skip' | 'create';
  progress?: Progress;
  /** Ends it after the rows it is writing: it can go on later. */
  signal?: AbortSignal;
}

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

/** @returns whether it came to the end */
const goOn = async (ctx: ReadContext, job: store.ImportJob, by: string, carrying: Carrying): Promise<boolean> => {
  const { content, ...reading } = await readingOf(ctx.crm, job);
  const memory = openMemory(ctx.actor, reading);
  if (job.position > 0) await recallReferences(ctx.crm.database.db, job, memory.references);
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
