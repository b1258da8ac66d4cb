import { randomUUID } from 'node:crypto';
import type { Role } from '../../model/roles.ts';
import type { Stage } from '../../model/record.ts';
import { openDatabase, type Database, type Db } from '../../store/database.ts';
import { readSettings, settingsOf, type Settings } from '../../store/settings.ts';
import { allStages, everyStage } from '../../store/stages.ts';
import { AuditQueue } from './audit-queue.ts';

export type { Trouble } from '../../store/connection/condition.ts';

/** The open CRM, the first argument of every use case. */
export interface Crm {
  database: Database;
  /** As of the last request or write of this process: `freshen` reads them anew. */
  readonly settings: Settings;
  /** Role of a workspace member seen for the first time, until an admin chooses another in the settings. */
  defaultRole: Role;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Where the entries of looks and refusals are written, or wait to be. */
  readonly auditQueue: AuditQueue;
  /** A name for a request's entries in the audit trail. */
  newOperationId: () => string;
  /** For how long changes gather before a living card is brought up to date, in milliseconds. */
  gather: number;
  /** Called after a transaction that left something in the outbox. */
  onOutbox: () => void;
  /** Of a CRM as it stood on a day that is gone: the one of today, where whatever is to be remembered is kept. */
  present?: Crm;
}

export interface CrmOptions {
  url: string;
  defaults: Settings;
  defaultRole: Role;
  now?: () => number;
  gather?: number;
  /** Told of what goes wrong in the background. */
  onError?: (error: unknown) => void;
}

/** Half as often as Slack lets a message be changed. */
const GATHER_MS = 2000;

export async function openCrm({
  url,
  defaults,
  defaultRole,
  now = Date.now,
  gather = GATHER_MS,
  onError = () => {},
}: CrmOptions): Promise<Crm> {
  const database = await openDatabase(url);
  const settings = await settingsOf(database.db, defaults);
  const auditQueue = new AuditQueue(database, { now, newOperationId: randomUUID, failed: onError });
  return { database, settings, defaultRole, now, gather, auditQueue, newOperationId: randomUUID, onOutbox: () => {} };
}

export { SETTINGS_ID } from '../../store/settings.ts';

/** Takes the settings as they are stored now: another process may have changed them. */
export async function freshen(crm: Crm, db: Db = crm.database.db): Promise<void> {
  Object.assign(crm.settings, await readSettings(db));
}

/** Role of a workspace member seen for the first time. */
export function defaultRoleOf({ settings, defaultRole }: Crm): Role {
  return settings.defaultRole ?? defaultRole;
}

/** The pipeline with the stages that are gone, for showing where deals once were. */
export function everyStageOf(crm: Crm): Promise<Stage[]> {
  return everyStage(crm.database.db);
}

/** The same CRM for reading much: of a large database the queries run beside this thread. It is for reading only. */
export function beside(crm: Crm): Crm {
  return { ...crm, database: { ...crm.database, db: crm.database.beside } };
}

/** The pipeline, first stage first. */
export function pipelineOf(crm: Crm): Promise<Stage[]> {
  return allStages(crm.database.db);
}
