import { titleOf, type AnyRecord, type Entity, type EntityName } from '../model/entity.ts';
import type { Value } from '../model/fields.ts';
import type { Hindrance } from '../model/problems.ts';
import { writesSince } from '../store/audit.ts';
import { findRecord, lockRecord } from '../store/records.ts';
import { idsReferringTo } from '../store/repoint.ts';
import type { Deed } from './deeds.ts';
import { asOfNow, disturbed } from './disturbed.ts';
import { referrersTo } from './references.ts';
import type { Road } from './road-type.ts';
import { planTurns, type TurnBack } from './undo-turns.ts';

/** One record that can go back, and what it then holds. */
export interface Step {
  deed: Deed;
  now: AnyRecord;
  back: Record<string, Value>;
}

/** What of an act can be taken back, and what cannot. */
export interface Plan {
  steps: Step[];
  turns: TurnBack[];
  hindrances: Hindrance[];
}

type Part = Pick<Plan, 'steps' | 'hindrances'>;
const nothing: Part = { steps: [], hindrances: [] };

export const hindrance = (entity: Entity, record: AnyRecord, rest: Pick<Hindrance, 'why'> & Partial<Hindrance>) => ({
  entity: entity.name,
  id: record.id,
  title: titleOf(entity, record),
  ...rest,
});

/** Looks at every record of an act as it is now, and holds it until the transaction ends. */
export const planUndo = async (road: Road, deeds: readonly Deed[]): Promise<Plan> => {
  const plan: Plan = {
    steps: [],
    ...(await planTurns(
      road,
      deeds.filter(({ repointed }) => repointed),
    )),
  };
  for (const deed of deeds.filter(({ repointed }) => !repointed)) {
    const part = await planOne(road, deed, deeds);
    plan.steps.push(...part.steps);
    plan.hindrances.unshift(...part.hindrances);
  }
  return plan;
};

const planOne = async (road: Road, deed: Deed, deeds: readonly Deed[]): Promise<Part> => {
  const now = await lockRecord(road.db, deed.entity, deed.id);
  if (!now) return nothing;
  if (deed.created) return planCreated(road, deed, now, deeds);
  return 'deletedAt' in deed.changes ? planHidden(road, deed, now) : planChanged(road, deed, now);
};

/** What was created is deleted again, unless somebody worked on it or others refer to it. */
const planCreated = async (road: Road, deed: Deed, now: AnyRecord, deeds: readonly Deed[]): Promise<Part> => {
  const { entity } = deed;
  if (typeof now['mergedInto'] === 'number') return hindered(deed, now, { why: 'gone' });
  if (now.deletedAt !== null) return nothing;
  const fields: string[] = [];
  for (const name of Object.keys(entity.fields)) {
    const then = await asOfNow(road.db, entity, name, deed.changes[name]?.[1] ?? null);
    if (then !== (now[name] ?? null)) fields.push(name);
  }
  if (fields.length > 0) return hindered(deed, now, { why: 'changed', fields });
  const by = await neededBy(road, deed, deeds);
  if (Object.keys(by).length > 0) return hindered(deed, now, { why: 'needed', by });
  return { steps: [{ deed, now, back: { deletedAt: road.at } }], hindrances: [] };
};

const hindered = (deed: Deed, now: AnyRecord, rest: Pick<Hindrance, 'why'> & Partial<Hindrance>): Part => ({
  steps: [],
  hindrances: [hindrance(deed.entity, now, rest)],
});

const MANY = 1000;

/** What came to refer to a record since; what was made along with it goes along with it. */
const neededBy = async (
  road: Road,
  { entity, id }: Deed,
  deeds: readonly Deed[],
): Promise<Partial<Record<EntityName, number>>> => {
  const by: Partial<Record<EntityName, number>> = {};
  for (const { entity: referrer, field } of referrersTo(entity.name)) {
    const made = new Set(deeds.filter((deed) => deed.created && deed.entity.name === referrer.name).map((d) => d.id));
    const ids = await idsReferringTo(road.db, referrer, field, id, MANY + made.size);
    const others = ids.filter((one) => !made.has(one)).length;
    if (others > 0) by[referrer.name] = (by[referrer.name] ?? 0) + others;
  }
  return by;
};

/** What was deleted, merged away or brought back goes the other way, unless it went again since. */
const planHidden = async (road: Road, deed: Deed, now: AnyRecord): Promise<Part> => {
  const [before, after] = deed.changes['deletedAt'] ?? [null, null];
  const into = deed.changes['mergedInto'];
  if (now.deletedAt !== after) return now.deletedAt === before ? nothing : hindered(deed, now, { why: 'gone' });
  if (into && (now['mergedInto'] ?? null) !== into[1]) return hindered(deed, now, { why: 'gone' });
  const back: Record<string, Value> = { deletedAt: before, ...(into && { mergedInto: into[0] }) };
  const gone = typeof back['mergedInto'] === 'number' ? await goneSurvivor(road, deed, back['mergedInto']) : null;
  if (gone) return { steps: [], hindrances: [hindrance(deed.entity, gone, { why: 'gone' })] };
  return { steps: [{ deed, now, back }], hindrances: [] };
};

/** The record that this one would go back into, where it cannot: it was merged into this one, or deleted, since. */
const goneSurvivor = async (road: Road, deed: Deed, into: number): Promise<AnyRecord | null> => {
  const { entity, id } = deed;
  const survivor = await findRecord(road.db, entity, Number(await asOfNow(road.db, entity, 'mergedInto', into)));
  if (survivor?.id === id) return findRecord(road.db, entity, into);
  return survivor && survivor.deletedAt !== null && (await hidSince(road, deed, survivor)) ? survivor : null;
};

/** Was it deleted after the act? If it was before, a record that goes back into it finds it as it left it. */
const hidSince = async (road: Road, { entity, last }: Deed, { id }: AnyRecord): Promise<boolean> =>
  (await writesSince(road.db, entity.name, [id], last)).some(({ changes }) => 'deletedAt' in changes);

/** What was changed gets its earlier values, in the fields that nobody changed since. */
const planChanged = async (road: Road, deed: Deed, now: AnyRecord): Promise<Part> => {
  const { entity, changes, last } = deed;
  if (now.deletedAt !== null) return hindered(deed, now, { why: 'gone' });
  const back: Record<string, Value> = {};
  const changed = new Set<string>();
  for (const [name, [before, after]] of Object.entries(changes)) {
    if (before === after || now[name] === before) continue;
    const related = (await disturbed(road.db, entity, [now], { field: name, after: last })).get(now.id) ?? [];
    if ((await asOfNow(road.db, entity, name, after)) !== now[name]) changed.add(name);
    else if (related.length > 0) for (const one of related) changed.add(one);
    else back[name] = before;
  }
  return {
    steps: Object.keys(back).length > 0 ? [{ deed, now, back }] : [],
    hindrances: changed.size > 0 ? [hindrance(entity, now, { why: 'changed', fields: [...changed] })] : [],
  };
};
