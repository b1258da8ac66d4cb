import type { EntityName } from '../entity.ts';
import type { Fields } from '../record.ts';
import { channels } from './channels.ts';
import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { deals } from './deals.ts';
import { employees } from './employees.ts';
import { followUps } from './follow-ups.ts';
import { interactions } from './interactions.ts';
import { savedLists } from './saved-lists.ts';
import { schedules } from './schedules.ts';
import { settings } from './settings.ts';
import { stages } from './stages.ts';
import { subscriptions } from './subscriptions.ts';
import { targets } from './targets.ts';

/** Every entity. CONTRIBUTING.md says what a new one needs beside a line here. */
export const ENTITIES = {
  customer: customers,
  contact: contacts,
  deal: deals,
  interaction: interactions,
  employee: employees,
  followUp: followUps,
  subscription: subscriptions,
  savedList: savedLists,
  schedule: schedules,
  stage: stages,
  target: targets,
  settings,
  channel: channels,
} as const satisfies Record<EntityName, { fields: Fields }>;

/** Those that people make, list and search by command, in the order in which they are shown. */
export const RECORDS: readonly EntityName[] = ['customer', 'contact', 'deal', 'interaction', 'employee'];
