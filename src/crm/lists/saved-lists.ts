import type { ReadContext, RequestContext } from '../context/index.ts';
import type { Entity, RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Invalid, NotFound } from '../../model/errors.ts';
import { entityCalled, entityOf } from '../../model/registry.ts';
import { cut, normalizeText } from '../../model/text/text.ts';
import { listRecords } from '../../store/records.ts';
import { runInTransaction, create, edit, remove } from '../records/index.ts';

const MOST = 200;

/** The saved lists a person sees: their own, and those that others share, in the order of their names. */
export async function savedListsFor(ctx: ReadContext): Promise<AnyRecord[]> {
  const entity = entityOf('savedList');
  const read = async (where: Record<string, string | number>): Promise<AnyRecord[]> =>
    (await listRecords(ctx.crm.database.db, entity, { where, limit: MOST })).records;
  const mine = await read({ owner: ctx.actor.employeeId });
  const shared = await read({ shared: 'all' });
  return [...mine, ...shared.filter(({ owner }) => owner !== ctx.actor.employeeId)];
}

/** The list of that name (or whose name begins so), their own before one that is shared. @throws NotFound */
export async function savedListCalled(ctx: ReadContext, name: string): Promise<AnyRecord> {
  const lists = await savedListsFor(ctx);
  const wanted = normalizeText(name);
  const nameOf = (list: AnyRecord): string => normalizeText(String(list['name']));
  const found = lists.find((list) => nameOf(list) === wanted) ?? lists.find((list) => nameOf(list).startsWith(wanted));
  if (wanted === '' || !found) throw new NotFound(`No saved list is named “${cut(name, 60)}”.`);
  return found;
}

/** Saves a filter for this person; a list of theirs by that name becomes this one. @throws Invalid */
export function saveList(
  ctx: RequestContext,
  { name, of, words }: { name: string; of: Entity; words: string },
): Promise<{ act: string; list: AnyRecord }> {
  return runInTransaction(ctx, async (tx) => {
    if (entityCalled(name)) throw new Invalid({ name: `“${name}” is already a list. Choose another name.` });
    if (words === '')
      throw new Invalid({
        words: `There’s no filter to save. Add one, like \`/crm list ${of.plural} owner:me save:"${name}"\`.`,
      });
    const { records } = await listRecords(tx.db, entityOf('savedList'), {
      where: { owner: ctx.actor.employeeId },
      limit: MOST,
    });
    const same = records.find((list) => normalizeText(list.name) === normalizeText(name));
    const input = { name, of: of.plural, words };
    return {
      list: same ? await edit(tx, { entity: 'savedList', id: same.id }, input) : await create(tx, 'savedList', input),
    };
  });
}

/** From now on everybody sees it, or its owner alone. @throws NotFound, Forbidden */
export function shareList(
  ctx: RequestContext,
  ref: RecordRef<'savedList'>,
  withAll: boolean,
): Promise<{ act: string; list: AnyRecord }> {
  return runInTransaction(ctx, async (tx) => ({
    list: await edit(tx, ref, { shared: withAll ? 'all' : 'me' }),
  }));
}

/** @throws NotFound, Forbidden */
export function forgetList(
  ctx: RequestContext,
  ref: RecordRef<'savedList'>,
): Promise<{ act: string; list: AnyRecord }> {
  return runInTransaction(ctx, async (tx) => ({ list: await remove(tx, ref) }));
}
