import type { Entity, RuleContext } from '../../model/entity.ts';
import type { AnyRecord, Stage } from '../../model/record.ts';
import { Invalid } from '../../model/errors.ts';
import { dayOf } from '../../model/dates/time.ts';
import { lockRecord } from '../../store/records.ts';
import { checkRefs, idsOf, loadRefs, type Refs } from './references.ts';
import type { WriteContext } from '../context/index.ts';
import { requiredProblem } from '../../model/parse.ts';

/** A record as it would be, and as it was; null when it is new. */
export interface RecordDraft {
  values: AnyRecord;
  before: AnyRecord | null;
}

/**
 * Applies what follows from the values, then holds references and rules.
 * @throws Invalid
 */
export async function settle(
  tx: WriteContext,
  entity: Entity,
  values: AnyRecord,
  before: AnyRecord | null,
): Promise<AnyRecord> {
  const [settled] = await validateAll(tx, entity, [{ values, before }]);
  if (settled instanceof Invalid) throw settled;
  return settled as AnyRecord;
}

/**
 * The same for many of one kind, each as if it were alone.
 * @param stood the values stood once already, so it is not asked again whether references are there and fit each other
 * @returns for each what it comes to, or why it cannot be
 */
export async function validateAll(
  tx: WriteContext,
  entity: Entity,
  drafts: readonly RecordDraft[],
  stood = false,
): Promise<(AnyRecord | Invalid)[]> {
  const refs = await loadRefs(
    tx,
    entity,
    drafts.map(({ values }) => values),
  );
  const stageOf = stagesOn(tx);
  const today = dayOf(tx.crm.now(), tx.actor.timeZone);
  const results: (AnyRecord | Invalid)[] = [];
  for (const [index, draft] of drafts.entries()) {
    try {
      const context = { refs: refs[index] ?? {}, stage: await stageOf(draft), stood, today };
      results.push(settled(tx, entity, draft, context));
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      results.push(error);
    }
  }
  return results;
}

interface Surroundings {
  refs: Refs;
  /** Undefined where it is gone. */
  stage: Stage | null | undefined;
  stood: boolean;
  today: string;
}

/** @throws Invalid */
const settled = (
  tx: WriteContext,
  entity: Entity,
  { values, before }: RecordDraft,
  { refs, stage, stood, today }: Surroundings,
) => {
  const draft = { ...values, ...idsOf(refs) } as AnyRecord;
  checkRequired(entity, draft);
  checkRefs(entity, { record: draft, before, refs, stood });
  if (stage === undefined) throw new Invalid({ stage: 'That stage was removed. Choose another.' });
  const context: RuleContext = { before, refs, stage, actor: tx.actor, today };
  const record: AnyRecord = entity.derive ? { ...draft, ...entity.derive(draft, context) } : draft;
  const broken = entity.rules.filter((rule) => !rule.holds(record, context));
  if (broken.length > 0) throw new Invalid(Object.fromEntries(broken.map((rule) => [rule.blamedField, rule.say])));
  return record;
};

/** The stage a record is in; one it moves to is held, so that it does not go away meanwhile. */
const stagesOn = (tx: WriteContext) => {
  const held = new Map<number, Promise<boolean>>();
  const hold = async (id: number): Promise<boolean> =>
    (await lockRecord(tx.db, { entity: 'stage', id }, 'refer'))?.deletedAt === null;
  return async ({ values, before }: RecordDraft): Promise<Stage | null | undefined> => {
    const id = values['stage'];
    if (typeof id !== 'number') return null;
    const found = tx.stages.find((stage) => stage.id === id);
    if (!found || before?.['stage'] === id) return found;
    const there = held.get(id) ?? hold(id);
    held.set(id, there);
    return (await there) ? found : undefined;
  };
};

const checkRequired = (entity: Entity, draft: AnyRecord): void => {
  const missing = Object.entries(entity.fields).filter(
    ([name, field]) => field.required && (draft[name] ?? null) === null,
  );
  if (missing.length > 0)
    throw new Invalid(Object.fromEntries(missing.map(([name, field]) => [name, requiredProblem(field)])));
};
