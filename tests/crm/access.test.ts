import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { create, edit, readRecord, remove, type Input } from '../../src/crm/records/mutations.ts';
import { accountable } from '../../src/crm/access/refusals.ts';
import { entityOf } from '../../src/model/registry.ts';
import { theApp, type Actor } from '../../src/model/actor.ts';
import type { Role, CrudAction } from '../../src/model/roles.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { Forbidden } from '../../src/model/errors.ts';
import { aColleague, aCrm, byCommand, TEAM, type TestCrm } from '../support/crm.ts';
import { EXPECTATIONS, type Expectation } from '../support/permissions.ts';

let crm: TestCrm;
const people = new Map<Role, Actor>();
let other: Actor;
let customer: number;
let made = 0;

beforeAll(async () => {
  crm = await aCrm();
  for (const role of ['admin', 'manager', 'rep', 'viewer'] as const)
    people.set(role, await aColleague(crm, role, role));
  other = await aColleague(crm, 'Somebody Else');
  customer = (
    await runInTransaction({ crm, actor: other, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }))
  ).id;
});
afterAll(() => crm.end());

/** Somebody of that role; who has none is let in here only to see that the road refuses them too. */
const actorOf = (role: Role): Actor => people.get(role) ?? { ...other, role };

/** What a record of each kind takes. */
const inputFor = (name: EntityName): Input => {
  made += 1;
  const inputs: Record<EntityName, Input> = {
    customer: { name: `Firm ${made}` },
    contact: { name: `Person ${made}`, customer },
    deal: { name: `Deal ${made}`, customer },
    interaction: { what: `Talk ${made}`, customer },
    followUp: { what: `Step ${made}`, customer, dueOn: '2026-12-01' },
    employee: { name: `Colleague ${made}` },
    subscription: { name: `Channel ${made}`, channel: `C${made}`, team: TEAM },
    savedList: { name: `List ${made}`, of: 'deal', words: 'stage:won' },
    schedule: { words: `last ${made} days`, every: 'monday 09:00', channel: `C${made}`, team: TEAM },
    stage: { name: `Stage ${made}`, probability: 40, position: 100 + made },
    channel: { name: `Channel ${made}`, channel: `C0${made}`, team: TEAM },
    target: { quarter: `${1900 + (made % 200)}-Q1`, amount: '100', owner: other.employeeId },
    settings: { name: 'Settings', currency: 'EUR', locale: 'en-GB', timeZone: 'UTC' },
  };
  return inputs[name];
};

/** What can be changed of each without anything else. */
const CHANGE: Partial<Record<EntityName, (n: number) => Input>> = {
  interaction: (n) => ({ what: `Changed ${n}` }),
  followUp: (n) => ({ what: `Changed ${n}` }),
  schedule: (n) => ({ words: `last ${n} weeks` }),
  target: (n) => ({ amount: String(100 + n) }),
  settings: (n) => ({ locale: n % 2 === 0 ? 'en-GB' : 'de-DE' }),
};

/** A record to do it to: theirs, or somebody else's. */
const aRecord = async ({ entity, role, own }: Expectation): Promise<number> => {
  if (entity === 'settings') return 1;
  if (entity === 'employee' && own) return actorOf(role).employeeId;
  const input = inputFor(entity);
  const owner = own ? actorOf(role).employeeId : other.employeeId;
  const isOwned = 'owner' in entityOf(entity).fields;
  const app = theApp(TEAM, 'UTC');
  return (
    await runInTransaction({ crm, actor: app, origin: { source: 'app' } }, (tx) =>
      create(tx, entity, { ...input, ...(isOwned && { owner }) }),
    )
  ).id;
};

const handler: Record<CrudAction, (actor: Actor, entity: EntityName, id: number) => Promise<unknown>> = {
  read: (actor, entity, id) =>
    accountable({ crm, actor, origin: byCommand }, () => readRecord({ crm, actor }, { entity, id })),
  create: (actor, entity) =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) => create(tx, entity, inputFor(entity))),
  update: (actor, entity, id) =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) =>
      edit(tx, { entity, id }, CHANGE[entity]?.((made += 1)) ?? { name: `Changed ${(made += 1)}` }),
    ),
  remove: (actor, entity, id) =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) => remove(tx, { entity, id })),
};

const lastEntry = () => crm.database.db('audit_log').orderBy('id', 'desc').first();

describe('on the road', () => {
  test.each(EXPECTATIONS)('$role (own: $own), $verb $entity: $allowed', async (expectation) => {
    const { entity, verb, role, allowed } = expectation;
    const actor = actorOf(role);
    const id = verb === 'create' ? 0 : await aRecord(expectation);
    const attempt = handler[verb](actor, entity, id);
    if (allowed) {
      await attempt;
      if (verb !== 'read') expect(await lastEntry()).toMatchObject({ verb, employee_id: actor.employeeId });
      return;
    }
    await expect(attempt).rejects.toBeInstanceOf(Forbidden);
    await expect(attempt).rejects.toThrow(/^(?:As an? .+|Without a role), you can.+\. Ask .+\.$/);
    expect(await lastEntry()).toMatchObject({ verb: 'refused', entity, employee_id: actor.employeeId });
  });
});
