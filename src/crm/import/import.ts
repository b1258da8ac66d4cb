import type { ReadContext, RequestContext, Crm } from '../context/index.ts';
import { singularOf, type Entity } from '../../model/entity.ts';
import { withAnswers, type Answers } from '../../model/import/answers.ts';
import { guessTargets } from '../../model/import/headings.ts';
import { helpsToFill, partTargetsOf } from '../../model/import/parts.ts';
import { idTargetsOf, isOwnHeading, sourceIn } from '../../model/import/source-ids.ts';
import { fieldOfMore, fieldTargetsOf, ID, moreTargetsOf, type Target } from '../../model/import/targets.ts';
import { AlreadyDone, Invalid, NotFound } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/dates/time.ts';
import { cleanLine, cut } from '../../model/text/text.ts';
import * as store from '../../store/import/imports.ts';
import { installationMark } from '../../store/import/source-keys.ts';
import { lastIdOf } from '../../store/records.ts';
import { accountable, assertAbility } from '../access/index.ts';
import { assertCan } from '../records/index.ts';
import { decode } from './decode.ts';
import { tableIn, type Table } from './table.ts';
import { columnOf } from './meaning/reading.ts';
import { CHOOSE_FROM_LIST } from '../../model/parse.ts';

export type { ImportJob, Reject, Tally } from '../../store/import/imports.ts';

/** A file of more bytes is turned away. */
export const MOST_BYTES = 10 * 1024 * 1024;

/** Imports are for managers and admins, of what they may add; a refusal stands in the trail. @throws Forbidden */
export function permitImport(ctx: RequestContext, entity: Entity | null): Promise<void> {
  return accountable(ctx, () => {
    assertAbility(ctx.actor, 'import', entity ? { entity: entity.name } : {});
    if (entity) assertCan(ctx.actor, entity, 'create', null);
  });
}

/** What somebody gave to be imported. */
export interface Given {
  entity: Entity;
  /** Name of the file. */
  file: string;
  bytes: Buffer;
}

/**
 * Takes a file in and guesses what its columns hold; nothing is imported yet.
 * @throws Unclear where it is no table
 */
export async function takeFile(ctx: RequestContext, { entity, file, bytes }: Given): Promise<store.ImportJob> {
  await permitImport(ctx, entity);
  const content = decode(bytes);
  const { rows, ...columns } = await tableIn(content, ctx.crm.settings.locale);
  const { headings } = columns;
  const mark = await installationMark(ctx.crm.database.db);
  const targets = guessTargets(entity, allTargets(ctx, entity, true), headings, mark);
  const id = await store.insertImport(ctx.crm.database.db, {
    employee: ctx.actor.employeeId,
    team: ctx.actor.slackTeamId,
    entity: entity.name,
    file: cut(cleanLine(file), 120) || 'a file',
    content,
    columns: JSON.stringify(columns),
    rows,
    lastId: await lastIdOf(ctx.crm.database.db, entity),
    targets,
    source: sourceIn(headings, targets),
    act: ctx.crm.newOperationId(),
    at: momentOf(ctx.crm.now()),
  });
  return jobOf(ctx, id);
}

/** Everything that a column of a file of this entity can hold. */
const allTargets = (ctx: ReadContext, entity: Entity, isOwn: boolean): Target[] => [
  ...idTargetsOf(entity, isOwn),
  ...fieldTargetsOf(entity, ctx.actor.role),
  ...partTargetsOf(entity),
  ...moreTargetsOf(entity),
];

/** Everything that a column of this file can hold. */
export async function targetsIn(
  ctx: ReadContext,
  job: store.ImportJob,
  headings: readonly string[],
): Promise<Target[]> {
  const mark = await installationMark(ctx.crm.database.db);
  return allTargets(
    ctx,
    entityOf(job.entity),
    headings.some((heading) => isOwnHeading(heading, mark)),
  );
}

/** @throws NotFound when there is none, it is somebody else's, or it was kept long enough */
export async function jobOf(ctx: ReadContext, id: number): Promise<store.ImportJob> {
  const job = await store.importOf(ctx.crm.database.db, ctx.actor.employeeId, id);
  if (!job) throw new NotFound('This file is no longer kept. Import it again.');
  return job;
}

/** What its file holds. */
export async function tableOf({ database, settings }: Crm, { id, rows }: store.ImportJob): Promise<Table> {
  const columns = await store.columnsOf(database.db, id);
  if (columns === null) return tableIn(await store.contentOf(database.db, id), settings.locale);
  return { ...(JSON.parse(columns) as Omit<Table, 'rows'>), rows };
}

/** Does no column say what a record is called? All else that it must have can be said once for all rows. */
const isNameless = (entity: Entity, targets: readonly (string | null)[]): boolean =>
  entity.fields[entity.title]?.required === true &&
  columnOf({ targets }, entity.title) === -1 &&
  !targets.some((target) => target !== null && helpsToFill(entity, target, entity.title));

/**
 * Says what its columns hold.
 * @param targets for each column: the name of a target, or null to leave it out; then a further one for each of `copies`
 * @param copies columns that go into several fields
 * @param source the system whose IDs it holds; as its headings say when left out
 * @param isWhole false while further columns are to be chosen
 * @throws Invalid, by the number of the column; AlreadyDone when it was begun meanwhile
 */
export async function chooseTargets(
  ctx: ReadContext,
  id: number,
  targets: readonly (string | null)[],
  {
    source,
    copies = [],
    isWhole = true,
  }: { source?: string | undefined; copies?: readonly number[]; isWhole?: boolean } = {},
): Promise<store.ImportJob> {
  const job = await jobOf(ctx, id);
  const entity = entityOf(job.entity);
  const { headings } = await tableOf(ctx.crm, job);
  const known = new Map((await targetsIn(ctx, job, headings)).map(({ name, label }) => [name, label]));
  const problems: Record<string, string> = {};
  for (const [at, target] of targets.entries()) {
    if (target === null) continue;
    const column = copies[at - headings.length] ?? at;
    if (!known.has(target)) problems[column] = CHOOSE_FROM_LIST;
    else if (fieldOfMore(target) === null && targets.indexOf(target) < at)
      problems[column] = `Another column is already matched to ${known.get(target)}. Don’t import one of them.`;
  }
  if (isWhole && !targets.includes(ID.name) && isNameless(entity, targets))
    problems[''] = `Every ${singularOf(entity)} needs ${entity.fields[entity.title]?.label}. Choose the column for it.`;
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
  const answers = withAnswers(job.answers, { copies });
  const chosen = { targets: [...targets], answers, source: cleanLine(source ?? '') || sourceIn(headings, targets) };
  if (!(await store.reviseImport(ctx.crm.database.db, id, { ...chosen, state: 'read' })))
    throw new AlreadyDone(job.act);
  return { ...job, ...chosen };
}

/**
 * Says what words in its file mean, as often as somebody wants; it is checked anew.
 * @throws AlreadyDone when it was begun meanwhile
 */
export async function answerImport(ctx: ReadContext, id: number, more: Partial<Answers>): Promise<store.ImportJob> {
  const job = await jobOf(ctx, id);
  const answers = withAnswers(job.answers, more);
  if (!(await store.reviseImport(ctx.crm.database.db, id, { answers, state: 'read' }))) throw new AlreadyDone(job.act);
  return { ...job, answers, state: 'read' };
}
