import type { Db } from '../dialect.ts';

/**
 * Marks a request as carried out, in the transaction that does so.
 * @returns null, or the act that carried it out before
 */
export async function claimRequest(db: Db, key: string, act: string, at: string): Promise<string | null> {
  await db('done_requests').insert({ key, act, at }).onConflict('key').ignore();
  const row = (await db('done_requests').where({ key }).first('act')) as { act: string } | undefined;
  return row === undefined || row.act === act ? null : row.act;
}

/** Forgets requests older than a moment: Slack never delivers that late. */
export function forgetRequests(db: Db, before: string): Promise<number> {
  return db('done_requests').where('at', '<', before).delete();
}
