import type { ReadContext } from '../context/index.ts';
import { oneOf, refTo, titleOf, type EntityName, type RecordRef } from '../../model/entity.ts';
import { Ambiguous, Merged, NotFound, WrongEntity } from '../../model/errors.ts';
import { entityOf, hasTrait, RECORDS } from '../../model/registry.ts';
import { readReference, refText, withoutEnding } from '../../model/typed-reference.ts';
import { cut, normalizeText, eitherOf } from '../../model/text/text.ts';
import { employeeOf } from '../../store/team/employees.ts';
import { find, type Found, type FoundNamed } from './find.ts';
import { readRecord } from '../records/index.ts';

const isOneOf = <N extends EntityName>(found: Found, only: readonly N[]): found is FoundNamed<N> =>
  only.some((name) => name === found.entity.name);

/**
 * The record as one of those entities: the one place where a record of any kind becomes a deal, say.
 * @throws WrongEntity when it is another's
 */
export function assertEntityAccess<N extends EntityName>(
  found: Found,
  words: string,
  only: readonly N[],
): FoundNamed<N> {
  if (isOneOf(found, only)) return found;
  const named = refTo(found);
  const wanted = only.map((name) => oneOf(entityOf(name)));
  const message = `${refText(named)} is ${oneOf(found.entity)}, not ${eitherOf(wanted)}.`;
  throw new WrongEntity(message, { words: words.trim(), named, wanted: only });
}

const recordAt = async (ctx: ReadContext, ref: RecordRef): Promise<Found> => ({
  entity: entityOf(ref.entity),
  record: await readRecord(ctx, ref),
});

const employeeAt = async (ctx: ReadContext, slackUserId: string): Promise<Found> => {
  const employee = await employeeOf(ctx.crm.database.db, slackUserId);
  if (!employee) throw new NotFound('That teammate isn’t in the CRM yet. Search with `/crm find`.');
  return recordAt(ctx, { entity: 'employee', id: employee.id });
};

const MOST = 50;

/** Records whose name is that, or else those whose name begins so. */
const called = async (ctx: ReadContext, name: string, only: readonly EntityName[]): Promise<Found[]> => {
  const entities = only.filter((one) => !hasTrait(one, 'isNameless'));
  const all = (await find(ctx, name, { only: entities, limit: MOST })).map(({ entity, record }) => ({
    found: { entity, record },
    title: normalizeText(titleOf(entity, record)),
  }));
  for (const wanted of new Set([normalizeText(name), normalizeText(withoutEnding(name))])) {
    const exact = all.filter(({ title }) => title === wanted);
    const fitting = exact.length > 0 ? exact : all.filter(({ title }) => title.startsWith(wanted));
    if (fitting.length > 0 && wanted !== '') return fitting.map(({ found }) => found);
  }
  return [];
};

const byName = async <N extends EntityName>(
  ctx: ReadContext,
  { name, words, only }: { name: string; words: string; only: readonly N[] },
): Promise<FoundNamed<N>> => {
  if (normalizeText(name) === '') throw new NotFound('Add an ID like D-42 or the start of a name.');
  const fitting = await called(ctx, name, only);
  const [first, second] = fitting;
  if (first && second)
    throw new Ambiguous(
      words.trim(),
      fitting.map((found) => ({ ...refTo(found), title: titleOf(found.entity, found.record) })),
    );
  if (first) return assertEntityAccess(first, words, only);
  const [other, more] = await called(ctx, name, others(only));
  if (other && !more) return assertEntityAccess(other, words, only);
  const shown = cut(name, 60);
  throw new NotFound(`No record starts with “${shown}”. Search with \`/crm find ${shown}\`.`);
};

const others = (only: readonly EntityName[]): EntityName[] => RECORDS.filter((name) => !only.includes(name));

/**
 * The one record that the words mean: an id, a mention of somebody, or the start of a name.
 * @throws NotFound, WrongEntity when it is no record of those entities, Ambiguous (with the candidates), Forbidden
 */
export async function resolve<N extends EntityName>(
  ctx: ReadContext,
  words: string,
  only: readonly N[],
): Promise<FoundNamed<N>> {
  const reference = readReference(words);
  if ('name' in reference) return byName(ctx, { name: reference.name, words, only });
  const found = 'ref' in reference ? await recordAt(ctx, reference.ref) : await employeeAt(ctx, reference.slackUserId);
  return assertEntityAccess(found, words, only);
}

/**
 * The same, where a record that was merged away leads to the one that took its place; `merged` says so in plain words.
 * @throws as resolve
 */
export async function resolveMergeTarget<N extends EntityName>(
  ctx: ReadContext,
  words: string,
  only: readonly N[],
): Promise<FoundNamed<N> & { merged?: string }> {
  try {
    return await resolve(ctx, words, only);
  } catch (error) {
    if (!(error instanceof Merged)) throw error;
    const found = assertEntityAccess(await recordAt(ctx, error.into), words, only);
    return { ...found, merged: error.message };
  }
}
