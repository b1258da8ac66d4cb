import type { Entity, EntityName, Fields } from './entity.ts';
import { contacts } from './entities/contacts.ts';
import { customers } from './entities/customers.ts';
import { deals } from './entities/deals.ts';
import { employees } from './entities/employees.ts';
import { followUps } from './entities/follow-ups.ts';
import { interactions } from './entities/interactions.ts';
import { savedLists } from './entities/saved-lists.ts';
import { settings } from './entities/settings.ts';
import { stages } from './entities/stages.ts';
import { subscriptions } from './entities/subscriptions.ts';

/** Every entity there is. A new one: its file, a line here, a migration. */
export const ENTITIES = {
  customer: customers,
  contact: contacts,
  deal: deals,
  interaction: interactions,
  employee: employees,
  followUp: followUps,
  subscription: subscriptions,
  savedList: savedLists,
  stage: stages,
  settings,
} as const satisfies Record<EntityName, { fields: Fields }>;

export type Entities = typeof ENTITIES;

/** The entity of that name, with its field types forgotten: for code that works with all of them alike. */
export const entityOf = (name: EntityName): Entity => ENTITIES[name] as unknown as Entity;

/** Those that people make, list and search by command, in the order in which they are shown. */
export const RECORDS: readonly EntityName[] = ['customer', 'contact', 'deal', 'interaction', 'employee'];

/** `deal`, `deals` or `Deals` -> the deal entity; undefined when nothing is called that. */
export const entityCalled = (word: string): Entity | undefined => {
  const wanted = word.toLowerCase();
  return RECORDS.map(entityOf).find((entity) => entity.name === wanted || entity.plural === wanted);
};
