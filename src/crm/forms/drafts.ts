import type { Actor } from '../../model/actor.ts';
import { momentOf } from '../../model/dates/time.ts';
import * as store from '../../store/forms/drafts.ts';
import type { Crm } from '../context/index.ts';

/** Keeps what somebody answered so far; the answers are the form's own business. */
export function keepDraft(crm: Crm, { employeeId }: Actor, key: string, answers: object): Promise<void> {
  return store.keepDraft(
    crm.database.db,
    { key, employee: employeeId, answers: JSON.stringify(answers) },
    momentOf(crm.now()),
  );
}

/** What this person answered so far; {} where nothing was kept. */
export async function draftOf(crm: Crm, { employeeId }: Actor, key: string): Promise<object> {
  return JSON.parse((await store.draftOf(crm.database.db, key, employeeId)) ?? '{}') as object;
}

export async function forgetDraft(crm: Crm, { employeeId }: Actor, key: string): Promise<void> {
  await store.forgetDraft(crm.database.db, key, employeeId);
}
