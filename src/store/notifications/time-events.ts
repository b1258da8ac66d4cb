import { WRITES } from '../audit/audit-log.ts';
import { AT_ONCE, IDS_AT_ONCE, inBatches } from '../batches.ts';
import type { Db } from '../dialect.ts';

/** A record that nobody touched for a while. */
export interface Idle {
  id: number;
  /** When somebody last did: ISO moment in UTC. */
  last: string;
}

/** Records of these ids, touched last after one moment and not after another. */
export interface IdleQuery {
  above: number;
  upTo: number;
  after: string;
  until: string;
}

/** Open deals by their last change or interaction, whichever came later. */
export async function idleDeals(db: Db, { above, upTo, after, until }: IdleQuery): Promise<Idle[]> {
  const touched = db('interactions')
    .whereRaw('interactions.deal_id = deals.id')
    .whereNull('interactions.deleted_at')
    .max('happened_at');
  const deals = db('deals')
    .join('stages', 'stages.id', 'deals.stage_id')
    .where('stages.outcome', 'open')
    .whereNull('deals.deleted_at')
    .whereBetween('deals.id', [above + 1, upTo])
    .where('deals.updated_at', '<=', until)
    .select('deals.id', 'deals.updated_at as changed', touched.as('touched'));
  return lastOf(db, deals, { after, until });
}

/** Customers by their last interaction, or by when they were added where there was none. */
export async function idleCustomers(db: Db, { above, upTo, after, until }: IdleQuery): Promise<Idle[]> {
  const touched = db('interactions')
    .whereRaw('interactions.customer_id = customers.id')
    .whereNull('interactions.deleted_at')
    .max('happened_at');
  const customers = db('customers')
    .whereNull('customers.deleted_at')
    .whereBetween('customers.id', [above + 1, upTo])
    .where('customers.created_at', '<=', until)
    .select('customers.id', 'customers.created_at as changed', touched.as('touched'));
  return lastOf(db, customers, { after, until });
}

const lastOf = async (
  db: Db,
  rows: ReturnType<Db>,
  { after, until }: Pick<IdleQuery, 'after' | 'until'>,
): Promise<Idle[]> => {
  const last = 'case when touched is null or touched < changed then changed else touched end';
  return (await db
    .from(rows.as('idle'))
    .whereRaw(`${last} > ?`, [after])
    .whereRaw(`${last} <= ?`, [until])
    .orderBy('id')
    .select('id', db.raw(`${last} as last`))) as Idle[];
};

/** Follow-ups that are not done (or, where it is asked, done or not) and due between two days, both included: with their day. */
export async function dueFollowUps(
  db: Db,
  { from, to, above, limit, done = false }: { from: string; to: string; above: number; limit: number; done?: boolean },
): Promise<Idle[]> {
  return (await db('follow_ups')
    .whereNull('deleted_at')
    .modify((query) => (done ? undefined : void query.whereNull('done_at')))
    .whereBetween('due_on', [from, to])
    .where('id', '>', above)
    .orderBy('id')
    .limit(limit)
    .select('id', 'due_on as last')) as Idle[];
}

/** The follow-ups about a deal, or with a customer, that were due up to a day: the newest first. */
export async function followUpsDueOf(
  db: Db,
  about: { deal_id: number } | { customer_id: number; deal_id: null },
  { to, limit }: { to: string; limit: number },
): Promise<number[]> {
  return db('follow_ups')
    .where(about)
    .whereNull('deleted_at')
    .where('due_on', '<=', to)
    .orderBy('due_on', 'desc')
    .limit(limit)
    .pluck('id');
}

/** What a subscription was told because time passed, the newest of each record. */
export interface TimeEventPayload {
  subscription: number;
  event: string;
  record: number;
  /** What makes it another time: when the record was last touched, or the day on which it was due. */
  occurrence: string;
  /** ISO moment in UTC. */
  at: string;
}

interface TimeEventRow {
  subscription_id: number;
  event: string;
  record_id: number;
  occurrence: string;
  at: string;
}

const toPayload = ({ subscription_id, event, record_id, occurrence, at }: TimeEventRow): TimeEventPayload => ({
  subscription: subscription_id,
  event,
  record: record_id,
  occurrence,
  at,
});

/** Which occurrence of these records was told last: record to occurrence. */
export async function toldOccurrences(
  db: Db,
  { subscription, event }: Pick<TimeEventPayload, 'subscription' | 'event'>,
  records: readonly number[],
): Promise<Map<number, string>> {
  const rows = await inBatches(records, IDS_AT_ONCE, async (some) => {
    return (await db('clock_news')
      .where({ subscription_id: subscription, event })
      .whereIn('record_id', [...some])) as TimeEventRow[];
  });
  return new Map(rows.map(toPayload).map(({ record, occurrence }) => [record, occurrence]));
}

/** What these subscriptions were told last of a record because time passed. */
export async function newsOfRecord(
  db: Db,
  subscriptions: readonly number[],
  { event, record }: Pick<TimeEventPayload, 'event' | 'record'>,
): Promise<TimeEventPayload[]> {
  return (
    (await db('clock_news')
      .whereIn('subscription_id', [...subscriptions])
      .where({ event, record_id: record })) as TimeEventRow[]
  ).map(toPayload);
}

/** Writes down that these were told; each takes the place of what the record had before. */
export async function keepTold(db: Db, news: readonly TimeEventPayload[]): Promise<void> {
  for (let at = 0; at < news.length; at += 200) {
    const rows = news.slice(at, at + 200).map(({ subscription, event, record, ...one }): TimeEventRow => ({
      subscription_id: subscription,
      event,
      record_id: record,
      occurrence: one.occurrence,
      at: one.at,
    }));
    await db('clock_news')
      .insert(rows)
      .onConflict(['subscription_id', 'event', 'record_id'])
      .merge(['occurrence', 'at']);
  }
}

interface Touch {
  id: number;
  /** ISO moment in UTC. */
  at: string;
}

/** Conversations with these deals or customers after a moment. */
const touchesOf = async (
  db: Db,
  column: 'deal_id' | 'customer_id',
  ids: readonly number[],
  after: string,
): Promise<Touch[]> =>
  (await db('interactions')
    .whereIn(column, [...ids])
    .whereNull('deleted_at')
    .where('happened_at', '>', after)
    .select(`${column} as id`, 'happened_at as at')) as Touch[];

type Moments = Map<number, string[]>;

/** The moments of each record, the oldest first. */
const momentsIn = (touches: readonly Touch[]): Moments => {
  const moments: Moments = new Map();
  for (const { id, at } of touches) {
    const known = moments.get(id);
    if (known) known.push(at);
    else moments.set(id, [at]);
  }
  return new Map([...moments].map(([id, all]) => [id, all.toSorted()]));
};

/** When these deals were changed or spoken of, after a moment: deal to ISO moments, the oldest first. */
export async function momentsOfDeals(db: Db, deals: readonly number[], after: string): Promise<Moments> {
  const touches = await inBatches(deals, AT_ONCE, async (some) => {
    const writes = (await db('audit_log')
      .where({ entity: 'deal' })
      .whereIn('record_id', [...some])
      .whereIn('verb', WRITES)
      .where('at', '>', after)
      .select('record_id as id', 'at')) as Touch[];
    return [...writes, ...(await touchesOf(db, 'deal_id', some, after))];
  });
  return momentsIn(touches);
}

/** When somebody was in touch with customers after a moment, or added them. @param also customers that nobody spoke to since */
export async function momentsOfCustomers(
  db: Db,
  { also, after, most }: { also: readonly number[]; after: string; most: number },
): Promise<Moments> {
  const spoken = await db('interactions')
    .where('happened_at', '>', after)
    .distinct('customer_id')
    .limit(most)
    .pluck<number[]>('customer_id');
  const customers = [...new Set([...also, ...spoken])].slice(0, most);
  const touches = await inBatches(customers, AT_ONCE, async (some) => {
    const added = (await db('customers')
      .whereIn('id', [...some])
      .where('created_at', '>', after)
      .select('id', 'created_at as at')) as Touch[];
    return [...added, ...(await touchesOf(db, 'customer_id', some, after))];
  });
  return momentsIn(touches);
}
