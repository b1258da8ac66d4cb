import type { AnyRecord, Stage } from '../../../model/record.ts';
import { netOf } from '../../../model/subscriptions/net-change.ts';
import { momentOf } from '../../../model/dates/time.ts';
import type { AuditEntry } from '../../../store/audit/audit-row.ts';
import { dealEvent, type OperationEffect, type DomainEvent } from './domain-event.ts';

/** A write of a deal, as the audit trail holds it. */
export type DealWrite = Pick<AuditEntry, 'id' | 'at' | 'verb' | 'changes' | 'employeeId' | 'slackUserId' | 'source'>;

/** A pending update of a subscription about a deal. */
export interface Earlier {
  /** The first and the last write it covers: ids in the audit log. */
  entries: readonly [number, number];
  /** ISO moment until which later writes are merged into it. */
  coalescedUntil: string;
  /** Nobody delivers it yet. */
  open: boolean;
}

/** Writes of one deal that one message combines. */
export interface CoalescedChanges<E extends Earlier> {
  /** Oldest first. */
  writes: DealWrite[];
  /** The message they are merged into; null for a new one. */
  into: E | null;
}

/**
 * Which writes belong together: those of the message that has not settled yet, or else those within the settling time
 * that no message covers. Writes without a net change count too, so that 10 → 20 → 10 → 30 is 10 → 30.
 * @param trail of the deal, oldest first, up to the write at `at`
 * @param settle milliseconds
 */
export function coalescedChangesOf<E extends Earlier>(
  trail: readonly DealWrite[],
  earlier: readonly E[],
  { at, settle }: { at: string; settle: number },
): CoalescedChanges<E> {
  const into = earlier.findLast(({ open, coalescedUntil }) => open && coalescedUntil > at) ?? null;
  if (into) return { into, writes: trail.filter(({ id }) => id >= into.entries[0]) };
  const through = Math.max(0, ...earlier.map(({ entries }) => entries[1]));
  const from = momentOf(Date.parse(at) - settle);
  return { into, writes: trail.filter((write) => write.id > through && write.at > from) };
}

/** Who made a write, by name. */
export type NameOf = (write: DealWrite) => string;

/** What these writes come to for those who subscribed, as if they were one; null when it is nothing to them. */
export function settled(
  writes: readonly DealWrite[],
  { record, stages, nameOf }: { record: AnyRecord; stages: readonly Stage[]; nameOf: NameOf },
): DomainEvent | null {
  const net = netOf(writes);
  const [first, last] = [writes[0], writes.at(-1)];
  if (!net || !first || !last) return null;
  const effectBy = (write: DealWrite): OperationEffect => ({
    ...{ entity: 'deal', verb: net.verb, changes: net.changes, record, at: last.at, source: write.source },
    by: { employeeId: write.employeeId, slackUserId: write.slackUserId, name: nameOf(write) },
  });
  const [doer = effectBy(last), ...others] = new Map(
    writes.map((write) => [`${write.employeeId} ${write.slackUserId} ${write.source}`, effectBy(write)]),
  ).values();
  return dealEvent([doer, ...others], stages, [first.id, last.id]);
}
