import { atLeast, asRole } from '../../model/roles.ts';
import { refOf, titleOf, type Entity, type EntityName } from '../../model/entity.ts';
import type { AnyRecord } from '../../model/record.ts';
import type { Value } from '../../model/fields.ts';
import { Forbidden, Invalid } from '../../model/errors.ts';
import { count, cut, normalizeText } from '../../model/text/text.ts';
import { employeeOf, peopleWithRole } from '../../store/team/employees.ts';
import { listRecords, lockRecord } from '../../store/records.ts';
import { holdSettings } from '../../store/settings.ts';
import { allStages, dealsIn } from '../../store/stages.ts';
import { entityOf } from '../../model/registry.ts';
import type { WriteContext } from '../context/index.ts';

/** A record as it was (null when it is new) and as it would be. */
interface RecordChange {
  before: AnyRecord | null;
  after: AnyRecord;
}
type Invariant = (tx: WriteContext, step: RecordChange) => Promise<void>;

/** Can somebody with this record come in as an admin? */
const isAdmin = (employee: AnyRecord | null): boolean =>
  employee !== null &&
  employee['role'] === 'admin' &&
  employee['person'] !== null &&
  employee.deletedAt === null &&
  employee['leftAt'] === null;

const LAST_ADMIN = 'You need at least one admin. Make someone else admin first.';

/** Somebody can always give roles. Slack asks nobody before it deactivates an account, so leaving is no matter of this. */
const keepAnAdmin: Invariant = async ({ db }, { before, after }) => {
  const leaves = before?.['leftAt'] === null && after['leftAt'] !== null;
  if (!isAdmin(before) || isAdmin(after) || leaves) return;
  await holdSettings(db);
  const admins = await peopleWithRole(db, ['admin']);
  if (admins.some(({ id }) => id !== after.id)) return;
  throw new Invalid({ [after['person'] === before?.['person'] ? 'role' : 'person']: LAST_ADMIN });
};

/** Whoever comes in is one employee: a Slack user belongs to no two that are here. */
const oneOfAPerson: Invariant = async ({ db }, { before, after }) => {
  const person = after['person'];
  const stays = before?.deletedAt === null && before['person'] === person;
  if (typeof person !== 'string' || after.deletedAt !== null || stays) return;
  await holdSettings(db);
  const other = await employeeOf(db, person);
  if (!other || other.deletedAt !== null || other.id === after.id) return;
  const entity = entityOf('employee');
  const ref = refOf(entity, other.id);
  throw new Invalid({
    person: `${cut(titleOf(entity, other), 80)} (${ref}) already has this Slack user. Delete ${ref} or give it another Slack user, then try again.`,
  });
};

const OF_OUTCOME = { open: 'open deals', won: 'won deals', lost: 'lost deals' };

/** Each name once, a stage for each way a deal can be, and no deal in a stage that is gone or means something else. */
const keepThePipeline: Invariant = async (tx, { before, after }) => {
  const others = (await allStages(tx.db)).filter(({ id }) => id !== after.id);
  if (
    after.deletedAt === null &&
    others.some(({ name }) => normalizeText(name) === normalizeText(String(after['name'])))
  )
    throw new Invalid({ name: 'A stage with this name already exists. Choose another name.' });
  if (before === null || before.deletedAt !== null) return;
  if (after.deletedAt === null && after['outcome'] === before['outcome']) return;
  await emptied(tx, before, after);
  await holdSettings(tx.db);
  const outcome = before['outcome'] as keyof typeof OF_OUTCOME;
  if ((await allStages(tx.db)).some((stage) => stage.id !== after.id && stage.outcome === outcome)) return;
  throw new Invalid({ outcome: `This is the only stage for ${OF_OUTCOME[outcome]}. Add another one first.` });
};

const emptied = async ({ db }: WriteContext, { id }: AnyRecord, after: AnyRecord): Promise<void> => {
  // Whoever is moving a deal into it right now holds it, so they are waited for and counted.
  await lockRecord(db, { entity: 'stage', id }, 'alone');
  const inIt = (await dealsIn(db, id)).length;
  if (inIt === 0) return;
  const what = `${count(inIt, 'deal')} ${inIt === 1 ? 'is' : 'are'} in this stage.`;
  const advice =
    after.deletedAt === null
      ? 'Move them to another stage before you change its outcome.'
      : 'Move them to another stage first.';
  throw new Invalid({ outcome: `${what} ${advice}` });
};

/** Somebody has one target in a quarter: two would be added up unseen. */
const oneTarget: Invariant = async ({ db }, { after }) => {
  if (after.deletedAt !== null) return;
  const { owner, quarter } = after;
  const { records } = await listRecords(db, entityOf('target'), { where: { owner, quarter } as never, limit: 2 });
  if (records.every(({ id }) => id === after.id)) return;
  throw new Invalid({ quarter: `They already have a target for ${String(quarter)}. Edit that one.` });
};

const GUARDS: Partial<Record<EntityName, readonly Invariant[]>> = {
  employee: [keepAnAdmin, oneOfAPerson],
  stage: [keepThePipeline],
  target: [oneTarget],
};

/** Does writing one of them depend on what others are? */
export function isGuarded(entity: Entity): boolean {
  return entity.name in GUARDS;
}

/** @throws Forbidden where the person sets a field that takes more than changing the record */
const demandFields = (
  { actor }: WriteContext,
  entity: Entity,
  before: Readonly<Record<string, Value>>,
  { id, ...after }: AnyRecord,
): void => {
  for (const [name, { only, label }] of Object.entries(entity.fields)) {
    if (only === undefined || atLeast(actor.role, only) || (after[name] ?? null) === (before[name] ?? null)) continue;
    const what = `${asRole(actor.role)}, you can’t set “${label}” of ${entity.plural}.`;
    throw new Forbidden(what, { ask: only, entity: entity.name, ...(id > 0 && { recordId: id }) });
  }
};

/**
 * Stands before every write, whichever way it came: what takes more than one record to know, and who may set which field.
 * @param start what a new record begins with
 * @throws Invalid, Forbidden
 */
export async function guard(
  tx: WriteContext,
  entity: Entity,
  step: RecordChange,
  start: Readonly<Record<string, Value>> = {},
): Promise<void> {
  demandFields(tx, entity, step.before ?? start, step.after);
  for (const asks of GUARDS[entity.name] ?? []) await asks(tx, step);
}
