import type { Role } from '../model/roles.ts';
import type { AnyRecord } from '../model/record.ts';
import type { SettlingTime } from '../model/subscriptions/coalescing.ts';
import type { Db } from './dialect.ts';
import { findRecord } from './records.ts';

/** What holds for everybody; admins change it. */
export interface Settings {
  /** ISO 4217. */
  currency: string;
  /** BCP 47. */
  locale: string;
  /** IANA; for what belongs to no person, such as a digest's day. */
  timeZone: string;
  /** Role of a workspace member seen for the first time; null while no admin has chosen one. */
  defaultRole?: Role | null;
  /** For how long changes of one deal settle before they are told, in seconds; null for the usual time. */
  settle?: SettlingTime | null;
  /** Month in which the fiscal year begins, 1 to 12; January where it is left out. */
  fiscalStart?: number;
}

/** The one record that holds them. */
export const SETTINGS_ID = 1;

const toSettings = ({ currency, locale, timeZone, defaultRole, settle, fiscalStart }: AnyRecord): Settings => ({
  currency: String(currency),
  locale: String(locale),
  timeZone: String(timeZone),
  defaultRole: (defaultRole ?? null) as Role | null,
  settle: (settle ?? null) as SettlingTime | null,
  fiscalStart: Number(fiscalStart),
});

/** The stored settings, as they are now. */
export async function readSettings(db: Db): Promise<Settings> {
  const record = await findRecord(db, { entity: 'settings', id: SETTINGS_ID });
  if (!record) throw new Error('the settings were never stored');
  return toSettings(record);
}

/** The stored settings of a database that is opened: the first time `defaults`, so that later defaults change nothing. */
export async function settingsOf(
  db: Db,
  { currency, locale, timeZone, settle = null }: Settings,
  at = new Date().toISOString(),
): Promise<Settings> {
  // No act made this record, so it begins before version 1.
  const stamps = { version: 0, created_at: at, updated_at: at };
  const row = { id: SETTINGS_ID, currency, locale, time_zone: timeZone, settle, ...stamps };
  await db('settings').insert(row).onConflict('id').ignore();
  return readSettings(db);
}

/**
 * Held until the transaction ends by whoever decides over something of which one must remain (an admin, a stage for won
 * deals), so that two who each take one of the last two wait for each other.
 */
export async function holdSettings(db: Db): Promise<void> {
  await db('settings').where({ id: SETTINGS_ID }).forUpdate().first('id');
}
