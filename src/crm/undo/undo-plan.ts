import { groupBy } from '../../model/group-by.ts';
import { titleOf, type AnyRecord, type Entity, type EntityName } from '../../model/entity.ts';
import type { Value } from '../../model/fields.ts';
import type { Hindrance } from '../../model/errors.ts';
import { writesSince } from '../../store/audit/audit-log.ts';
import { AT_ONCE, inBatches } from '../../store/batches.ts';
import { lockRecords } from '../../store/many-records.ts';
import { findRecord } from '../../store/records.ts';
import { countsReferringTo } from '../../store/repoint.ts';
import type { Deed } from './operation-effects.ts';
import { asOfNow, disturbed, presentOf, type Since } from './later-changes.ts';
import { referrersTo } from '../records/references.ts';
import type { Road } from '../context/write-context.ts';
import { planTurns, type TurnBack } from './bulk-undo.ts';

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

/** What an act did to a record, and the record as it is now, held until the transaction ends. */
interface Held {
  deed: Deed;
  now: AnyRecord;
}

/** What becomes of one record: a step, a hindrance, both where only some of its fields can go back, or nothing. */
interface Part {
  step?: Step;
  hindrance?: Hindrance;
}

export const hindrance = (entity: Entity, record: AnyRecord, rest: Pick<Hindrance, 'why'> & Partial<Hindrance>) => ({
  entity: entity.name,
  id: record.id,
  title: titleOf(entity, record),
  ...rest,
});

const hindered = ({ deed, now }: Held, rest: Pick<Hindrance, 'why'> & Partial<Hindrance>): Part => ({
  hindrance: hindrance(deed.entity, now, rest),
});

/** Looks at every record of an act as it is now, and holds it until the transaction ends: many of a kind at once. */
export const planUndo = async (road: Road, deeds: readonly Deed[]): Promise<Plan> => {
  const { turns, hindrances } = await planTurns(
    road,
    deeds.filter(({ repointed }) => repointed),
  );
  const all = await holdAll(
    road,
    deeds.filter(({ repointed }) => !repointed),
  );
  const parts = new Map<Deed, Part>();
  for (const some of groupBy(all, ({ deed }) => `${deed.entity.name} ${kindOf(deed)}`))
    for (const [deed, part] of await inBatches(some, AT_ONCE, (few) => planSome(road, few, all))) parts.set(deed, part);
  const inOrder = all.map(({ deed }) => parts.get(deed) ?? {});
  return {
    steps: inOrder.flatMap(({ step }) => step ?? []),
    turns,
    hindrances: [...inOrder.flatMap((part) => part.hindrance ?? []).toReversed(), ...hindrances],
  };
};

/** In the order of the deeds. */
const holdAll = async (road: Road, deeds: readonly Deed[]): Promise<Held[]> => {
  const now = new Map<EntityName, Map<number, AnyRecord>>();
  for (const some of groupBy(deeds, ({ entity }) => entity.name)) {
    const ids = some.map(({ id }) => id);
    for (const { entity } of some.slice(0, 1)) now.set(entity.name, await lockRecords(road.db, entity, ids));
  }
  return deeds.flatMap((deed) => {
    const found = now.get(deed.entity.name)?.get(deed.id);
    return found ? { deed, now: found } : [];
  });
};

type Kind = 'created' | 'hidden' | 'changed';

const kindOf = ({ created, changes }: Deed): Kind => {
  if (created) return 'created';
  return 'deletedAt' in changes ? 'hidden' : 'changed';
};

type Planner = (road: Road, some: readonly Held[], all: readonly Held[]) => Promise<Part[]>;

/** Some of one kind of record and of deed. */
const planSome = async (road: Road, some: readonly Held[], all: readonly Held[]): Promise<[Deed, Part][]> => {
  const [first] = some;
  const parts = first ? await PLANNERS[kindOf(first.deed)](road, some, all) : [];
  return some.map(({ deed }, index) => [deed, parts[index] ?? {}]);
};

/** What was created is deleted again, unless somebody worked on it or others refer to it. */
const planCreated: Planner = async (road, some, all) => {
  const present = await presentOf(
    road.db,
    (some[0] as Held).deed.entity,
    some.flatMap(({ deed }) => Object.entries(deed.changes).map(([name, [, after]]) => [name, after] as const)),
  );
  const needed = await neededBy(road, some, all);
  return some.map((held) => {
    const { deed, now } = held;
    if (typeof now['mergedInto'] === 'number') return hindered(held, { why: 'gone' });
    if (now.deletedAt !== null) return {};
    const then = (name: string): Value => present(name, deed.changes[name]?.[1] ?? null);
    const fields = Object.keys(deed.entity.fields).filter((name) => then(name) !== (now[name] ?? null));
    if (fields.length > 0) return hindered(held, { why: 'changed', fields });
    const by = needed.get(deed.id);
    if (by) return hindered(held, { why: 'needed', by });
    return { step: { deed, now, back: { deletedAt: road.at } } };
  });
};

type Needed = Partial<Record<EntityName, number>>;

/** What came to refer to these records since; what was made along with them goes along with them. */
const neededBy = async (road: Road, some: readonly Held[], all: readonly Held[]): Promise<Map<number, Needed>> => {
  const { entity } = (some[0] as Held).deed;
  const ids = some.map(({ deed }) => deed.id);
  const needed = new Map<number, Needed>();
  for (const { entity: referrer, field } of referrersTo(entity.name)) {
    const others = await countsReferringTo(road.db, referrer, field, ids);
    for (const { deed, now } of all) {
      const to = Number(now[field]);
      const along = deed.created && deed.entity.name === referrer.name && now.deletedAt === null && others.has(to);
      if (along) others.set(to, (others.get(to) ?? 0) - 1);
    }
    for (const [id, n] of others) {
      if (n <= 0) continue;
      const by = needed.get(id) ?? {};
      needed.set(id, { ...by, [referrer.name]: (by[referrer.name] ?? 0) + n });
    }
  }
  return needed;
};

/** What was deleted, merged away or brought back goes the other way, unless it went again since. */
const planHidden: Planner = async (road, some) => {
  const parts: Part[] = [];
  for (const held of some) parts.push(await planOneHidden(road, held));
  return parts;
};

const planOneHidden = async (road: Road, held: Held): Promise<Part> => {
  const { deed, now } = held;
  const [before, after] = deed.changes['deletedAt'] ?? [null, null];
  const into = deed.changes['mergedInto'];
  if (now.deletedAt !== after) return now.deletedAt === before ? {} : hindered(held, { why: 'gone' });
  if (into && (now['mergedInto'] ?? null) !== into[1]) return hindered(held, { why: 'gone' });
  const back: Record<string, Value> = { deletedAt: before, ...(into && { mergedInto: into[0] }) };
  const gone = typeof back['mergedInto'] === 'number' ? await goneSurvivor(road, deed, back['mergedInto']) : null;
  return gone ? hindered({ deed, now: gone }, { why: 'gone' }) : { step: { deed, now, back } };
};

/** The record that this one would go back into, where it cannot: it was merged into this one, or deleted, since. */
const goneSurvivor = async (road: Road, deed: Deed, into: number): Promise<AnyRecord | null> => {
  const { entity, id } = deed;
  const survivor = await findRecord(road.db, {
    entity: entity.name,
    id: Number(await asOfNow(road.db, entity, 'mergedInto', into)),
  });
  if (survivor?.id === id) return findRecord(road.db, { entity: entity.name, id: into });
  return survivor && survivor.deletedAt !== null && (await hidSince(road, deed, survivor)) ? survivor : null;
};

/** Was it deleted after the act? If it was before, a record that goes back into it finds it as it left it. */
const hidSince = async (road: Road, { entity, last }: Deed, { id }: AnyRecord): Promise<boolean> =>
  (await writesSince(road.db, entity.name, [id], last)).some(({ changes }) => 'deletedAt' in changes);

/** What was changed gets its earlier values, in the fields that nobody changed since. */
const planChanged: Planner = async (road, some) => {
  const { entity } = (some[0] as Held).deed;
  const changes = some.map(({ deed, now }) =>
    Object.entries(deed.changes).filter(([name, [before, after]]) => before !== after && now[name] !== before),
  );
  const present = await presentOf(
    road.db,
    entity,
    changes.flat().map(([name, [, after]]) => [name, after] as const),
  );
  const unfit = await disturbances(
    road,
    entity,
    some,
    changes.map((each) => each.map(([name]) => name)),
  );
  return some.map(({ deed, now }, index) => {
    if (now.deletedAt !== null) return hindered({ deed, now }, { why: 'gone' });
    const back: Record<string, Value> = {};
    const changed = new Set<string>();
    for (const [name, [before, after]] of changes[index] ?? []) {
      const related = unfit.get(name)?.get(deed.id) ?? [];
      if (present(name, after) !== now[name]) changed.add(name);
      else if (related.length > 0) for (const one of related) changed.add(one);
      else back[name] = before;
    }
    return {
      ...(Object.keys(back).length > 0 && { step: { deed, now, back } }),
      ...(changed.size > 0 && hindered({ deed, now }, { why: 'changed', fields: [...changed] })),
    };
  });
};

/** Field -> id of the record -> which fields that must fit it were changed since. */
const disturbances = async (
  road: Road,
  entity: Entity,
  some: readonly Held[],
  changed: readonly (readonly string[])[],
): Promise<Map<string, Map<number, string[]>>> => {
  const found = new Map<string, Map<number, string[]>>();
  for (const field of new Set(changed.flat())) {
    const since = some.flatMap(({ deed, now }, index): Since[] =>
      changed[index]?.includes(field) ? [{ record: now, after: deed.last }] : [],
    );
    found.set(field, await disturbed(road.db, entity, field, since));
  }
  return found;
};

const PLANNERS: Readonly<Record<Kind, Planner>> = { created: planCreated, hidden: planHidden, changed: planChanged };
