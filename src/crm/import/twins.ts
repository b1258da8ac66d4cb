import { refOf, titleOf } from '../../model/entity.ts';
import { matchKeys } from '../../model/duplicates/matchers.ts';
import { cut, listed } from '../../model/text/text.ts';
import { sourceKeysOf } from '../../store/import/source-keys.ts';
import { keyText } from '../../store/match-keys.ts';
import type { WriteContext } from '../context/index.ts';
import { countsInFile, duplicateOfEach, duplicatesOf, type Duplicate } from '../duplicates/index.ts';
import type { Reading } from './meaning/reading.ts';
import type { Memory } from './memory.ts';
import type { RowPlan } from './row-plan.ts';

type New = Extract<RowPlan, { is: 'new' }>;

/** What its system knows by two IDs is two things, whatever they are called. */
const areTwo = (key: string | null, other: string | null): boolean => key !== null && other !== null;

/** So many rows of one name are looked at. */
const MOST_ALIKE = 20;

/** The earlier line that this draft possibly duplicates; remembers the draft otherwise. */
const twinAbove = ({ entity }: Reading, { draft, line, key }: New, { made }: Memory) => {
  const signs = entity.twins ?? [];
  for (const sign of signs) {
    const above = matchKeys([sign], draft)
      .flatMap((match) => made.get(keyText(match)) ?? [])
      .find((one) => one.line !== line && !areTwo(key, one.key) && countsInFile(sign, draft, one.draft));
    if (above !== undefined) return { line: above.line, says: sign.says };
  }
  for (const match of matchKeys(signs, draft)) {
    const alike = made.get(keyText(match)) ?? [];
    made.set(keyText(match), [...alike.slice(0, MOST_ALIKE), { line, draft, key }]);
  }
  return null;
};

/** Of these records, those that the system of the file knows by an ID. */
const keyedAmong = async (tx: WriteContext, { entity, source }: Reading, all: readonly Duplicate[]) => {
  const keys = await sourceKeysOf(
    tx.db,
    entity.name,
    all.map(({ record }) => record.id),
  );
  return new Set(keys.filter((one) => one.source === source).map(({ recordId }) => recordId));
};

/** The stored record that each row possibly duplicates; null for none. */
const storedTwins = async (
  tx: WriteContext,
  reading: Reading,
  rows: readonly New[],
): Promise<Map<number, Duplicate | null>> => {
  const { entity } = reading;
  const found = await duplicateOfEach(
    tx,
    entity,
    rows.map(({ draft }) => draft),
  );
  const twins = new Map(rows.map(({ line }, at) => [line, found[at] ?? null]));
  const doubtful = rows.filter(({ line, key }) => key !== null && twins.get(line));
  const others = await keyedAmong(
    tx,
    reading,
    doubtful.flatMap(({ line }) => twins.get(line) ?? []),
  );
  for (const { line, draft } of doubtful) {
    if (!others.has(twins.get(line)?.record.id ?? 0)) continue;
    const all = await duplicatesOf(tx, entity, draft, true);
    const keyed = await keyedAmong(tx, reading, all);
    twins.set(line, all.find(({ record }) => !keyed.has(record.id)) ?? null);
  }
  return twins;
};

/** Separates possible duplicates, of stored records or earlier lines, from other new records. */
export async function findTwins(
  tx: WriteContext,
  reading: Reading,
  plans: readonly RowPlan[],
  memory: Memory,
): Promise<RowPlan[]> {
  const { entity } = reading;
  const isNew = (one: RowPlan): one is New => one.is === 'new' && one.entity === entity;
  const twins = await storedTwins(tx, reading, plans.filter(isNew));
  return plans.map((plan) => {
    if (!isNew(plan)) return plan;
    const twin = (of: string, shares: readonly string[]): RowPlan => ({
      ...{ entity, line: plan.line, key: plan.key, is: 'twin', draft: plan.draft },
      trouble: { column: null, reason: `Possible duplicate of ${of}: ${listed(shares)}.`, parts: [] },
    });
    const stored = twins.get(plan.line);
    if (stored) {
      const { record, shares } = stored;
      return twin(`${refOf(entity, record.id)} ${cut(titleOf(entity, record), 80)}`, shares);
    }
    const above = twinAbove(reading, plan, memory);
    return above === null ? plan : twin(`line ${above.line}`, [above.says]);
  });
}
