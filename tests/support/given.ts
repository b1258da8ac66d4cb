/** What a test starts from: made down the one road, without forms. */
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { enter } from '../../src/crm/team/members.ts';
import { create, type Input } from '../../src/crm/records/mutations.ts';
import { TEAM } from '../../src/demo/cast.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import type { Hub } from './hub.ts';
import type { Person } from './person.ts';

/** Somebody of the cast, as the CRM knows them. */
export const actorFor = ({ crm }: Hub, { id }: Person): Promise<Actor> =>
  enter(crm, {
    userId: id,
    teamId: TEAM.id,
    name: id,
    email: null,
    timeZone: 'Europe/Berlin',
    isAdmin: false,
    outsider: null,
  });

/** A record of theirs. */
export const given = async (hub: Hub, owner: Person, name: EntityName, input: Input): Promise<AnyRecord> => {
  const actor = await actorFor(hub, owner);
  return runInTransaction({ crm: hub.crm, actor, origin: { source: 'app' } }, (tx) => create(tx, name, input));
};

export interface AuditRow {
  slack_user_id: string;
  slack_team_id: string;
  verb: string;
  entity: string | null;
  record_id: number | null;
  source: string;
  changes: string;
}

/** The newest entries of the audit trail, newest first. */
export const audit = ({ crm }: Hub, limit = 1): Promise<AuditRow[]> =>
  crm.database.db('audit_log').orderBy('id', 'desc').limit(limit);
