import type { RequestContext, Crm, WriteContext } from '../context/index.ts';
import { atLeast, ROLES } from '../../model/roles.ts';
import { titleOf, type RecordRef } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { Invalid } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { holdingsOf, type Holdings } from '../../store/team/owned-records.ts';
import { findRecord, lockRecord } from '../../store/records.ts';
import { runInTransaction, missing, bulkUpdate } from '../records/index.ts';
import { assertAbility } from '../access/index.ts';

export type { Holdings } from '../../store/team/owned-records.ts';
export { countOf } from './departed-members.ts';

/** What is transferred: entities, in the order in which they are listed. */
export const HANDED_OVER = [
  'customer',
  'contact',
  'deal',
  'followUp',
  'subscription',
  'schedule',
] as const satisfies (keyof Holdings)[];

/** Somebody, and how much they have in hand. @throws NotFound */
export async function inHandsOf(
  crm: Crm,
  ref: RecordRef<'employee'>,
): Promise<{ employee: AnyRecord; holdings: Holdings }> {
  const employee = await findRecord(crm.database.db, ref);
  if (!employee) throw missing(ref);
  return { employee, holdings: await holdingsOf(crm.database.db, ref.id) };
}

export interface HandOver {
  from: number;
  /** The new owner of each kind, by employee id. */
  to: Readonly<Record<keyof Holdings, number>>;
}

export interface HandedOver {
  act: string;
  /** How many of each kind have another owner now. */
  moved: Record<keyof Holdings, number>;
}

/**
 * Gives everything that somebody has in hand to others, as one act that `undo` takes back.
 * @throws Forbidden; Invalid naming the kind whose new owner cannot take it
 */
export function handOver(ctx: RequestContext, { from, to }: HandOver): Promise<HandedOver> {
  return runInTransaction(ctx, async (tx) => {
    assertAbility(ctx.actor, 'handOver');
    await lockRecord(tx.db, { entity: 'employee', id: from });
    for (const kind of HANDED_OVER) await demandOwner(tx, kind, to[kind], from);
    const holdings = await holdingsOf(tx.db, from);
    const moved = { customer: 0, contact: 0, deal: 0, followUp: 0, subscription: 0, schedule: 0 };
    for (const kind of HANDED_OVER)
      moved[kind] = await bulkUpdate(tx, kind, { field: 'owner', from, to: to[kind] }, holdings[kind]);
    return { moved };
  });
}

/** The new owner is there, and may work on what they get. */
const demandOwner = async ({ db }: WriteContext, kind: keyof Holdings, to: number, from: number): Promise<void> => {
  const owner = await lockRecord(db, { entity: 'employee', id: to }, 'refer');
  if (!owner || owner.deletedAt !== null || owner.leftAt !== null)
    throw new Invalid({ [kind]: 'They’re no longer here. Choose someone else.' });
  if (owner.id === from) throw new Invalid({ [kind]: 'They already own it. Choose someone else.' });
  const role = ROLES.find((one) => one === owner.role) ?? 'none';
  if (atLeast(role, 'rep')) return;
  throw new Invalid({
    [kind]: `${titleOf(entityOf('employee'), owner)} can’t edit records. Choose a rep, a manager or an admin.`,
  });
};
