import { type Role, type Need } from './roles.ts';
import type { Actor } from './actor.ts';
import type { Entity } from './entity.ts';
import type { AnyRecord } from './record.ts';

/** What is done to no single record: who may, and how it is called after “can” and “can’t”. */
export const ABILITIES = {
  audit: {
    need: 'manager',
    called: 'read the audit log',
    instead: 'See one record’s changes with `/crm history`.',
  },
  export: { need: 'manager', called: 'export records', instead: 'See them with `/crm list`.' },
  import: { need: 'manager', called: 'import records', instead: 'Add a single one with `/crm add`.' },
  undoOthers: { need: 'manager', called: 'undo someone else’s changes' },
  handOver: { need: 'manager', called: 'transfer the records of someone who left' },
  settings: { need: 'admin', called: 'change settings, stages and roles' },
  erase: { need: 'admin', called: 'erase a contact’s personal data' },
} as const satisfies Record<string, { need: Role; called: string; instead?: string }>;
export type Ability = keyof typeof ABILITIES;

/** Who can help somebody who lacks this: the least role that may do it to any record, or may give the role that does. */
export function helperFor(need: Need): 'manager' | 'admin' {
  return need === 'own' || need === 'manager' ? 'manager' : 'admin';
}

/** A record is a person's own when it names them as its owner; an employee's own record is their own. */
export function isOwn(entity: Entity, record: AnyRecord, actor: Actor): boolean {
  return (entity.traits.isColleague ? record.id : record['owner']) === actor.employeeId;
}
