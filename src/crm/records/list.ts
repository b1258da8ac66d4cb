import type { ReadContext } from '../context/index.ts';
import type { EntityName, EntityNamed } from '../../model/entity.ts';
import { sought } from '../../model/text/text.ts';
import * as store from '../../store/records.ts';
import { assertCan } from './mutations.ts';

export type { ListOptions, Page } from '../../store/records.ts';

/** One page of the records this person may see. @throws Forbidden */
export function listRecords<N extends EntityName>(
  ctx: ReadContext,
  entity: EntityNamed<N>,
  options: store.ListOptions,
): Promise<store.Page<N>> {
  assertCan(ctx.actor, entity, 'read', null);
  return store.listRecords(ctx.crm.database.beside, entity, { ...options, words: sought(options.words ?? '') });
}
