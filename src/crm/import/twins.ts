import { refOf, titleOf } from '../../model/entity.ts';
import { matchKeys } from '../../model/duplicates/matchers.ts';
import type { AnyRecord } from '../../model/record.ts';
import { cut, listed } from '../../model/text/text.ts';
import { keyText } from '../../store/match-keys.ts';
import type { WriteContext } from '../context/index.ts';
import { countsInFile, duplicateOfEach } from '../duplicates/index.ts';
import type { Memory } from './memory.ts';
import type { RowPlan } from './row-plan.ts';
import type { Reading } from './meaning/reading.ts';

/** The earlier line that this draft possibly duplicates; remembers the draft otherwise. */
const twinAbove = ({ entity }: Reading, draft: AnyRecord, line: number, { made }: Memory) => {
  const signs = entity.twins ?? [];
  for (const sign of signs) {
    const above = matchKeys([sign], draft)
      .flatMap((key) => made.get(keyText(key)) ?? [])
      .find((one) => one.line !== line && countsInFile(sign, draft, one.draft));
    if (above !== undefined) return { line: above.line, says: sign.says };
  }
  for (const key of matchKeys(signs, draft))
    made.set(keyText(key), [...(made.get(keyText(key)) ?? []).slice(0, MOST_ALIKE), { line, draft }]);
  return null;
};

/** So many rows of one name are looked at. */
const MOST_ALIKE = 20;

/** Separates possible duplicates, of stored records or earlier lines, from other new records. */
export async function findTwins(
  tx: WriteContext,
  reading: Reading,
  evaluations: readonly RowPlan[],
  memory: Memory,
): Promise<RowPlan[]> {
  const { entity } = reading;
  const isNew = (one: RowPlan): one is Extract<RowPlan, { is: 'new' }> => one.is === 'new' && one.entity === entity;
  const drafts = evaluations.filter(isNew).map(({ draft }) => draft);
  const twins = (await duplicateOfEach(tx, entity, drafts)).values();
  return evaluations.map((verdict) => {
    if (!isNew(verdict)) return verdict;
    const { draft, line, key } = verdict;
    const duplicate = twins.next().value;
    if (duplicate) {
      const named = `${refOf(entity, duplicate.record.id)} ${cut(titleOf(entity, duplicate.record), 80)}`;
      return {
        entity,
        line,
        key,
        is: 'twin',
        draft,
        trouble: { column: null, reason: `Possible duplicate of ${named}: ${listed(duplicate.shares)}.`, parts: [] },
      };
    }
    const above = key === null ? twinAbove(reading, draft, line, memory) : null;
    if (above === null) return verdict;
    return {
      entity,
      line,
      key,
      is: 'twin',
      draft,
      trouble: { column: null, reason: `Possible duplicate of line ${above.line}: ${above.says}.`, parts: [] },
    };
  });
}
