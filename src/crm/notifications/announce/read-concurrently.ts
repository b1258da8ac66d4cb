import { isDeepStrictEqual } from 'node:util';
import { factsInOrder, type DealFact } from '../../../model/subscriptions/facts.ts';
import type { DisplayOptions } from '../../../model/subscriptions/display-options.ts';
import { tellWith, waitingBeside } from '../../../store/outbox/batch.ts';
import { momentOf } from '../../../model/dates/time.ts';
import type { OutboxItem } from '../../../store/outbox/outbox.ts';
import type { Crm } from '../../context/index.ts';

/** What updates of a deal have in common: their writes, the notified facts, and the display options. */
interface UpdatePayload {
  /** ISO moment of the last write. */
  at: string;
  events?: DealFact[];
  display?: DisplayOptions;
  entries?: [number, number];
}

/** All but what each subscription makes of it. A single write is the same, whether it settled or not. */
const eventOf = ({ events: _events, display: _manner, entries, ...what }: UpdatePayload): object => ({
  ...what,
  entries: entries && entries[0] !== entries[1] ? entries : undefined,
});

const louder = (one: DisplayOptions | undefined, other: DisplayOptions | undefined): DisplayOptions | undefined =>
  one && other
    ? {
        style: one.style === 'full' ? 'full' : other.style,
        aloud: one.aloud || other.aloud,
      }
    : (one ?? other);

/** Whether the first covers every write of the second, and earlier ones. */
const covers = (wide: UpdatePayload, narrow: UpdatePayload): boolean =>
  wide.entries !== undefined &&
  wide.at === narrow.at &&
  (narrow.entries === undefined || (wide.entries[1] === narrow.entries[1] && wide.entries[0] <= narrow.entries[0])) &&
  narrow.events !== undefined &&
  narrow.events.every((fact) => wide.events?.includes(fact));

/** One message in place of two of the same kind; null where neither covers the other. */
export function asOne<T extends UpdatePayload>(one: T, other: T): T | null {
  const display = louder(one.display, other.display);
  if (isDeepStrictEqual(eventOf(one), eventOf(other))) {
    const events = one.events && factsInOrder([...one.events, ...(other.events ?? [])]);
    return { ...one, ...(events && { events }), ...(display && { display }) };
  }
  const wide = [one, other].find((each, at) => covers(each, at === 0 ? other : one));
  return wide ? { ...wide, ...(display && { display }) } : null;
}

/**
 * What several subscriptions of a channel are to hear of one change becomes one message: the item takes along those that
 * wait in its lane with the same content. They are done with it and share its outcome.
 * @param by the worker that holds the item
 * @returns the item as it is to be told
 */
export async function takeAlong(crm: Crm, item: OutboxItem, by: string): Promise<OutboxItem> {
  // One that was tried may be in the channel already, as it was.
  if (item.op !== 'tell' || item.attempts > 0) return item;
  return crm.database.transaction(async (db) => {
    let told = JSON.parse(item.payload) as UpdatePayload;
    const along: number[] = [];
    for (const other of await waitingBeside(db, item)) {
      const both = asOne(told, JSON.parse(other.payload) as UpdatePayload);
      if (!both) continue;
      told = both;
      along.push(other.id);
    }
    if (along.length === 0) return item;
    const payload = JSON.stringify(told);
    const isOurs = await tellWith(db, { id: item.id, by, payload, at: momentOf(crm.now()) }, along);
    return isOurs ? { ...item, payload } : item;
  });
}
