import type { Db } from './database.ts';

/** Keeps words under a key; the same key holds the same words. */
export const keepWords = async (db: Db, key: string, words: string, at: string): Promise<void> => {
  await db('kept_words').insert({ key, words, at }).onConflict('key').merge({ at });
};

/** The words under that key, or null when they were forgotten. */
export const wordsUnder = async (db: Db, key: string): Promise<string | null> => {
  const row = (await db('kept_words').where({ key }).first('words')) as { words: string } | undefined;
  return row?.words ?? null;
};

/** Forgets what nobody asked to keep since that moment. */
export const forgetWords = (db: Db, before: string): Promise<number> =>
  db('kept_words').where('at', '<', before).delete();
