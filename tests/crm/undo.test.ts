import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { merge } from '../../src/crm/duplicates/merge.ts';
import { create, edit, readRecord, remove, type Input } from '../../src/crm/records/mutations.ts';
import { lastOperationOf, undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { AlreadyDone, Forbidden, NotFound } from '../../src/model/errors.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let ben: Actor;
  let maya: Actor;
  let acme: AnyRecord & { act: string };
  let deal: AnyRecord & { act: string };

  const add = (actor: Actor, name: EntityName, input: Input) =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) => create(tx, name, input));
  const change = async (actor: Actor, id: number, input: Input): Promise<string> =>
    (await runInTransaction({ crm, actor, origin: byCommand }, (tx) => edit(tx, { entity: 'deal', id }, input))).act;
  const now = (): Promise<AnyRecord> => readRecord({ crm, actor: maya }, { entity: 'deal', id: deal.id });
  const revert = (actor: Actor, act: string, rest = false) => undo({ crm, actor, origin: byCommand }, act, rest);

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    ben = await aColleague(crm, 'Ben');
    maya = await aColleague(crm, 'Maya', 'manager');
    acme = await add(ana, 'customer', { name: 'Acme' });
    deal = await add(ana, 'deal', { name: 'Rollout', customer: acme.id, amount: '10' });
  });
  afterEach(() => crm.end());

  test('an edit, a stage move and a deletion go back, each with an entry that names what was undone', async () => {
    const edited = await change(ana, deal.id, { amount: '20', closeOn: '2026-12-01' });
    const moved = await change(ana, deal.id, { stage: 5 });
    const { act: removed } = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'deal', id: deal.id }),
    );
    for (const act of [removed, moved, edited]) await revert(ana, act);
    expect(await now()).toMatchObject({ amount: 1000, closeOn: null, stage: 1, closedOn: null });
    const undos = await crm.database.db('audit_log').where({ verb: 'undo' }).orderBy('id');
    expect(undos.map(({ changes }) => JSON.parse(changes).act[0])).toEqual([removed, moved, edited]);
  });

  test('half a merge taken back after the survivor was deleted can be put back as it was', async () => {
    const blank = await add(ana, 'deal', { name: 'Twin', customer: acme.id });
    const { act: merged } = await merge(
      { crm, actor: maya, origin: byCommand },
      { entity: 'deal', keep: blank.id, other: deal.id },
    );
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'deal', id: blank.id }),
    );
    const { act: half, kept } = await revert(maya, merged, true);
    expect(kept).toMatchObject([{ id: blank.id, why: 'gone' }]);
    expect(await now()).toMatchObject({ amount: 1000, mergedInto: null });
    await revert(maya, half);
    const row = await crm.database.db('deals').where({ id: deal.id }).first();
    expect(row).toMatchObject({ merged_into_id: blank.id });
    expect(row.deleted_at).not.toBeNull();
  });

  test('a record does not go back into one that was deleted since it came out', async () => {
    const duplicate = await add(ana, 'deal', { name: 'Twin', customer: acme.id, amount: '10' });
    const { act: merged } = await merge(
      { crm, actor: maya, origin: byCommand },
      { entity: 'deal', keep: duplicate.id, other: deal.id },
    );
    const { act: out } = await revert(maya, merged);
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'deal', id: duplicate.id }),
    );
    await expect(revert(maya, out)).rejects.toMatchObject({ blockers: [{ id: duplicate.id, why: 'gone' }] });
    expect(await now()).toMatchObject({ mergedInto: null });
  });

  test('a record does not go back into one that was merged into it since', async () => {
    const duplicate = await add(ana, 'deal', { name: 'Twin', customer: acme.id, amount: '10' });
    await add(ana, 'interaction', { customer: acme.id, deal: deal.id, kind: 'note', what: 'Refers to it' });
    const { act: merged } = await merge(
      { crm, actor: maya, origin: byCommand },
      { entity: 'deal', keep: duplicate.id, other: deal.id },
    );
    const { act: out } = await revert(maya, merged);
    await merge({ crm, actor: maya, origin: byCommand }, { entity: 'deal', keep: deal.id, other: duplicate.id });
    const entries = await crm.database.db('audit_log').count({ n: '*' });
    await expect(revert(maya, out, true)).rejects.toMatchObject({ blockers: [{ id: duplicate.id, why: 'gone' }] });
    expect(await now()).toMatchObject({ mergedInto: null, deletedAt: null });
    expect(await crm.database.db('audit_log').count({ n: '*' })).toEqual(entries);
  });

  describe('what changed since', () => {
    let act: string;
    beforeEach(async () => {
      act = await change(ana, deal.id, { amount: '20', closeOn: '2026-12-01' });
      await change(maya, deal.id, { amount: '30' });
    });

    test('is said, and nothing is done', async () => {
      await expect(revert(ana, act)).rejects.toMatchObject({
        blockers: [{ entity: 'deal', id: deal.id, title: 'Rollout', why: 'changed', fields: ['amount'] }],
        rest: true,
      });
      expect(await now()).toMatchObject({ amount: 3000, closeOn: '2026-12-01' });
    });

    test('stays, when the rest is taken back, once', async () => {
      expect(await revert(ana, act, true)).toMatchObject({ kept: [{ fields: ['amount'] }] });
      expect(await now()).toMatchObject({ amount: 3000, closeOn: null });
      await expect(revert(ana, act, true)).rejects.toBeInstanceOf(AlreadyDone);
    });

    test('leaves nothing to take back when it was all of it', async () => {
      await change(maya, deal.id, { closeOn: '2026-12-24' });
      await expect(revert(ana, act, true)).rejects.toMatchObject({ rest: false });
    });

    test('counts for a deleted record as well', async () => {
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'deal', id: deal.id }),
      );
      await expect(revert(ana, act)).rejects.toMatchObject({ blockers: [{ why: 'gone' }], rest: false });
    });
  });

  test('what the rules no longer allow is said in their words', async () => {
    const act = await change(ana, deal.id, { amount: '20', closeOn: '2026-12-01' });
    const blank = await add(ana, 'deal', { name: 'Pilot', customer: acme.id });
    const filled = await change(ana, blank.id, { amount: '5' });
    await change(ana, blank.id, { stage: 5 });
    await expect(revert(ana, filled)).rejects.toMatchObject({
      blockers: [{ why: 'refused', say: 'Enter an amount to mark the deal as won.' }],
    });
    await revert(ana, act);
  });

  describe('a creation', () => {
    test('goes back to nothing, and comes again', async () => {
      const { act } = await revert(ana, deal.act);
      await expect(now()).rejects.toBeInstanceOf(NotFound);
      await revert(ana, act);
      expect(await now()).toMatchObject({ name: 'Rollout', amount: 1000 });
    });

    test('on which others came to depend is said to be needed, by what', async () => {
      await expect(revert(ana, acme.act)).rejects.toMatchObject({
        blockers: [{ entity: 'customer', why: 'needed', by: { deal: 1 } }],
        rest: false,
      });
      await revert(ana, deal.act);
      await revert(ana, acme.act);
      await expect(readRecord({ crm, actor: ana }, { entity: 'customer', id: acme.id })).rejects.toBeInstanceOf(
        NotFound,
      );
    });

    test('that somebody worked on since is not thrown away', async () => {
      await change(maya, deal.id, { closeOn: '2026-12-01' });
      await expect(revert(ana, deal.act)).rejects.toMatchObject({
        blockers: [{ fields: ['closeOn'] }],
        rest: false,
      });
    });
  });

  describe('the last act', () => {
    test('is the newest that stands: each undo goes one further back', async () => {
      await change(ana, deal.id, { amount: '20' });
      await change(ana, deal.id, { amount: '30' });
      const amounts = [];
      for (let time = 0; time < 2; time += 1) {
        await revert(ana, await lastOperationOf({ crm, actor: ana }));
        amounts.push((await now())['amount']);
      }
      expect(amounts).toEqual([2000, 1000]);
      expect(await lastOperationOf({ crm, actor: ana })).toBe(deal.act);
    });

    test('stands again once its undo was undone', async () => {
      const act = await change(ana, deal.id, { amount: '20' });
      const { act: undoing } = await revert(ana, act);
      await revert(ana, undoing);
      expect(await now()).toMatchObject({ amount: 2000 });
      expect(await lastOperationOf({ crm, actor: ana })).toBe(act);
    });

    test('is not one that a manager took back', async () => {
      const act = await change(ana, deal.id, { amount: '20' });
      await revert(maya, act);
      expect(await lastOperationOf({ crm, actor: ana })).toBe(deal.act);
    });

    test('of somebody who did nothing is none', async () => {
      await expect(lastOperationOf({ crm, actor: ben })).rejects.toEqual(
        new NotFound('You have no changes to undo. See changes with `/crm history`.'),
      );
    });
  });

  describe('who may', () => {
    test('the author, though the record is somebody else’s by now', async () => {
      const act = await change(ana, deal.id, { owner: ben.employeeId });
      await revert(ana, act);
      expect(await now()).toMatchObject({ owner: ana.employeeId });
    });

    test('a manager, and no other rep', async () => {
      const act = await change(ana, deal.id, { amount: '20' });
      await expect(revert(ben, act)).rejects.toBeInstanceOf(Forbidden);
      await revert(maya, act);
      expect(await now()).toMatchObject({ amount: 1000 });
    });

    test('nobody whose role no longer allows it', async () => {
      const act = await change(ana, deal.id, { amount: '20' });
      await expect(revert({ ...ana, role: 'viewer' }, act)).rejects.toBeInstanceOf(Forbidden);
    });

    test('a manager gives back no role that an admin took', async () => {
      const ruth = await aColleague(crm, 'Ruth', 'admin');
      const { act } = await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
        edit(tx, { entity: 'employee', id: ben.employeeId }, { role: 'viewer' }),
      );
      await expect(revert(maya, act)).rejects.toBeInstanceOf(Error);
      expect(await readRecord({ crm, actor: ruth }, { entity: 'employee', id: ben.employeeId })).toMatchObject({
        role: 'viewer',
      });
    });
  });

  test('two who press Undo at once undo it once', async () => {
    const act = await change(ana, deal.id, { amount: '20' });
    const ends = await Promise.allSettled([revert(ana, act), revert(maya, act)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await crm.database.db('audit_log').where({ verb: 'undo' })).toHaveLength(1);
  });
});
