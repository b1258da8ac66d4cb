import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import type { EmployeeRecord } from '../../../model/entities/employees.ts';
import { entityOf } from '../../../model/registry.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import type { Db } from '../../../store/database.ts';
import { findRecords } from '../../../store/records.ts';
import { subscriptionsIn } from '../../../store/notifications/subscriptions.ts';

/** People who lost access get no direct messages. */
const isShut = (owner: EmployeeRecord | undefined): boolean =>
  !owner || owner.deletedAt !== null || owner.leftAt !== null || owner.role === 'none';

/** The subscriptions among these that are active today. @param today `YYYY-MM-DD` */
const awakeOf = async (db: Db, all: readonly SubscriptionRecord[], today: string): Promise<SubscriptionRecord[]> => {
  const awake = all.filter(
    ({ broken, unheard, pausedUntil, deletedAt }) =>
      broken === null && unheard === null && deletedAt === null && !((pausedUntil ?? '') > today),
  );
  const personal = awake.filter(({ channel }) => isPersonal(channel));
  if (personal.length === 0) return awake;
  const owners = await findRecords(
    db,
    entityOf('employee'),
    personal.map(({ owner }) => owner),
  );
  return awake.filter((one) => !personal.includes(one) || !isShut(owners.get(one.owner)));
};

/** The active subscriptions of a workspace. */
export async function activeSubscriptions(db: Db, team: string, today: string): Promise<SubscriptionRecord[]> {
  return awakeOf(db, await subscriptionsIn(db, team), today);
}

/** Does this one? */
export async function isAwake(db: Db, subscription: SubscriptionRecord, today: string): Promise<boolean> {
  return (await awakeOf(db, [subscription], today)).length > 0;
}
