import type { Entity } from '../../model/entity.ts';
import { Problem } from '../../model/errors.ts';
import { addSourceKeys } from '../../store/import/source-keys.ts';
import type { WriteContext } from '../context/index.ts';
import { isGuarded, storeNew, write, writeAll } from '../records/index.ts';
import { recordsKeyed } from '../source-keys/index.ts';
import { judge, troubleWith } from './judge.ts';
import type { CreatedReference } from './create-references.ts';
import type { Meant } from './meaning/reading.ts';
import type { RowPlan } from './row-plan.ts';
import type { Step } from './step.ts';

/** Writes what rows mean, in the transaction. @returns the verdicts as they came out */
export async function writeRowPlans(tx: WriteContext, step: Step, all: readonly Meant[]): Promise<RowPlan[]> {
  const { reading, memory, job } = step;
  const judged = await judge(tx, reading, all, memory);
  const evaluations = judged.map((one): RowPlan => {
    if (one.is !== 'twin' || job.twins === 'skip') return one;
    return { entity: one.entity, line: one.line, key: one.key, is: 'new', draft: one.draft };
  });
  const written = [...evaluations];
  // Rows may make records of another entity than the file's.
  for (const entity of new Set(evaluations.map((one) => one.entity))) {
    const rows = [...evaluations.keys()].filter((at) => evaluations[at]?.entity === entity);
    const plans = await writeOf(
      tx,
      step,
      entity,
      rows.map((at) => [all[at], evaluations[at]] as [Meant, RowPlan]),
    );
    for (const [index, at] of rows.entries()) written[at] = plans[index] as RowPlan;
  }
  return written;
}

/** Writes what becomes of the rows that make or change records of one entity. */
const writeOf = async (
  tx: WriteContext,
  step: Step,
  entity: Entity,
  rows: readonly [Meant, RowPlan][],
): Promise<RowPlan[]> => {
  const plans = rows.map(([, plan]) => plan);
  const added = plans.flatMap((one) => (one.is === 'new' ? [one] : []));
  const stored = await storeNew(
    tx,
    entity,
    added.map(({ draft }) => draft),
  );
  const written = isGuarded(entity) ? await changeEach(tx, step, rows) : plans;
  const changes = plans.flatMap((one) => (one.is === 'change' ? [one] : []));
  if (written === plans) await writeAll(tx, entity, 'update', changes);
  await keepKeys(tx, step, entity, written, new Map(added.map(({ line }, at) => [line, stored[at]?.id ?? 0])));
  return written;
};

const changeEach = async (tx: WriteContext, step: Step, rows: readonly [Meant, RowPlan][]): Promise<RowPlan[]> => {
  const written: RowPlan[] = [];
  for (const [meant, plan] of rows) written.push(plan.is === 'change' ? await change(tx, step, meant, plan) : plan);
  return written;
};

/** Keeps by which IDs the system that the file is from knows the records. @param made line to the id of what it made */
const keepKeys = async (
  tx: WriteContext,
  { reading: { source }, job }: Step,
  entity: Entity,
  written: readonly RowPlan[],
  made: ReadonlyMap<number, number>,
): Promise<void> => {
  const keys = written.flatMap((one) => {
    const id =
      one.is === 'new' ? made.get(one.line) : one.is === 'change' ? one.before.id : one.is === 'same' && one.record.id;
    return id && one.key !== null ? [{ key: one.key, id }] : [];
  });
  const known = new Map(
    (
      await recordsKeyed(
        tx.db,
        entity.name,
        keys.map(({ key }) => key),
        source,
      )
    ).map(({ key, record }) => [key, record.id]),
  );
  const fresh = keys.filter(({ key, id }) => known.get(key) !== id);
  await addSourceKeys(
    tx.db,
    fresh.map(({ key, id }) => ({ entity: entity.name, source, key, recordId: id, act: job.act })),
  );
};

/** Records that were created because rows refer to them are found again by their IDs, too. */
export function keepReferenceKeys(
  tx: WriteContext,
  { reading: { source }, job }: Step,
  made: Iterable<CreatedReference>,
): Promise<void> {
  return addSourceKeys(
    tx.db,
    [...made].flatMap(({ reference: { to, key }, record }) =>
      key === null ? [] : [{ entity: to, source, key, recordId: record.id, act: job.act }],
    ),
  );
}

/** Where an invariant reads other records, earlier rows may break it: then it is rejected like any other row. */
const change = async (
  tx: WriteContext,
  { reading }: Step,
  meant: Meant,
  verdict: Extract<RowPlan, { is: 'change' }>,
): Promise<RowPlan> => {
  try {
    await write(tx, verdict.entity, 'update', verdict.before, verdict.after);
    return verdict;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return {
      entity: verdict.entity,
      line: verdict.line,
      key: verdict.key,
      is: 'bad',
      trouble: troubleWith(reading, meant, error),
    };
  }
};
