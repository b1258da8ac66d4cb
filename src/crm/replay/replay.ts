import type { EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import { entityOf, hasTrait, type RecordNamed } from '../../model/registry.ts';
import type { AuditEntry } from '../../store/audit/audit-row.ts';
import type { Db } from '../../store/database.ts';
import { findRecords } from '../../store/records.ts';
import { interactionsOf } from '../../store/notifications/subscriptions.ts';

/** Records as they are, taken back write by write to what they were: entries are handed to it from the newest on. */
export class Replay {
  readonly #records = new Map<string, AnyRecord>();

  /** Deal to every interaction that was ever seen with it. */
  readonly #touches = new Map<number, Set<number>>();

  #put = (entity: EntityName, record: AnyRecord): void => {
    this.#records.set(`${entity} ${record.id}`, record);
    const { deal } = record;
    if (!hasTrait(entity, 'isTouch') || typeof deal !== 'number') return;
    this.#touches.set(deal, (this.#touches.get(deal) ?? new Set()).add(record.id));
  };

  /** Takes in those records as they are now. */
  async load(db: Db, entity: EntityName, ids: readonly number[]): Promise<void> {
    for (const record of (await findRecords(db, entityOf(entity), ids)).values()) this.#put(entity, record);
  }

  /** Takes in all interactions with these deals, for when they were last touched. */
  async loadTouches(db: Db, deals: readonly number[]): Promise<void> {
    for (const record of await interactionsOf(db, deals)) this.#put('interaction', record);
  }

  /** As it stood then; null when there was none. */
  at<N extends EntityName>(entity: N, id: number): RecordNamed<N> | null {
    return (this.#records.get(`${entity} ${id}`) as RecordNamed<N> | undefined) ?? null;
  }

  /** Undoes one write. */
  back({ entity, recordId, verb, changes }: AuditEntry): void {
    if (entity === null || recordId === null) return;
    const record = this.at(entity, recordId);
    if (!record) return;
    if (verb === 'create') {
      this.#records.delete(`${entity} ${recordId}`);
      return;
    }
    const before = Object.fromEntries(Object.entries(changes).map(([name, [was]]) => [name, was]));
    this.#put(entity, { ...record, ...before, version: record.version - 1 } as AnyRecord);
  }

  /** When a deal was last touched, as it stood then: ISO moment in UTC, or null. */
  lastTouch(deal: number): string | null {
    const seen = [...(this.#touches.get(deal) ?? [])].map((id) => this.at('interaction', id));
    const stood = seen.filter((record) => record?.deal === deal && record.deletedAt === null);
    const moments = stood.map((record) => String(record?.happenedAt));
    return moments.toSorted().at(-1) ?? null;
  }
}
