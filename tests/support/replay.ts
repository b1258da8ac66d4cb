import type { Changes } from '../../src/crm/audit/audit.ts';
import type { Crm } from '../../src/crm/context/crm.ts';
import type { EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import type { Value } from '../../src/model/fields.ts';
import { entityOf } from '../../src/model/registry.ts';
import { toRecord, type Row } from '../../src/store/columns.ts';

/** `deal 12` -> what the record holds, blanks left out, with its version. */
export type State = Map<string, Record<string, Value>>;

const WRITES = ['create', 'update', 'remove', 'restore', 'merge', 'repoint'];

interface Entry {
  id: number;
  act: string;
  verb: string;
  entity: EntityName | null;
  record_id: number;
  changes: string;
}

/** What the audit trail says happened after an entry, carried out on nothing. */
export const replayed = async (crm: Crm, after: number): Promise<State> => {
  const state: State = new Map();
  const entries = (await crm.database.db('audit_log').where('id', '>', after).orderBy('id')) as Entry[];
  for (const { verb, entity, record_id, changes } of entries) {
    if (!WRITES.includes(verb)) continue;
    const key = `${entity} ${record_id}`;
    const record = state.get(key) ?? { version: 0 };
    for (const [field, [before, value]] of Object.entries(JSON.parse(changes) as Changes)) {
      if ((record[field] ?? null) !== before)
        throw new Error(`${key}: ${field} was ${String(record[field])}, the trail says ${String(before)}`);
      if (value === null) delete record[field];
      else record[field] = value;
    }
    state.set(key, { ...record, version: Number(record['version']) + 1 });
  }
  return state;
};

/** What the tables hold of these entities, from an id on. */
export const stored = async (crm: Crm, from: ReadonlyMap<EntityName, number>): Promise<State> => {
  const state: State = new Map();
  for (const [name, id] of from) {
    const entity = entityOf(name);
    const rows = (await crm.database.db(entity.table).where('id', '>', id)) as Row[];
    for (const row of rows) state.set(`${name} ${Number(row['id'])}`, plain(toRecord(entity, row)));
  }
  return state;
};

const plain = ({
  id: _id,
  createdAt: _created,
  updatedAt: _updated,
  started: _started,
  ...values
}: AnyRecord): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
