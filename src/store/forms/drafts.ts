import type { Db } from '../dialect.ts';

/** What somebody answered so far in a form that is not saved yet. */
export interface FormDraft {
  key: string;
  /** Whose it is: nobody else gets it. */
  employee: number;
  answers: string;
}

export async function keepDraft(db: Db, { key, employee, answers }: FormDraft, at: string): Promise<void> {
  const row = { key, employee_id: employee, answers, at };
  await db('drafts').insert(row).onConflict('key').merge({ answers, at }).where('drafts.employee_id', employee);
}

/** The answers, or null when there are none of this person under that key. */
export async function draftOf(db: Db, key: string, employee: number): Promise<string | null> {
  const row = (await db('drafts').where({ key, employee_id: employee }).first('answers')) as
    { answers: string } | undefined;
  return row?.answers ?? null;
}

export function forgetDraft(db: Db, key: string, employee: number): Promise<number> {
  return db('drafts').where({ key, employee_id: employee }).delete();
}

/** Forgets the forms that nobody went on with since that moment. */
export function forgetDrafts(db: Db, before: string): Promise<number> {
  return db('drafts').where('at', '<', before).delete();
}
