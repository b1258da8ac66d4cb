import type { AuditEntry } from '../../../store/audit/audit-row.ts';
import { undosSince } from '../../../store/audit/audit-since.ts';
import type { Db } from '../../../store/database.ts';

/** The act that an undo, its redo, and whatever followed are about in the end. */
const rootOf = (act: string, undos: ReadonlyMap<string, string>): string => {
  let root = act;
  for (let taken = undos.get(root); taken !== undefined; taken = undos.get(root)) root = taken;
  return root;
};

/** What makes a deal that was created go, or come again. */
const COMINGS: ReadonlySet<string> = new Set(['remove', 'restore', 'merge']);

/**
 * Finds the deals whose creation was undone, such as those of an import that was a mistake: they are as if they had never
 * been. Writes are handed to it from the newest on.
 */
export class Creations {
  /** Deal -> the act that created it, and its moment. */
  readonly #created = new Map<number, { act: string; at: string }>();
  /** Deal -> the undo that made it go; null where something else made it come or go last. */
  readonly #removedBy = new Map<number, string | null>();

  see({ entity, recordId, verb, act, at, source }: AuditEntry): void {
    if (entity !== 'deal' || recordId === null) return;
    if (verb === 'create') this.#created.set(recordId, { act, at });
    if (COMINGS.has(verb) && !this.#removedBy.has(recordId))
      this.#removedBy.set(recordId, verb === 'remove' && source === 'undo' ? act : null);
  }

  /** ISO moment at which the trail says that a deal was created; null where nothing of that was handed in. */
  createdAt(deal: number): string | null {
    return this.#created.get(deal)?.at ?? null;
  }

  /** @param start ISO moment, before which no write was handed in */
  async takenBack(db: Db, start: string): Promise<ReadonlySet<number>> {
    const undos = await undosSince(db, start);
    const undone = [...this.#removedBy].filter(
      ([deal, act]) => act !== null && rootOf(act, undos) === this.#created.get(deal)?.act,
    );
    return new Set(undone.map(([deal]) => deal));
  }
}
