import { randomUUID } from 'node:crypto';
import type { Role } from '../model/access.ts';
import type { Stage } from '../model/entity.ts';
import { openDatabase, type Database } from '../store/database.ts';
import { settingsOf, type Settings } from '../store/settings.ts';
import { allStages } from '../store/stages.ts';

/** The open CRM: what every use case of this room is handed first. */
export interface Crm {
  database: Database;
  settings: Settings;
  /** Role of a workspace member seen for the first time. */
  defaultRole: Role;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A name for a request's entries in the audit trail. */
  newAct: () => string;
  /** Called after a transaction that left something in the outbox. */
  onOutbox: () => void;
}

export interface CrmOptions {
  url: string;
  defaults: Settings;
  defaultRole: Role;
  now?: () => number;
}

export const openCrm = async ({ url, defaults, defaultRole, now = Date.now }: CrmOptions): Promise<Crm> => {
  const database = await openDatabase(url);
  const settings = await settingsOf(database.knex, defaults);
  return { database, settings, defaultRole, now, newAct: randomUUID, onOutbox: () => {} };
};

/** The pipeline, first stage first. */
export const pipelineOf = (crm: Crm): Promise<Stage[]> => allStages(crm.database.knex);
