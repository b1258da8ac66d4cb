import type { Actor } from '../../model/actor.ts';
import type { Entity } from '../../model/entity.ts';
import { sought } from '../../model/text/text.ts';
import * as store from '../../store/records.ts';
import type { Crm } from '../context/crm.ts';
import { assertCan } from './mutations.ts';

export type { ListOptions, Page } from '../../store/records.ts';

/** One page of the records this person may see. @throws Forbidden */
export const listRecords = (
  crm: Crm,
  actor: Actor,
  entity: Entity,
  options: store.ListOptions,
): Promise<store.Page> => {
  assertCan(actor, entity, 'read', null);
  return store.listRecords(crm.database.beside, entity, { ...options, words: sought(options.words ?? '') });
};
