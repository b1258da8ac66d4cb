import type { Db } from './dialect.ts';

/** Keeps words under a key; the same key holds the same words. */
export async function keepWords(db: Db, key: string, words: string, at: string): Promise<void> {
  await db('kept_words').insert({ key, words, at }).onConflict('key').merge({ at });
}

/** The words under that key, or null when they were forgotten. */
export async function wordsUnder(db: Db, key: string): Promise<string | null> {
  const row = (await db('kept_words').where({ key }).first('words')) as { words: string } | undefined;
  return row?.words ?? null;
}

/** Forgets what nobody asked to keep since that moment. */
export function forgetWords(db: Db, before: string): Promise<number> {
  return db('kept_words').where('at', '<', before).delete();
}
