import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { entityOf } from '../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onPostgres, onSqlite, type Fresh } from '../support/databases.ts';
import { tries } from '../support/thorough.ts';
import { replayed, stored, type State } from '../support/replay.ts';
import { commands, KINDS, lastEntry, live, settleDown, type Command, type World } from '../support/wanderers.ts';

/** Random lives of several people of several roles, each on records of its own. PostgreSQL takes four times as long for one. */
const LIVES = {
  sqlite: tries('LIVES', { usually: 250, thoroughly: 2000 }),
  postgres: tries('LIVES', { usually: 60, thoroughly: 2000 }),
};
const PATIENCE = 1_800_000;

/** What was deleted is seldom brought back by chance: here one life in ten ends with both. */
const aLife = fc
  .tuple(commands, fc.nat(9))
  .map(([drawn, n]) =>
    n > 0 ? drawn : [...drawn, ...(['remove', 'restore'] as const).map((does) => ({ ...(drawn[0] as Command), does }))],
  );

const newPeople = async (crm: TestCrm): Promise<Actor[]> => {
  const people: Actor[] = [];
  for (const role of ['admin', 'manager', 'rep', 'rep', 'viewer'] as const) {
    const letters = (await lastEntry(crm))
      .toString()
      .replace(/\d/g, (digit) => String.fromCharCode(65 + Number(digit)));
    people.push(await aColleague(crm, `${role} ${letters}`, role));
  }
  return people;
};

const lastIds = async (crm: TestCrm): Promise<Map<EntityName, number>> => {
  const ids = new Map<EntityName, number>();
  for (const name of KINDS) {
    const [row] = await crm.database.db(entityOf(name).table).max({ id: 'id' });
    ids.set(name, Number(row?.id ?? 0));
  }
  return ids;
};

/** What refers to nothing, or to a record that was merged away. */
const dangling = (state: State): string[] =>
  [...state].flatMap(([key, record]) => {
    const { fields } = entityOf(key.split(' ')[0] as EntityName);
    return Object.entries(fields).flatMap(([name, field]) => {
      if (field.kind !== 'reference' || !record[name] || !KINDS.some((kind) => kind === field.to)) return [];
      const target = state.get(`${field.to} ${record[name]}`);
      const lost = !target || (name !== 'mergedInto' && target['mergedInto'] !== undefined);
      return lost ? [`${key}: ${name} is ${field.to} ${record[name]}`] : [];
    });
  });

/** Without versions, which only grow. */
const facts = (state: State) =>
  new Map([...state].map(([key, { version: _version, ...values }]) => [key, values] as const));

/** What was there then is as it was then; what came later is hidden. */
const expectAsBefore = (now: State, then: State): void => {
  const before = facts(then);
  const known = new Map([...facts(now)].filter(([key]) => before.has(key)));
  expect(known).toEqual(before);
  const later = [...now].filter(([key]) => !before.has(key));
  expect(later.filter(([, { deletedAt }]) => deletedAt === undefined)).toEqual([]);
};

/** So many lives are led on the same records: each ends as it began, or else it fails. */
const LIVES_OF_A_WORLD = 10;

/** How many of each a world begins with. */
const SETTLED = { customer: 2, contact: 2, deal: 4, interaction: 2 };

interface Stage {
  world: World;
  /** Last ids and last entry before the world began. */
  from: Map<EntityName, number>;
  start: number;
  lives: number;
}

/** @returns what came of the commands, and how often */
const suite = (fresh: Fresh, lives: number): ReadonlyMap<string, number> => {
  let crm: TestCrm;
  let ready: Stage | null = null;
  const came = new Map<string, number>();

  beforeAll(async () => {
    crm = await aCrm(await fresh());
  }, PATIENCE);
  afterAll(() => crm.end());

  /** The world as it was when it began; another one from time to time, and after a life that failed. */
  const stage = async (): Promise<Stage> => {
    const last = ready;
    ready = null;
    if (last && last.lives < LIVES_OF_A_WORLD) {
      const ids = Object.fromEntries(
        KINDS.map((kind) => [kind, last.world.ids[kind].slice(0, SETTLED[kind])]),
      ) as World['ids'];
      return { ...last, world: { ...last.world, ids, acts: [] }, lives: last.lives + 1 };
    }
    const people = await newPeople(crm);
    const from = await lastIds(crm);
    const start = await lastEntry(crm);
    return { world: await settleDown(crm, people), from, start, lives: 1 };
  };

  const oneLife = async (drawn: readonly Command[]): Promise<void> => {
    const now = await stage();
    const { world, from, start } = now;
    const states = [await stored(crm, from)];
    for (const command of drawn) {
      const acts = world.acts.length;
      const what = await live(world, command);
      came.set(what, (came.get(what) ?? 0) + 1);
      if (world.acts.length > acts) states.push(await stored(crm, from));
    }
    const end = states.at(-1) as State;
    expect(await replayed(crm, start)).toEqual(end);
    expect(dangling(end)).toEqual([]);
    await backToTheStart(world, from, states);
    ready = now;
  };

  /** Takes every act back, undos among them, the newest first: each leads to what was before it. */
  const backToTheStart = async (world: World, from: Map<EntityName, number>, states: State[]): Promise<void> => {
    for (const [index, act] of [...world.acts.entries()].toReversed()) {
      await undo({ crm, actor: world.people[0] as Actor, origin: byCommand }, act);
      const now = await stored(crm, from);
      expectAsBefore(now, states[index] as State);
      expect(dangling(now)).toEqual([]);
    }
  };

  test(
    `${lives} random lives: the trail tells all of it, undo goes back to the start, nothing dangles`,
    async () => {
      await fc.assert(fc.asyncProperty(aLife, oneLife), { numRuns: lives });
    },
    PATIENCE,
  );

  return came;
};

describe('several people, whatever they do', () => {
  onSqlite(() => {
    const came = suite(() => Promise.resolve('sqlite::memory:'), LIVES.sqlite);
    const happened = ['create', 'edit', 'remove', 'restore', 'merge', 'undo', 'undo any', 'undo the rest'];
    const refused = ['Forbidden', 'Invalid', 'NotFound', 'Merged', 'Unclear', 'AlreadyDone', 'ChangedSince'];
    test.each([...happened, ...refused])('“%s” is part of life', (what) => {
      expect(came.get(what) ?? 0).toBeGreaterThan(0);
    });
  });
  onPostgres((fresh) => void suite(fresh, LIVES.postgres));
});
