import { messageOf } from '../../store/outbox/payloads.ts';
import { theApp } from '../../model/actor.ts';
import type { AnyRecord } from '../../model/record.ts';
import { employeeOf, peopleWithRole, type Colleague, peopleHere } from '../../store/team/employees.ts';
import { holdingsOf, type Holdings } from '../../store/team/owned-records.ts';
import { writeOutbox } from '../../store/outbox/outbox.ts';
import { lockRecord } from '../../store/records.ts';
import { runInTransaction, edit } from '../records/index.ts';
import type { Crm, WriteContext } from '../context/index.ts';

/** So many are asked to hand over what a leaver had in hand: the first who does it is enough. */
const MOST_ASKED = 5;

/**
 * Slack says that somebody was deactivated. Their role counts as none from now on, and their managers are asked, once, to
 * transfer their records; once, however often and in however many processes this is reported.
 */
export async function noticeDeparture(crm: Crm, { userId, teamId }: { userId: string; teamId: string }): Promise<void> {
  const known = await employeeOf(crm.database.db, userId);
  if (!known || known.deletedAt !== null || known.leftAt !== null) return;
  await runInTransaction(
    { crm, actor: theApp(teamId, crm.settings.timeZone), origin: { source: 'app' } },
    async (tx) => {
      const now = await lockRecord(tx.db, { entity: 'employee', id: known.id });
      if (now?.deletedAt === null && now.leftAt === null) await markAsGone(tx, now);
      return {};
    },
  );
}

/** The same for people deactivated while CustomerHub was down. @param gone Slack user ids of deactivated people */
export async function noticeDepartures(crm: Crm, teamId: string, gone: ReadonlySet<string>): Promise<void> {
  for (const userId of await peopleHere(crm.database.db)) {
    if (gone.has(userId)) await noticeDeparture(crm, { userId, teamId });
  }
}

const markAsGone = async (tx: WriteContext, employee: AnyRecord): Promise<void> => {
  await edit(tx, { entity: 'employee', id: employee.id }, { leftAt: tx.at });
  if (countOf(await holdingsOf(tx.db, employee.id)) === 0) return;
  const items = (await whomToAsk(tx)).map(({ person }) => ({
    subscriptionId: null,
    team: tx.actor.slackTeamId,
    // A message to a user id reaches that person in their conversation with CustomerHub.
    channel: person,
    ...messageOf('leaver', { employee: employee.id }),
  }));
  await writeOutbox(tx.db, items, tx.at);
};

/** The managers; where there are none, the admins. */
const whomToAsk = async ({ db }: WriteContext): Promise<Colleague[]> => {
  const managers = await peopleWithRole(db, ['manager']);
  return (managers.length > 0 ? managers : await peopleWithRole(db, ['admin'])).slice(0, MOST_ASKED);
};

/** How many records that is altogether. */
export function countOf(holdings: Holdings): number {
  return Object.values(holdings).reduce((sum, ids) => sum + ids.length, 0);
}
