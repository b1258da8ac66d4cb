import type { Entity, EntityName } from '../../model/entity.ts';
import { ENTITY_NAMES, entitiesWith, entityOf } from '../../model/registry.ts';
import { searchText } from '../../model/text/search-text.ts';
import { writesBackTo } from '../../store/audit/audit-since.ts';
import { toRow, type Row } from '../../store/columns.ts';
import type { Db } from '../../store/database.ts';
import { countKept } from '../../store/records.ts';
import type { Scratch } from '../../store/snapshots/scratch.ts';
import { erasedSince } from '../../store/snapshots/source.ts';
import { Replay } from '../replay/index.ts';

/** What is known of a past. */
export interface SnapshotFacts {
  /** How many people were erased since: their data is missing from the snapshot. */
  erased: number;
  /** How many records imports brought since: the trail does not know them from before. */
  imported: number;
}

/** Takes every record back that was written to since the moment. @returns their ids, too */
const revert = async (
  db: Db,
  moment: string,
): Promise<{ replay: Replay; ids: Map<EntityName, Set<number>>; imported: number }> => {
  const replay = new Replay();
  const imported = new Map(entitiesWith('keepsStart').map((name) => [name, new Set<number>()]));
  const ids = new Map(ENTITY_NAMES.map((name) => [name, new Set<number>()]));
  for await (const entries of writesBackTo(db, moment, ENTITY_NAMES)) {
    for (const [name, seen] of ids) {
      const unseen = new Set<number>();
      for (const { entity, recordId: id } of entries)
        if (entity === name && id !== null && !seen.has(id)) unseen.add(id);
      for (const id of unseen) seen.add(id);
      if (unseen.size > 0) await replay.load(db, name, [...unseen]);
    }
    for (const entry of entries) {
      const { entity, recordId, verb, source } = entry;
      if (verb === 'create' && source === 'import' && recordId !== null)
        for (const [name, brought] of imported) if (name === entity) brought.add(recordId);
      replay.back(entry);
    }
  }
  let kept = 0;
  for (const [name, brought] of imported) kept += await countKept(db, entityOf(name), [...brought]);
  return { replay, ids, imported: kept };
};

/** What they were, by id; null where there was none. What stands in no field of the entity stays as it is. */
function* rowsThen(entity: Entity, replay: Replay, ids: Iterable<number>): Generator<[number, Row | null]> {
  for (const id of ids) {
    const record = replay.at(entity.name, id);
    yield [id, record && { ...toRow(entity, record), search_text: searchText(entity, record) }];
  }
}

/**
 * Makes an empty database hold everything as it stood at a moment: the rows as they are now, of which those that were
 * written to since are taken back over the audit trail, and the trail up to then.
 * @param moment ISO in UTC; what happened at it or later is not in it
 */
export async function buildSnapshot(url: string, scratch: Scratch, moment: string): Promise<SnapshotFacts> {
  await scratch.copyFrom(url);
  const erased = await erasedSince(scratch.db, moment);
  const { replay, ids, imported } = await revert(scratch.db, moment);
  await scratch.cutTrail(moment);
  for (const [name, changed] of ids) scratch.setBack(entityOf(name), rowsThen(entityOf(name), replay, changed));
  scratch.finish();
  return { erased, imported };
}
