import type { EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import type { Changes } from '../../store/audit/audit-row.ts';

/** Of what a request changed, what living cards show. */
export interface Touched {
  /** Slack ids of channels for which somebody decided who reads what. */
  channels: Set<string>;
  deals: Set<number>;
  customers: Set<number>;
  /** Whose deals show it. */
  dealsOf: Record<'customer_id' | 'owner_id' | 'stage_id', Set<number>>;
}

export function nothingTouched(): Touched {
  return {
    channels: new Set(),
    deals: new Set(),
    customers: new Set(),
    dealsOf: { customer_id: new Set(), owner_id: new Set(), stage_id: new Set() },
  };
}

const addIds = (to: Set<number>, ...values: (Value | undefined)[]): void => {
  for (const value of values) if (typeof value === 'number') to.add(value);
};

/** Notes what cards show of a change, the record before it and after it. */
export function touch(
  { touched }: { touched: Touched },
  { entity, record, changes }: { entity: EntityName; record: AnyRecord; changes: Changes },
): void {
  const { deals, customers, dealsOf } = touched;
  if (entity === 'channel') touched.channels.add(String(record['channel']));
  if (entity === 'deal') addIds(deals, record.id);
  if (entity === 'customer') addIds(customers, record.id);
  if (entity === 'customer' && ('name' in changes || 'deletedAt' in changes)) addIds(dealsOf.customer_id, record.id);
  if (entity === 'employee' && 'name' in changes) addIds(dealsOf.owner_id, record.id);
  if (entity === 'stage') addIds(dealsOf.stage_id, record.id);
  if (entity !== 'deal' && entity !== 'interaction' && entity !== 'followUp') return;
  addIds(customers, record['customer'], ...(changes['customer'] ?? []));
  if (entity !== 'deal') addIds(deals, record['deal'], ...(changes['deal'] ?? []));
}
