import type { Started } from '../../../src/model/started.ts';
import type { TestCrm } from '../../support/crm.ts';

/**
 * Moments are ISO in UTC, days `YYYY-MM-DD`, amounts minor units. People and customers are named by their place in
 * `people` and `customers`; where none is named, it is the first of the people, and a deleted customer of long ago.
 */
export interface DealRow {
  stage: number;
  amount: number | null;
  currency?: string;
  createdAt: string;
  /** `here` unless it is said. */
  started?: Started;
  closedOn?: string | null;
  closeOn?: string | null;
  lostReason?: string | null;
  owner?: number;
  customer?: number | null;
  deleted?: boolean;
  /** What the trail tells of it, in this order. */
  moves?: readonly MoveRow[];
}
/** A move from stage to stage, of the expected close or of the amount. `undone` once: as if it had never been; twice: put back. */
export interface MoveRow {
  field: 'stage' | 'closeOn' | 'amount';
  from: number | string | null;
  to: number | string | null;
  at: string;
  undone?: 0 | 1 | 2;
}
export interface TouchRow {
  by: number;
  kind: string;
  happenedAt: string;
  customer?: number | null;
  deleted?: boolean;
}
export interface MadeRow {
  createdAt: string;
  started?: Started;
  owner?: number;
  deleted?: boolean;
}
export interface CustomerRow extends MadeRow {
  industry?: string | null;
  country?: string | null;
}
export interface ContactRow extends MadeRow {
  customer?: number | null;
}
export interface TargetRow {
  by: number;
  quarter: string;
  amount: number;
  currency?: string;
  deleted?: boolean;
}
export interface DataSet {
  people: string[];
  customers: CustomerRow[];
  contacts: ContactRow[];
  deals: DealRow[];
  interactions: TouchRow[];
  targets?: TargetRow[];
}

const LONG_AGO = '2020-01-01T00:00:00.000Z';

const begun = ({ started = 'here', ...row }: MadeRow) => ({ started, ...record(row) });
const record = ({ createdAt, deleted = false }: { createdAt: string; deleted?: boolean }) => ({
  created_at: createdAt,
  updated_at: createdAt,
  deleted_at: deleted ? createdAt : null,
});

const at = (ids: readonly number[], index: number | null | undefined, other: number | undefined): number => {
  const id = (index === null || index === undefined ? undefined : ids[index]) ?? other;
  if (id === undefined) throw new Error(`There is no row ${index}.`);
  return id;
};

/** The entries of the trail that a move and its undoing leave. */
const entriesOf = (deal: number, { field, from, to, at: moment, undone = 0 }: MoveRow) => {
  const entry = (was: MoveRow['from'], is: MoveRow['from'], source: string) => ({
    ...{ at: moment, act: 'made', slack_user_id: 'U1', slack_team_id: 'T1', employee_id: 0, verb: 'update' },
    ...{ entity: 'deal', record_id: deal, changes: JSON.stringify({ [field]: [was, is] }), source },
  });
  return [
    entry(from, to, 'form'),
    ...(undone > 0 ? [entry(to, from, 'undo')] : []),
    ...(undone > 1 ? [entry(from, to, 'undo')] : []),
  ];
};

/** Writes the rows past the road, so that each can lie on its own day. */
export const fill = async (crm: TestCrm, data: DataSet): Promise<void> => {
  const db = crm.database.db;
  const insert = async (table: string, rows: Record<string, unknown>[]): Promise<number[]> => {
    const ids: number[] = [];
    for (let from = 0; from < rows.length; from += 100) {
      const made = (await db(table)
        .insert(rows.slice(from, from + 100))
        .returning('id')) as { id: number }[];
      ids.push(...made.map(({ id }) => id));
    }
    return ids;
  };
  const people = await insert(
    'employees',
    data.people.map((name) => ({
      name,
      search_text: name.toLowerCase(),
      role: 'rep',
      ...record({ createdAt: LONG_AGO }),
    })),
  );
  const somebody = people[0];
  const ghost = {
    name: 'Ghost',
    status: 'former',
    owner_id: somebody,
    ...record({ createdAt: LONG_AGO, deleted: true }),
  };
  const [nowhere] = await insert('customers', [ghost]);
  const owned = (index: number | undefined) => ({ owner_id: at(people, index, somebody) });
  const customers = await insert(
    'customers',
    data.customers.map(({ owner, industry = null, country = null, ...row }, index) => ({
      ...{ name: `Firm ${index}`, status: 'active', industry, country },
      ...owned(owner),
      ...begun(row),
    })),
  );
  const ofCustomer = (index: number | null | undefined) => ({ customer_id: at(customers, index, nowhere) });
  await insert(
    'contacts',
    data.contacts.map(({ owner, customer, ...row }) => ({
      ...{ name: 'Somebody', ...owned(owner), ...ofCustomer(customer) },
      ...begun(row),
    })),
  );
  const deals = await insert(
    'deals',
    data.deals.map(({ stage, amount, currency = 'EUR', closedOn = null, closeOn = null, ...row }) => ({
      ...{ name: 'Something', stage_id: stage, amount, currency, closed_on: closedOn, close_on: closeOn },
      ...{ lost_reason: row.lostReason ?? null, ...owned(row.owner), ...ofCustomer(row.customer) },
      ...begun(row),
    })),
  );
  const entries = data.deals.flatMap(({ moves = [] }, index) =>
    moves.flatMap((move) => entriesOf(deals[index] ?? 0, move)),
  );
  // One by one, as they were written.
  await insert('audit_log', entries);
  await insert(
    'interactions',
    data.interactions.map(({ by, kind, happenedAt, customer, deleted = false }) => ({
      ...{ kind, happened_at: happenedAt, what: 'They talked.', owner_id: people[by], ...ofCustomer(customer) },
      ...record({ createdAt: happenedAt, deleted }),
    })),
  );
  await insert(
    'targets',
    (data.targets ?? []).map(({ by, quarter, amount, currency = 'EUR', deleted = false }) => ({
      ...{ owner_id: people[by], quarter, amount, currency, ...record({ createdAt: LONG_AGO, deleted }) },
    })),
  );
};

const TABLES = ['targets', 'stage_moves', 'close_moves', 'interactions', 'deals', 'contacts', 'customers', 'employees'];

/** Takes all of it away again, but the trail. */
export const empty = async (crm: TestCrm): Promise<void> => {
  for (const table of TABLES) await crm.database.db(table).delete();
};
