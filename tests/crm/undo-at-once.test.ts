import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { handOver } from '../../src/crm/team/hand-over.ts';
import { create, edit, remove, type Input } from '../../src/crm/records/mutations.ts';
import { removeStage } from '../../src/crm/pipeline/stages.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

/** So many that one statement for each record would show. */
const MANY = 700;
/** What an undo of so many may ask of the database: pieces of 500 and 200, whatever their number. */
const FEW = 60;

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ruth: Actor;
  let ben: Actor;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ruth = await aColleague(crm, 'Ruth', 'admin');
    ben = await aColleague(crm, 'Ben');
  });
  afterEach(() => crm.end());

  const table = (name: string) => crm.database.db(name);
  const count = async (name: string, where: object): Promise<number> => (await table(name).where(where)).length;

  /** A record made as people do, and copies of its row. @returns ids, the record's own first */
  const copies = async (actor: Actor, name: EntityName, tableName: string, input: Input): Promise<number[]> => {
    const first = await runInTransaction({ crm, actor, origin: byCommand }, (tx) => create(tx, name, input));
    const { id: _id, ...like } = await table(tableName).where({ id: first.id }).first();
    await crm.database.db.batchInsert(
      tableName,
      Array.from({ length: MANY - 1 }, () => like),
      200,
    );
    return table(tableName).orderBy('id').pluck('id');
  };

  /** How many statements it takes. */
  const statements = async (work: () => Promise<unknown>): Promise<number> => {
    let n = 0;
    const heard = (): void => void (n += 1);
    crm.database.db.on('query', heard);
    await work();
    crm.database.db.removeListener('query', heard);
    return n;
  };

  const aCustomer = () =>
    runInTransaction({ crm, actor: ben, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }));
  const everybodys = (id: number) => ({
    customer: id,
    contact: id,
    deal: id,
    followUp: id,
    subscription: id,
    schedule: id,
  });
  const revert = (act: string, rest = false) => undo({ crm, actor: ruth, origin: byCommand }, act, rest);

  test('a hand-over of very many records goes back in few statements, but for what changed since', async () => {
    const { id: customer } = await aCustomer();
    const deals = await copies(ben, 'deal', 'deals', { name: 'Rollout', customer });
    await table('subscriptions').insert({
      name: 'all',
      channel: 'C01',
      team: ruth.slackTeamId,
      owner_id: 1,
      events: 'owner',
      created_at: '',
      updated_at: '',
    });
    const { act } = await handOver(
      { crm, actor: ruth, origin: byCommand },
      { from: ben.employeeId, to: everybodys(ruth.employeeId) },
    );
    const cleo = await aColleague(crm, 'Cleo');
    const [changed = 0, removed = 0] = deals;
    await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'deal', id: changed }, { owner: cleo.employeeId }),
    );
    await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'deal', id: removed }),
    );
    await expect(revert(act)).rejects.toMatchObject({
      blockers: [
        { id: removed, why: 'gone' },
        { id: changed, why: 'changed', fields: ['owner'] },
      ],
      rest: true,
    });
    expect(await count('deals', { owner_id: ben.employeeId })).toBe(0);
    const told = await count('outbox', { kind: 'deal-update' });
    const asked = await statements(() => revert(act, true));
    expect(asked).toBeLessThan(FEW);
    expect(await count('deals', { owner_id: ben.employeeId })).toBe(MANY - 2);
    expect(await count('deals', { version: 3 })).toBe(MANY);
    expect(await count('outbox', { kind: 'deal-update' })).toBe(told + MANY - 2);
  });

  test('an emptied stage gets all its deals back in few statements', async () => {
    const { id: customer } = await aCustomer();
    await copies(ben, 'deal', 'deals', { name: 'Rollout', customer, stage: 3 });
    const { act } = await removeStage({ crm, actor: ruth, origin: byCommand }, 3, 1);
    let back = { act: '' };
    expect(await statements(async () => (back = await revert(act)))).toBeLessThan(FEW);
    expect(await count('deals', { stage_id: 3 })).toBe(MANY);
    expect(await count('stages', { id: 3, deleted_at: null })).toBe(1);
    await revert(back.act);
    expect(await count('deals', { stage_id: 1 })).toBe(MANY);
  });

  describe('an import', () => {
    const ACT = 'the import';
    /** Saved in several transactions, all of one act. */
    const chunk = (inputs: readonly [EntityName, (made: number[]) => Input][]): Promise<{ made: number[] }> =>
      runInTransaction(
        { crm: { ...crm, newOperationId: () => ACT }, actor: ruth, origin: { source: 'import' } },
        async (tx) => {
          const made: number[] = [];
          for (const [name, inputOf] of inputs) made.push((await create(tx, name, inputOf(made))).id);
          return { made };
        },
      );
    const firms = (from: number, n: number) =>
      Array.from({ length: n }, (_, at): [EntityName, () => Input] => [
        'customer',
        () => ({ name: `Firm ${from + at}`, phone: `+49 30 ${100_000 + from + at}` }),
      ]);

    test('of several transactions is one act, and goes back with what it made for its own records', async () => {
      await chunk(firms(0, 300));
      const { made } = await chunk([...firms(300, 300), ['contact', (ids) => ({ name: 'Nina', customer: ids[0] })]]);
      const [needed = 0, edited = 0] = made.slice(1);
      await runInTransaction({ crm, actor: ben, origin: byCommand }, (tx) =>
        create(tx, 'contact', { name: 'Omar', customer: needed }),
      );
      await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'customer', id: edited }, { industry: 'Ports' }),
      );
      await expect(revert(ACT)).rejects.toMatchObject({
        blockers: [
          { id: edited, why: 'changed', fields: ['industry'] },
          { id: needed, why: 'needed', by: { contact: 1 } },
        ],
      });
      expect(await statements(() => revert(ACT, true))).toBeLessThan(FEW);
      expect(await table('customers').whereNull('deleted_at').orderBy('id').pluck('id')).toEqual([needed, edited]);
      expect(await count('contacts', { name: 'Nina', deleted_at: null })).toBe(0);
    });

    test('that went on after it was taken back is taken back once more', async () => {
      await chunk(firms(0, 2));
      await revert(ACT);
      await expect(revert(ACT)).rejects.toMatchObject({ name: 'AlreadyDone' });
      await chunk(firms(2, 2));
      await revert(ACT);
      expect(await count('customers', { deleted_at: null })).toBe(0);
    });

    test('that changed each record in another way goes back to all of them', async () => {
      const { made } = await chunk(firms(0, 210));
      const updated = 'the second import';
      await runInTransaction(
        { crm: { ...crm, newOperationId: () => updated }, actor: ruth, origin: { source: 'import' } },
        async (tx) => {
          for (const [at, id] of made.entries())
            await edit(
              tx,
              { entity: 'customer', id },
              {
                name: `Other ${at}`,
                phone: `+49 40 ${200_000 + at}`,
                notes: at % 2 ? 'odd “½” 🚚' : null,
              },
            );
          return {};
        },
      );
      const keys = () => table('match_keys').where({ entity: 'customer' }).orderBy(['record_id', 'kind', 'key']);
      expect((await keys()).some(({ key }) => key === '+4940200001')).toBe(true);
      expect(await statements(() => revert(updated))).toBeLessThan(FEW);
      const rows = await table('customers').orderBy('id');
      expect(rows.map(({ name, phone, notes }) => [name, phone, notes])).toEqual(
        made.map((_, at) => [`Firm ${at}`, `+4930${100_000 + at}`, null]),
      );
      expect(rows[5]).toMatchObject({ version: 3, search_text: expect.stringContaining('firm 5') });
      expect((await keys()).some(({ key }) => key === '+4940200001')).toBe(false);
      expect((await keys()).some(({ key }) => key === '+4930100001')).toBe(true);
    });
  });

  test('goes on letting others in: the event loop is not held for all of it', async () => {
    const { id: customer } = await aCustomer();
    await copies(ben, 'deal', 'deals', { name: 'Rollout', customer });
    const { act } = await handOver(
      { crm, actor: ruth, origin: byCommand },
      { from: ben.employeeId, to: everybodys(ruth.employeeId) },
    );
    let turns = 0;
    const timer = setInterval(() => void (turns += 1), 1);
    await revert(act);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});
