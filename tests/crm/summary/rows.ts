import type { TestCrm } from '../../support/crm.ts';

/** Moments are ISO in UTC, days `YYYY-MM-DD`, amounts minor units. People are named by their place in `people`. */
export interface DealRow {
  stage: number;
  amount: number | null;
  currency?: string;
  createdAt: string;
  closedOn?: string | null;
  deleted?: boolean;
}
export interface TouchRow {
  by: number;
  kind: string;
  happenedAt: string;
  deleted?: boolean;
}
export interface MadeRow {
  createdAt: string;
  deleted?: boolean;
}
export interface DataSet {
  people: string[];
  customers: MadeRow[];
  contacts: MadeRow[];
  deals: DealRow[];
  interactions: TouchRow[];
}

const LONG_AGO = '2020-01-01T00:00:00.000Z';

const record = ({ createdAt, deleted = false }: { createdAt: string; deleted?: boolean }) => ({
  created_at: createdAt,
  updated_at: createdAt,
  deleted_at: deleted ? createdAt : null,
});

/**
 * Writes the rows past the road, so that each can lie on its own day. Whatever they refer to is a deleted customer of
 * long ago, which counts nowhere.
 */
export const fill = async (crm: TestCrm, data: DataSet): Promise<void> => {
  const db = crm.database.knex;
  const insert = async (table: string, rows: Record<string, unknown>[]): Promise<number[]> =>
    rows.length === 0 ? [] : ((await db(table).insert(rows).returning('id')) as { id: number }[]).map(({ id }) => id);
  const people = await insert(
    'employees',
    data.people.map((name) => ({ name, role: 'rep', ...record({ createdAt: LONG_AGO }) })),
  );
  const [owner_id] = people;
  const ghost = { name: 'Ghost', status: 'former', owner_id, ...record({ createdAt: LONG_AGO, deleted: true }) };
  const [customer_id] = await insert('customers', [ghost]);
  const named = { name: 'Somebody', owner_id };
  await insert(
    'customers',
    data.customers.map((row) => ({ ...named, status: 'active', ...record(row) })),
  );
  await insert(
    'contacts',
    data.contacts.map((row) => ({ ...named, customer_id, ...record(row) })),
  );
  await insert(
    'deals',
    data.deals.map(({ stage, amount, currency = 'EUR', closedOn = null, ...row }) => ({
      ...{ ...named, customer_id, stage_id: stage, amount, currency, closed_on: closedOn },
      ...record(row),
    })),
  );
  await insert(
    'interactions',
    data.interactions.map(({ by, kind, happenedAt, deleted = false }) => ({
      ...{ customer_id, kind, happened_at: happenedAt, what: 'They talked.', owner_id: people[by] },
      ...record({ createdAt: happenedAt, deleted }),
    })),
  );
};

/** Takes all of it away again. */
export const empty = async (crm: TestCrm): Promise<void> => {
  for (const table of ['interactions', 'deals', 'contacts', 'customers', 'employees'])
    await crm.database.knex(table).delete();
};
