import { createHash } from 'node:crypto';
import { NotFound } from '../../model/errors.ts';
import { momentOf } from '../../model/dates/time.ts';
import { Unavailable } from '../../model/runtime/unavailable.ts';
import * as store from '../../store/kept-words.ts';
import type { Crm } from '../context/index.ts';

const KEPT = /^kept:([\w-]{16})$/;
const ALIVE_MS = 30 * 24 * 3_600_000;

/** The words themselves, or where they are longer than `most`, a word that stands for them for thirty days. */
export async function shorten({ present, ...asked }: Crm, words: string, most: number): Promise<string> {
  if (words.length <= most && !KEPT.test(words)) return words;
  const crm = present ?? asked;
  const key = createHash('sha256').update(words).digest('base64url').slice(0, 16);
  await keep(crm, key, words);
  return `kept:${key}`;
}

/** What could not be written down, by key: a list is shown all the same, and can be gone on with while this process runs. */
const unwritten = new Map<string, string>();
const MOST_UNWRITTEN = 1000;
/** For how long whoever reads waits for another process that writes, in milliseconds. */
const PATIENCE_MS = 100;

const keep = async ({ database, now }: Crm, key: string, words: string): Promise<void> => {
  try {
    await database.transaction(
      async (db) => {
        await store.forgetWords(db, momentOf(now() - ALIVE_MS));
        await store.keepWords(db, key, words, momentOf(now()));
      },
      { patience: PATIENCE_MS, changesRecords: false },
    );
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    if (unwritten.size >= MOST_UNWRITTEN) unwritten.clear();
    unwritten.set(key, words);
  }
};

/** The words that `shorten` was given. @throws NotFound when they are older than thirty days */
export async function inFull({ present, ...asked }: Crm, words: string): Promise<string> {
  const [, key] = KEPT.exec(words) ?? [];
  if (!key) return words;
  const kept = (await store.wordsUnder((present ?? asked).database.db, key)) ?? unwritten.get(key) ?? null;
  if (kept === null) throw new NotFound('This list is too old to continue. Run its command again.');
  return kept;
}
