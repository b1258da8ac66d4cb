import type { Db } from './database.ts';

/** What holds for everybody; admins change it. */
export interface Settings {
  /** ISO 4217. */
  currency: string;
  /** BCP 47. */
  locale: string;
  /** IANA; for what belongs to no person, such as a digest's day. */
  timeZone: string;
}

/** The stored settings; what is missing is stored from `defaults` first, so that later defaults change nothing. */
export const settingsOf = async (db: Db, defaults: Settings): Promise<Settings> => {
  const rows = Object.entries(defaults).map(([key, value]) => ({ key, value: String(value) }));
  await db('settings').insert(rows).onConflict('key').ignore();
  const stored: { key: string; value: string }[] = await db('settings').select('key', 'value');
  return { ...defaults, ...Object.fromEntries(stored.map(({ key, value }) => [key, value])) };
};
