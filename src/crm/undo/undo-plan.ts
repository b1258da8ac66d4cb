import { groupBy } from '../../model/group-by.ts';
import { titleOf, type Entity, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import type { Blocker } from '../../model/errors.ts';
import { writesSince } from '../../store/audit/audit-log.ts';
import { AT_ONCE, inBatches } from '../../store/batches.ts';
import { lockRecords } from '../../store/many-records.ts';
import { findRecord } from '../../store/records.ts';
import { countsReferringTo } from '../../store/repoint.ts';
import type { OperationEffect } from './operation-effects.ts';
import { asOfNow, disturbed, presentOf, type Since } from './later-changes.ts';
import { referrersTo } from '../records/index.ts';
import type { WriteContext } from '../context/index.ts';
import { planBulkUndo, type BulkUndo } from './bulk-undo.ts';

/** One record that can go back, and what it then holds. */
export interface UndoStep {
  effect: OperationEffect;
  now: AnyRecord;
  back: Record<string, Value>;
}

/** What of an act can be taken back, and what cannot. */
export interface UndoPlan {
  steps: UndoStep[];
  turns: BulkUndo[];
  blockers: Blocker[];
}

/** What an act did to a record, and the record as it is now, held until the transaction ends. */
interface Held {
  effect: OperationEffect;
  now: AnyRecord;
}

/** What becomes of one record: a step, a hindrance, both where only some of its fields can go back, or nothing. */
interface UndoOutcome {
  step?: UndoStep;
  blocker?: Blocker;
}

export function blocker(entity: Entity, record: AnyRecord, rest: Pick<Blocker, 'why'> & Partial<Blocker>) {
  return {
    entity: entity.name,
    id: record.id,
    title: titleOf(entity, record),
    ...rest,
  };
}

const hindered = ({ effect, now }: Held, rest: Pick<Blocker, 'why'> & Partial<Blocker>): UndoOutcome => ({
  blocker: blocker(effect.entity, now, rest),
});

/** Looks at every record of an act as it is now, and holds it until the transaction ends: many of a kind at once. */
export async function planUndo(tx: WriteContext, effects: readonly OperationEffect[]): Promise<UndoPlan> {
  const { turns, blockers } = await planBulkUndo(
    tx,
    effects.filter(({ repointed }) => repointed),
  );
  const all = await holdAll(
    tx,
    effects.filter(({ repointed }) => !repointed),
  );
  const parts = new Map<OperationEffect, UndoOutcome>();
  for (const some of groupBy(all, ({ effect }) => `${effect.entity.name} ${kindOf(effect)}`))
    for (const [effect, part] of await inBatches(some, AT_ONCE, (few) => planSome(tx, few, all)))
      parts.set(effect, part);
  const inOrder = all.map(({ effect }) => parts.get(effect) ?? {});
  return {
    steps: inOrder.flatMap(({ step }) => step ?? []),
    turns,
    blockers: [...inOrder.flatMap((part) => part.blocker ?? []).toReversed(), ...blockers],
  };
}

/** In the order of the deeds. */
const holdAll = async (tx: WriteContext, effects: readonly OperationEffect[]): Promise<Held[]> => {
  const now = new Map<EntityName, Map<number, AnyRecord>>();
  for (const some of groupBy(effects, ({ entity }) => entity.name)) {
    const ids = some.map(({ id }) => id);
    for (const { entity } of some.slice(0, 1)) now.set(entity.name, await lockRecords(tx.db, entity, ids));
  }
  return effects.flatMap((effect) => {
    const found = now.get(effect.entity.name)?.get(effect.id);
    return found ? { effect, now: found } : [];
  });
};

type EffectKind = 'created' | 'hidden' | 'changed';

const kindOf = ({ created, changes }: OperationEffect): EffectKind => {
  if (created) return 'created';
  return 'deletedAt' in changes ? 'hidden' : 'changed';
};

type Planner = (tx: WriteContext, some: readonly Held[], all: readonly Held[]) => Promise<UndoOutcome[]>;

/** Some of one kind of record and of deed. */
const planSome = async (
  tx: WriteContext,
  some: readonly Held[],
  all: readonly Held[],
): Promise<[OperationEffect, UndoOutcome][]> => {
  const [first] = some;
  const parts = first ? await PLANNERS[kindOf(first.effect)](tx, some, all) : [];
  return some.map(({ effect }, index) => [effect, parts[index] ?? {}]);
};

/** What was created is deleted again, unless somebody worked on it or others refer to it. */
const planCreated: Planner = async (tx, some, all) => {
  const present = await presentOf(
    tx.db,
    (some[0] as Held).effect.entity,
    some.flatMap(({ effect }) => Object.entries(effect.changes).map(([name, [, after]]) => [name, after] as const)),
  );
  const needed = await neededBy(tx, some, all);
  return some.map((held) => {
    const { effect, now } = held;
    if (typeof now['mergedInto'] === 'number') return hindered(held, { why: 'gone' });
    if (now.deletedAt !== null) return {};
    const then = (name: string): Value => present(name, effect.changes[name]?.[1] ?? null);
    const fields = Object.keys(effect.entity.fields).filter((name) => then(name) !== (now[name] ?? null));
    if (fields.length > 0) return hindered(held, { why: 'changed', fields });
    const by = needed.get(effect.id);
    if (by) return hindered(held, { why: 'needed', by });
    return { step: { effect, now, back: { deletedAt: tx.at } } };
  });
};

type Needed = Partial<Record<EntityName, number>>;

/** What came to refer to these records since; what was made along with them goes along with them. */
const neededBy = async (
  tx: WriteContext,
  some: readonly Held[],
  all: readonly Held[],
): Promise<Map<number, Needed>> => {
  const { entity } = (some[0] as Held).effect;
  const ids = some.map(({ effect }) => effect.id);
  const needed = new Map<number, Needed>();
  for (const { entity: referrer, field } of referrersTo(entity.name)) {
    const others = await countsReferringTo(tx.db, referrer, field, ids);
    for (const { effect, now } of all) {
      const to = Number(now[field]);
      const along = effect.created && effect.entity.name === referrer.name && now.deletedAt === null && others.has(to);
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
const planHidden: Planner = async (tx, some) => {
  const parts: UndoOutcome[] = [];
  for (const held of some) parts.push(await planOneHidden(tx, held));
  return parts;
};

const planOneHidden = async (tx: WriteContext, held: Held): Promise<UndoOutcome> => {
  const { effect, now } = held;
  const [before, after] = effect.changes['deletedAt'] ?? [null, null];
  const into = effect.changes['mergedInto'];
  if (now.deletedAt !== after) return now.deletedAt === before ? {} : hindered(held, { why: 'gone' });
  if (into && (now['mergedInto'] ?? null) !== into[1]) return hindered(held, { why: 'gone' });
  const back: Record<string, Value> = { deletedAt: before, ...(into && { mergedInto: into[0] }) };
  const gone = typeof back['mergedInto'] === 'number' ? await goneSurvivor(tx, effect, back['mergedInto']) : null;
  return gone ? hindered({ effect, now: gone }, { why: 'gone' }) : { step: { effect, now, back } };
};

/** The record that this one would go back into, where it cannot: it was merged into this one, or deleted, since. */
const goneSurvivor = async (tx: WriteContext, effect: OperationEffect, into: number): Promise<AnyRecord | null> => {
  const { entity, id } = effect;
  const mergeTarget = await findRecord(tx.db, {
    entity: entity.name,
    id: Number(await asOfNow(tx.db, entity, 'mergedInto', into)),
  });
  if (mergeTarget?.id === id) return findRecord(tx.db, { entity: entity.name, id: into });
  return mergeTarget && mergeTarget.deletedAt !== null && (await hidSince(tx, effect, mergeTarget))
    ? mergeTarget
    : null;
};

/** Was it deleted after the act? If it was before, a record that goes back into it finds it as it left it. */
const hidSince = async (tx: WriteContext, { entity, last }: OperationEffect, { id }: AnyRecord): Promise<boolean> =>
  (await writesSince(tx.db, entity.name, [id], last)).some(({ changes }) => 'deletedAt' in changes);

/** What was changed gets its earlier values, in the fields that nobody changed since. */
const planChanged: Planner = async (tx, some) => {
  const { entity } = (some[0] as Held).effect;
  const changes = some.map(({ effect, now }) =>
    Object.entries(effect.changes).filter(([name, [before, after]]) => before !== after && now[name] !== before),
  );
  const present = await presentOf(
    tx.db,
    entity,
    changes.flat().map(([name, [, after]]) => [name, after] as const),
  );
  const unfit = await disturbances(
    tx,
    entity,
    some,
    changes.map((each) => each.map(([name]) => name)),
  );
  return some.map(({ effect, now }, index) => {
    if (now.deletedAt !== null) return hindered({ effect, now }, { why: 'gone' });
    const back: Record<string, Value> = {};
    const changed = new Set<string>();
    for (const [name, [before, after]] of changes[index] ?? []) {
      const related = unfit.get(name)?.get(effect.id) ?? [];
      if (present(name, after) !== now[name]) changed.add(name);
      else if (related.length > 0) for (const one of related) changed.add(one);
      else back[name] = before;
    }
    return {
      ...(Object.keys(back).length > 0 && { step: { effect, now, back } }),
      ...(changed.size > 0 && hindered({ effect, now }, { why: 'changed', fields: [...changed] })),
    };
  });
};

/** Field -> id of the record -> which fields that must fit it were changed since. */
const disturbances = async (
  tx: WriteContext,
  entity: Entity,
  some: readonly Held[],
  changed: readonly (readonly string[])[],
): Promise<Map<string, Map<number, string[]>>> => {
  const found = new Map<string, Map<number, string[]>>();
  for (const field of new Set(changed.flat())) {
    const since = some.flatMap(({ effect, now }, index): Since[] =>
      changed[index]?.includes(field) ? [{ record: now, after: effect.last }] : [],
    );
    found.set(field, await disturbed(tx.db, entity, field, since));
  }
  return found;
};

const PLANNERS: Readonly<Record<EffectKind, Planner>> = {
  created: planCreated,
  hidden: planHidden,
  changed: planChanged,
};
