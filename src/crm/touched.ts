import type { AnyRecord, EntityName } from '../model/entity.ts';
import type { Value } from '../model/fields.ts';
import { momentOf } from '../model/time.ts';
import type { Changes } from '../store/audit.ts';
import { cardsShowing } from '../store/cards.ts';
import { askRefresh } from '../store/outbox.ts';
import type { Road } from './road-type.ts';

/** Of what a request changed, what living cards show. */
export interface Touched {
  deals: Set<number>;
  customers: Set<number>;
  /** Whose deals show it. */
  dealsOf: Record<'customer_id' | 'owner_id' | 'stage_id', Set<number>>;
}

export const nothingTouched = (): Touched => ({
  deals: new Set(),
  customers: new Set(),
  dealsOf: { customer_id: new Set(), owner_id: new Set(), stage_id: new Set() },
});

const addIds = (to: Set<number>, ...values: (Value | undefined)[]): void => {
  for (const value of values) if (typeof value === 'number') to.add(value);
};

/** Notes what cards show of a change, the record before it and after it. */
export const touch = (
  { touched }: Pick<Road, 'touched'>,
  { entity, record, changes }: { entity: EntityName; record: AnyRecord; changes: Changes },
): void => {
  const { deals, customers, dealsOf } = touched;
  if (entity === 'deal') addIds(deals, record.id);
  if (entity === 'customer') addIds(customers, record.id);
  if (entity === 'customer' && ('name' in changes || 'deletedAt' in changes)) addIds(dealsOf.customer_id, record.id);
  if (entity === 'employee' && 'name' in changes) addIds(dealsOf.owner_id, record.id);
  if (entity === 'stage') addIds(dealsOf.stage_id, record.id);
  if (entity !== 'deal' && entity !== 'interaction' && entity !== 'followUp') return;
  addIds(customers, record['customer'], ...(changes['customer'] ?? []));
  if (entity !== 'deal') addIds(deals, record['deal'], ...(changes['deal'] ?? []));
};

/** Asks for every card that shows something of it to be brought up to date: once, at the end of the request. */
export const refreshTouched = async ({ db, crm, at, touched }: Road): Promise<void> => {
  const { deals, customers, dealsOf } = touched;
  const sets = [deals, customers, ...Object.values(dealsOf)];
  if (sets.every(({ size }) => size === 0)) return;
  const cards = await cardsShowing(db, {
    deals: [...deals],
    customers: [...customers],
    dealsOf: {
      customer_id: [...dealsOf.customer_id],
      owner_id: [...dealsOf.owner_id],
      stage_id: [...dealsOf.stage_id],
    },
  });
  await askRefresh(db, cards, { at, dueAt: momentOf(crm.now() + crm.gather) });
};
