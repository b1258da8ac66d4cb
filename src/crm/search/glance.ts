import type { AnyRecord } from '../../model/record.ts';
import { entityOf } from '../../model/registry.ts';
import type { Value } from '../../model/fields.ts';
import { firstRecords, listRecords } from '../../store/records.ts';
import { pipelineOf, type Crm } from '../context/index.ts';

/** A customer at a glance: what a rep wants to know before and after a call. */
export interface Glance {
  /** Newest first, three at most. */
  touches: AnyRecord[];
  touchCount: number;
  /** Newest first, five at most. */
  openDeals: AnyRecord[];
  openDealCount: number;
  /** The next undone follow-up. */
  next: AnyRecord | null;
}

const openStages = async (crm: Crm): Promise<number[]> =>
  (await pipelineOf(crm)).filter((stage) => stage.outcome === 'open').map((stage) => stage.id);

/** @param where narrows to one customer, deal or contact, as a field of interactions: `{ customer: 12 }` */
export async function glanceAt(crm: Crm, where: { customer: Value } | { deal: Value }): Promise<Glance> {
  const db = crm.database.db;
  const [touches, deals, [next = null]] = await Promise.all([
    listRecords(db, entityOf('interaction'), { where, limit: 3 }),
    'customer' in where
      ? listRecords(db, entityOf('deal'), { where: { ...where, stage: await openStages(crm) }, limit: 5 })
      : { records: [], total: 0 },
    firstRecords(db, entityOf('followUp'), { where: { ...where, doneAt: null }, limit: 1 }),
  ]);
  return {
    touches: touches.records,
    touchCount: touches.total,
    openDeals: deals.records,
    openDealCount: deals.total,
    next,
  };
}

/** What one employee has on their table: for Home. */
export interface MyDay {
  openDeals: AnyRecord[];
  openDealCount: number;
  /** Undone follow-ups of theirs, the most urgent first. */
  followUps: AnyRecord[];
  followUpCount: number;
  /** Their newest interactions. */
  recent: AnyRecord[];
}

export async function myDay(crm: Crm, owner: number): Promise<MyDay> {
  const db = crm.database.db;
  const [deals, followUps, recent] = await Promise.all([
    listRecords(db, entityOf('deal'), {
      where: { owner, stage: await openStages(crm) },
      sort: { by: 'closeOn', descending: false },
      limit: 8,
    }),
    listRecords(db, entityOf('followUp'), { where: { owner, doneAt: null }, limit: 8 }),
    firstRecords(db, entityOf('interaction'), { where: { owner }, limit: 5 }),
  ]);
  return {
    openDeals: deals.records,
    openDealCount: deals.total,
    followUps: followUps.records,
    followUpCount: followUps.total,
    recent,
  };
}
