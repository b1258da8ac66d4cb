import { refOf, type Entity, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import { type AuditEntry, recordsById } from '../../crm/audit/index.ts';
import { redosAmong } from '../../crm/undo/index.ts';
import { escape } from '../messages/blocks.ts';
import type { SlackRequest } from '../slack-context.ts';
import { named } from './lines.ts';
import { showContext } from './show-context.ts';
import type { ShowContext } from './values.ts';

/** Everything needed to show audit entries: people, records, and records they refer to. */
export interface Telling {
  /** Who acted, as mrkdwn. */
  who: (entry: AuditEntry) => string;
  /** The record of an entry as it is now. */
  recordOf: (entry: AuditEntry) => AnyRecord | null;
  /** `*Rollout* · D-42`; of an entry that is of no single record, of which kind: `deals`, `records`. */
  what: (entry: AuditEntry) => string;
  /** Whether this undo is a redo. */
  redid: (entry: AuditEntry) => boolean;
  context: ShowContext;
}

/** The values that an entry names, before and after, as if they were records: for what they refer to. */
const valuesOf = ({ changes }: AuditEntry): AnyRecord[] =>
  [0, 1].map(
    (side) =>
      Object.fromEntries(Object.entries(changes).map(([name, pair]) => [name, pair[side] ?? null])) as AnyRecord,
  );

const groupsOf = (entries: readonly AuditEntry[]): { entity: Entity; records: AnyRecord[] }[] =>
  entries.flatMap((entry) => (entry.entity ? [{ entity: entityOf(entry.entity), records: valuesOf(entry) }] : []));

const recordsOf = async (request: SlackRequest, entries: readonly AuditEntry[]): Promise<Map<string, AnyRecord>> => {
  const wanted = new Map<EntityName, Set<number>>();
  for (const { entity, recordId } of entries) {
    if (entity && recordId !== null) wanted.set(entity, (wanted.get(entity) ?? new Set()).add(recordId));
  }
  const found = new Map<string, AnyRecord>();
  for (const [name, ids] of wanted) {
    for (const record of await recordsById(request.slack.crm, name, [...ids]))
      found.set(`${name} ${record.id}`, record);
  }
  return found;
};

/** Fetches everything needed to show these entries, once. */
export async function tellingFor(request: SlackRequest, entries: readonly AuditEntry[]): Promise<Telling> {
  const employeeIds = entries.map(({ employeeId }) => employeeId).filter((id) => id > 0);
  const undos = entries.filter(({ verb }) => verb === 'undo').map(({ act }) => act);
  const [context, records, people, redos] = await Promise.all([
    showContext(request, groupsOf(entries)),
    recordsOf(request, entries),
    recordsById(request.slack.crm, 'employee', employeeIds),
    redosAmong(request.slack.crm, undos),
  ]);
  const names = new Map(people.map((person) => [person.id, person.name]));
  const recordOf = ({ entity, recordId }: AuditEntry) => records.get(`${entity} ${recordId}`) ?? null;
  return {
    context,
    recordOf,
    who: ({ employeeId, slackUserId }) => {
      if (employeeId > 0) return escape(names.get(employeeId) ?? refOf(entityOf('employee'), employeeId));
      return slackUserId === 'app' ? 'CustomerHub' : `<@${slackUserId}>`;
    },
    what: (entry) => {
      if (!entry.entity) return 'records';
      const entity = entityOf(entry.entity);
      if (entry.recordId === null) return entity.plural;
      const record = recordOf(entry);
      return record ? named(entity, record) : refOf(entity, entry.recordId);
    },
    redid: ({ act }) => redos.has(act),
  };
}
