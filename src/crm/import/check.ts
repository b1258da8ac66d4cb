import { type RequestContext, pipelineOf, type Crm, type WriteContext, nothingTouched } from '../context/index.ts';
import { AlreadyDone, NotFound } from '../../model/errors.ts';
import { refOf, type Entity } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/dates/time.ts';
import * as store from '../../store/import/imports.ts';
import { differences } from '../records/index.ts';
import { conventionsIn } from './conventions.ts';
import { jobOf, permitImport } from './import.ts';
import { judge } from './judge.ts';
import { openMemory, type Memory } from './memory.ts';
import { openReport, type Report } from './report/report.ts';
import type { RowPlan } from './row-plan.ts';
import { dataIn, headingsIn } from './table.ts';
import type { Reading } from './meaning/reading.ts';
import { understand } from './meaning/understand.ts';
import { createReferences, type CreatedReference } from './create-references.ts';

/** Called as it goes on, with the rows that are done. */
export type Progress = (done: number) => void;

/** Rows that are judged, and written, together: so few that nobody else waits long for them. */
export const AT_ONCE = 100;

export async function readingOf(
  crm: Crm,
  { id, entity, targets, source, act, lastId, answers }: store.ImportJob,
): Promise<Reading & { content: string }> {
  const content = await store.contentOf(crm.database.db, id);
  const { copies } = answers;
  const columns = { entity: entityOf(entity), targets, answers, copies };
  const conventions = await conventionsIn(content, columns, crm.settings.locale);
  const own = await headingsIn(content);
  const headings = [...own, ...copies.map((at) => own[at] ?? '')];
  return { entity: entityOf(entity), headings, targets, copies, source, act, lastId, answers, conventions, content };
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
  const filled = { ...tally.filled };
  for (const one of evaluations) {
    if (one.is === 'change')
      for (const name of Object.keys(differences(entity, one.before, one.after)))
        fields[name] = (fields[name] ?? 0) + 1;
    if (one.is !== 'bad') for (const name of one.filled ?? []) filled[name] = (filled[name] ?? 0) + 1;
  }
  const n = (is: RowPlan['is']): number => evaluations.filter((verdict) => verdict.is === is).length;
  return {
    created: tally.created + n('new'),
    changed: tally.changed + n('change'),
    same: tally.same + n('same'),
    twins: tally.twins + n('twin'),
    bad: tally.bad,
    fields,
    filled,
    made: tally.made,
  };
};

/** Counts the records that were created because rows refer to them, by what they are. */
export function countReferences(tally: store.Tally, made: Iterable<CreatedReference>): store.Tally {
  const counts = { ...tally.made };
  for (const { reference } of made) counts[reference.to] = (counts[reference.to] ?? 0) + 1;
  return { ...tally, made: counts };
}

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

/** Records that would be created because rows refer to them, as if they were there. */
const pretended = ({ references }: Memory): Map<string, AnyRecord> =>
  new Map([...references.values()].map(({ reference: { to }, record }) => [refOf(entityOf(to), record.id), record]));

/** The greatest ID that is taken for one: no record has it, or those just below it, for a long time. */
const LAST_ID = 2_147_483_647;

/** Gives drafts IDs as if they were stored. */
const pretender = () => {
  let next = LAST_ID;
  return (_entity: Entity, drafts: AnyRecord[]): AnyRecord[] => drafts.map((draft) => ({ ...draft, id: next-- }));
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
  const found = openReport(reading, tx.stages, ctx.crm.settings);
  const pretend = pretender();
  let tally = store.NO_ROWS;
  let done = 0;
  for await (const rows of dataIn(reading.content, AT_ONCE, 0, reading.copies)) {
    const held = pretended(memory);
    const understood = await understand(ctx, reading, rows, memory.names);
    const { meant, fresh } = await createReferences({ ...tx, held }, reading, understood, memory, pretend);
    for (const [called, made] of fresh) memory.references.set(called, made);
    const evaluations = await judge({ ...tx, held: pretended(memory) }, reading, meant, memory);
    found.see(meant, evaluations);
    await store.writeRejects(db, id, rejectsIn(evaluations));
    tally = addUp(reading.entity, tally, evaluations);
    done += rows.length;
    progress(done);
  }
  tally = countReferences(tally, memory.references.values());
  const report = JSON.stringify(found.report(memory.references));
  if (!(await store.reviseImport(db, id, { tally, report, state: 'checked' }))) throw new AlreadyDone(job.act);
  return { ...job, tally, state: 'checked' };
}

/** What the last check of a file found. @throws NotFound where it was not checked yet, or is somebody else's */
export async function reportOf(ctx: RequestContext, id: number): Promise<Report> {
  const job = await jobOf(ctx, id);
  const report = await store.reportOf(ctx.crm.database.db, job.id);
  if (report === null) throw new NotFound('This file isn’t checked yet. Import it again.');
  return JSON.parse(report) as Report;
}
