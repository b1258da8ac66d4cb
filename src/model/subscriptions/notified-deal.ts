import { reference } from '../fields.ts';
import type { Entity } from '../entity.ts';
import type { AnyRecord } from '../record.ts';
import { entityOf } from '../registry.ts';

const deal = entityOf('deal');

/** What the filters of subscriptions are about: a deal as it stands after the change, and `by`, who made the change. */
export const TOLD: Entity = { ...deal, fields: { ...deal.fields, by: reference('employee', { label: 'By' }) } };

/** The deal as filters see it. */
export function toldDeal(record: AnyRecord, by: number): AnyRecord {
  return { ...record, by };
}

/** Where a customer is told of and no deal, filters see a deal that is blank but for the customer and the owner. */
export function blankDeal(known: Pick<AnyRecord, 'createdAt' | 'updatedAt'> & Partial<AnyRecord>): AnyRecord {
  return {
    ...Object.fromEntries(Object.keys(deal.fields).map((name) => [name, null])),
    id: 0,
    version: 0,
    deletedAt: null,
    ...known,
  };
}
