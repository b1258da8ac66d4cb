import type { ReadContext, RequestContext, Crm } from '../context/index.ts';
import type { Entity } from '../../model/entity.ts';
import { guessTargets, ID, targetsOf } from '../../model/import/headings.ts';
import { AlreadyDone, Invalid, NotFound } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { momentOf } from '../../model/dates/time.ts';
import { cleanLine, cut } from '../../model/text/text.ts';
import * as store from '../../store/imports.ts';
import { lastIdOf } from '../../store/records.ts';
import { accountable, assertAbility } from '../access/index.ts';
import { assertCan } from '../records/index.ts';
import { decode } from './decode.ts';
import { tableIn, type Table } from './table.ts';

export type { ImportJob, Reject, Tally } from '../../store/imports.ts';

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
  const { headings, rows } = await tableIn(content);
  const id = await store.insertImport(ctx.crm.database.db, {
    employee: ctx.actor.employeeId,
    team: ctx.actor.slackTeamId,
    entity: entity.name,
    file: cut(cleanLine(file), 120) || 'a file',
    content,
    rows,
    lastId: await lastIdOf(ctx.crm.database.db, entity),
    targets: guessTargets(entity, targetsOf(entity, ctx.actor.role), headings),
    act: ctx.crm.newOperationId(),
    at: momentOf(ctx.crm.now()),
  });
  return jobOf(ctx, id);
}

/** @throws NotFound when there is none, it is somebody else's, or it was kept long enough */
export async function jobOf(ctx: ReadContext, id: number): Promise<store.ImportJob> {
  const job = await store.importOf(ctx.crm.database.db, ctx.actor.employeeId, id);
  if (!job) throw new NotFound('What you gave me to import is no longer kept. Give me the file once more.');
  return job;
}

/** What its file holds. */
export async function tableOf(crm: Crm, { id }: store.ImportJob): Promise<Table> {
  return tableIn(await store.contentOf(crm.database.db, id), crm.settings.locale);
}

/** Fields that a new record needs and that no column holds. */
const missing = (entity: Entity, targets: readonly (string | null)[]): string[] =>
  Object.entries(entity.fields)
    .filter(
      ([name, field]) =>
        field.required && !('initial' in field && field.initial !== undefined) && !targets.includes(name),
    )
    .map(([, { label }]) => label);

/**
 * Says what its columns hold.
 * @param targets for each column: the name of a field, `id`, or null to leave it out
 * @throws Invalid, by the number of the column; AlreadyDone when it was begun meanwhile
 */
export async function chooseTargets(
  ctx: ReadContext,
  id: number,
  targets: readonly (string | null)[],
): Promise<store.ImportJob> {
  const job = await jobOf(ctx, id);
  const entity = entityOf(job.entity);
  const known = new Map(targetsOf(entity, ctx.actor.role).map(({ name, label }) => [name, label]));
  const problems: Record<string, string> = {};
  for (const [at, target] of targets.entries()) {
    if (target === null) continue;
    if (!known.has(target)) problems[at] = 'Choose one from the list.';
    else if (targets.indexOf(target) < at)
      problems[at] = `Another column holds ${known.get(target)} already. Leave one of them out.`;
  }
  const needed = targets.includes(ID.name) ? [] : missing(entity, targets);
  if (needed.length > 0)
    problems[''] = `Every ${entity.name} needs ${needed.join(' and ')}. Choose the column that holds it.`;
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
  if (!(await store.reviseImport(ctx.crm.database.db, id, { targets: [...targets], state: 'read' })))
    throw new AlreadyDone(job.act);
  return { ...job, targets: [...targets] };
}
