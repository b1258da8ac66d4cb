/** People who do things at random: commands drawn by fast-check, and what each means for the records that are there. */
import fc from './random.ts';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { merge } from '../../src/crm/duplicates/merge.ts';
import { create, edit, remove, restore, type Input } from '../../src/crm/records/mutations.ts';
import type { WriteContext } from '../../src/crm/context/write-context.ts';
import { lastOperationOf, undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { Problem } from '../../src/model/errors.ts';
import { byCommand, type TestCrm } from './crm.ts';

export const KINDS = ['customer', 'contact', 'deal', 'interaction'] as const satisfies readonly EntityName[];
type Kind = (typeof KINDS)[number];

const DOINGS = ['create', 'edit', 'remove', 'restore', 'merge', 'undo', 'undo any', 'undo the rest'] as const;
export type JobHandler = (typeof DOINGS)[number];

export interface Command {
  who: number;
  does: JobHandler;
  kind: Kind;
  /** Choose records: any number does. */
  one: number;
  other: number;
  /** Chooses fields and values. */
  what: number;
}

const weights: Record<JobHandler, number> = {
  create: 3,
  edit: 7,
  remove: 2,
  restore: 3,
  merge: 6,
  undo: 3,
  'undo any': 5,
  'undo the rest': 4,
};

/** Admin, manager, two reps, a viewer: those who may much do much. */
const who = fc.oneof(...[3, 9, 3, 3, 1].map((weight, index) => ({ weight, arbitrary: fc.constant(index) })));

export const commands = fc.array(
  fc.record({
    who,
    does: fc.oneof(...DOINGS.map((handler) => ({ weight: weights[handler], arbitrary: fc.constant(handler) }))),
    kind: fc.constantFrom<Kind>('customer', 'customer', 'contact', 'deal', 'deal', 'interaction'),
    // Few to choose from, so that people get in each other's way.
    one: fc.nat(2),
    other: fc.nat(2),
    what: fc.nat(999),
  }),
  { minLength: 2, maxLength: 7 },
);

/** A run of commands on records of its own. */
export interface World {
  crm: TestCrm;
  people: readonly Actor[];
  ids: Record<Kind, number[]>;
  /** Every act that changed something, oldest first. */
  acts: string[];
}

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const inputs = (world: World, { kind, other, what }: Command): readonly Input[] => {
  const { ids, people } = world;
  const owner = at(people, other).employeeId;
  const [customer, contact, deal] = [at(ids.customer, other), at(ids.contact, other), at(ids.deal, other)];
  const text = `${what} ${other}`;
  const all: Record<Kind, readonly Input[]> = {
    customer: [
      { industry: text },
      { industry: null },
      { phone: `+49 30 12345${(what % 90) + 10}` },
      { owner },
      { name: text },
    ],
    contact: [{ role: text }, { customer }, { owner }, { email: `a${other}@acme.example` }],
    deal: [
      { amount: `${what + 1}` },
      { stage: (what % 4) + 1 },
      { stage: 6, lostReason: text },
      { stage: 5, amount: '10' },
      { customer, contact: null },
      { contact },
      { owner },
      { closeOn: `2026-12-${(what % 20) + 10}` },
    ],
    interaction: [{ what: text }, { contact }, { deal }, { customer, contact: null, deal: null }, { kind: 'note' }],
  };
  return all[kind];
};

const blank = (world: World, { kind, one, other }: Command): Input => {
  const customer = at(world.ids.customer, one);
  if (kind === 'customer') return { name: `Firm ${one}` };
  if (kind === 'contact') return { name: `Person ${one}`, customer };
  if (kind === 'deal') return { name: `Deal ${one}`, customer, ...(other % 2 && { amount: '5k' }) };
  return { customer, kind: 'call', what: `Talk ${one}` };
};

const write = async (
  world: World,
  actor: Actor,
  work: (tx: WriteContext) => Promise<unknown>,
): Promise<string | null> => {
  const { act } = await runInTransaction({ crm: world.crm, actor, origin: byCommand }, async (tx) => ({
    done: await work(tx),
  }));
  return (await world.crm.database.db('audit_log').where({ act }).first('id')) ? act : null;
};

export const lastEntry = async (crm: TestCrm): Promise<number> => {
  const [row] = (await crm.database.db('audit_log').max({ id: 'id' })) as { id: number | null }[];
  return row?.id ?? 0;
};

/** @returns the act, or null when nothing changed */
const carryOutCommand = async (world: World, command: Command): Promise<string | null> => {
  const { crm, people, ids, acts } = world;
  const actor = at(people, command.who);
  const { does, kind, one, other } = command;
  const id = at(ids[kind], one);
  switch (does) {
    case 'create':
      return write(world, actor, async (tx) => ids[kind].push((await create(tx, kind, blank(world, command))).id));
    case 'edit':
      return write(world, actor, (tx) => edit(tx, { entity: kind, id }, at(inputs(world, command), command.what)));
    case 'remove':
      return write(world, actor, (tx) => remove(tx, { entity: kind, id }));
    case 'restore':
      return write(world, actor, (tx) => restore(tx, { entity: kind, id }));
    case 'merge':
      return (
        await merge(
          { crm, actor, origin: byCommand },
          { entity: kind, keep: id, other: at(ids[kind], one + 1 + (other % 2)) },
        )
      ).act;
    case 'undo': {
      const last = await lastOperationOf({ crm, actor });
      // What somebody did in an earlier life stays.
      return acts.includes(last) ? (await undo({ crm, actor, origin: byCommand }, last)).act : null;
    }
    default:
      return (
        await undo(
          { crm, actor, origin: byCommand },
          at(acts, acts.length - 1 - (one % acts.length)),
          does === 'undo the rest',
        )
      ).act;
  }
};

/** Carries a command out as far as it goes: being refused is part of life. @returns what came of it */
export const live = async (world: World, command: Command): Promise<string> => {
  if (command.does.startsWith('undo ') && world.acts.length === 0) return 'nothing';
  try {
    const act = await carryOutCommand(world, command);
    if (act !== null) world.acts.push(act);
    return act === null ? 'nothing' : command.does;
  } catch (error) {
    if (error instanceof Problem) return error.name;
    throw error;
  }
};

/** Two customers of two owners, with a person, two deals and a talk each. */
export const settleDown = async (crm: TestCrm, people: readonly Actor[]): Promise<World> => {
  const ids: World['ids'] = { customer: [], contact: [], deal: [], interaction: [] };
  await runInTransaction({ crm, actor: people[0] as Actor, origin: byCommand }, async (tx) => {
    for (const { employeeId: owner } of people.slice(2, 4)) {
      const make = async (kind: Kind, input: Input): Promise<number> => {
        const { id } = await create(tx, kind, { owner, ...input });
        return ids[kind].push(id) && id;
      };
      const customer = await make('customer', { name: 'Firm' });
      const contact = await make('contact', { name: 'Person', customer });
      const deal = await make('deal', { name: 'Deal', customer, contact });
      await make('deal', { name: 'Deal again', customer, amount: '3k' });
      await make('interaction', { customer, contact, deal, kind: 'call', what: 'Hello' });
    }
    return {};
  });
  return { crm, people, ids, acts: [] };
};
