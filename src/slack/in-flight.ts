import type { Crm } from '../crm/context/index.ts';
import { unhurried } from '../model/runtime/deadline.ts';
import type { MessageWithFallbacks } from './messages/message-with-fallbacks.ts';

const running = new WeakMap<Crm, Map<string, Promise<MessageWithFallbacks>>>();

/**
 * An answer that is asked for again while it is being worked out, or while its charts are being made, is worked out once,
 * and all who asked get what came of it: somebody who presses five times in a second costs one summary.
 * @param key says everything on which the answer depends
 */
export function onceAtATime(
  crm: Crm,
  key: string,
  work: () => Promise<MessageWithFallbacks>,
): Promise<MessageWithFallbacks> {
  const mine = running.get(crm) ?? new Map<string, Promise<MessageWithFallbacks>>();
  running.set(crm, mine);
  // What was saved since is in no answer that was begun before.
  const asOf = `${crm.database.writes} ${key}`;
  const found = mine.get(asOf);
  if (found) return found;
  const started = unhurried(work);
  mine.set(asOf, started);
  void started
    .then(({ charts }) => charts?.ready())
    .catch(() => undefined)
    .finally(() => mine.delete(asOf));
  return started;
}
