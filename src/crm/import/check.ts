import { type RequestContext, pipelineOf, type Crm, type WriteContext, nothingTouched } from '../context/index.ts';
import { AlreadyDone } from '../../model/errors.ts';
import type { Entity } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/dates/time.ts';
import * as store from '../../store/import/imports.ts';
import { differences } from '../records/index.ts';
import { conventionsIn } from './conventions.ts';
import { jobOf, permitImport } from './import.ts';
import { judge, openMemory, type RowPlan } from './judge.ts';
import { dataIn, headingsIn } from './table.ts';
import { understand, type Reading } from './understand.ts';

/** Called as it goes on, with the rows that are done. */
export type Progress = (done: number) => void;

/** Rows that are judged, and written, together: so few that nobody else waits long for them. */
export const AT_ONCE = 100;

export async function readingOf(
  crm: Crm,
  { id, entity, targets, source, act, lastId }: store.ImportJob,
): Promise<Reading & { content: string }> {
  const content = await store.contentOf(crm.database.db, id);
  const conventions = await conventionsIn(content, { entity: entityOf(entity), targets }, crm.settings.locale);
  const headings = await headingsIn(content);
  return { entity: entityOf(entity), headings, targets, source, act, lastId, conventions, content };
}

export function rejectsIn(evaluations: readonly RowPlan[]): store.Reject[] {
  return evaluations.flatMap((verdict) =>
    verdict.is === 'bad' || verdict.is === 'twin'
      ? [{ line: verdict.line, heading: verdict.trouble.column, reason: verdict.trouble.reason }]
      : [],
  );
}

/** Adds up what becomes of rows, and which fields of records that are there change. */
export function addUp(entity: Entity, tally: store.Tally, evaluations: readonly RowPlan[]): store.Tally {
  const all = evaluations.filter((one) => one.entity === entity);
  const beside = { ...tally.beside };
  for (const other of new Set(evaluations.map((one) => one.entity))) {
    if (other === entity) continue;
    const theirs = evaluations.filter((one) => one.entity === other && one.is !== 'bad');
    if (theirs.length > 0) beside[other.name] = outcomes(other, beside[other.name] ?? store.NO_ROWS, theirs);
  }
  const bad = evaluations.filter((one) => one.is === 'bad').length;
  return {
    ...outcomes(entity, tally, all),
    bad: tally.bad + bad,
    ...(Object.keys(beside).length > 0 && { beside }),
  };
}

const outcomes = (entity: Entity, tally: store.Tally, evaluations: readonly RowPlan[]): store.Tally => {
  const fields = { ...tally.fields };
  for (const one of evaluations)
    if (one.is === 'change')
      for (const name of Object.keys(differences(entity, one.before, one.after)))
        fields[name] = (fields[name] ?? 0) + 1;
  const n = (is: RowPlan['is']): number => evaluations.filter((verdict) => verdict.is === is).length;
  return {
    created: tally.created + n('new'),
    changed: tally.changed + n('change'),
    same: tally.same + n('same'),
    twins: tally.twins + n('twin'),
    bad: tally.bad,
    fields,
  };
};

/** A write context for reading only: checks run as of now, and nothing is written. */
const lookupContext = async (ctx: RequestContext): Promise<WriteContext> => {
  const [db, stages] = [ctx.crm.database.db, await pipelineOf(ctx.crm)];
  return {
    crm: ctx.crm,
    db,
    actor: ctx.actor,
    origin: ctx.origin,
    act: '',
    at: momentOf(ctx.crm.now()),
    stages,
    touched: nothingTouched(),
  };
};

/**
 * Tries a file without writing anything: what would become of each row. Rows that would not be imported are kept, with the
 * reason.
 * @throws AlreadyDone when it was begun meanwhile
 */
export async function checkImport(
  ctx: RequestContext,
  id: number,
  progress: Progress = () => {},
): Promise<store.ImportJob> {
  const job = await jobOf(ctx, id);
  await permitImport(ctx, entityOf(job.entity));
  const { db } = ctx.crm.database;
  const reading = await readingOf(ctx.crm, job);
  const memory = openMemory(ctx.actor, reading);
  const tx = await lookupContext(ctx);
  await store.forgetRejects(db, id);
  let tally = store.NO_ROWS;
  let done = 0;
  for await (const rows of dataIn(reading.content, AT_ONCE)) {
    const meant = await understand(ctx, reading, rows, memory.names);
    const evaluations = await judge({ ...tx, held: new Map() }, reading, meant, memory);
    await store.writeRejects(db, id, rejectsIn(evaluations));
    tally = addUp(reading.entity, tally, evaluations);
    done += rows.length;
    progress(done);
  }
  if (!(await store.reviseImport(db, id, { tally, state: 'checked' }))) throw new AlreadyDone(job.act);
  return { ...job, tally, state: 'checked' };
}
