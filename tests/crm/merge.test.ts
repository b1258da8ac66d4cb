import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { resolveMergeTarget } from '../../src/crm/search/resolve.ts';
import { merge, relatedCounts } from '../../src/crm/duplicates/merge.ts';
import { create, edit, readRecord, remove, restore, type Input } from '../../src/crm/records/mutations.ts';
import { undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { EntityName } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { AlreadyDone, ChangedSince, Forbidden, Merged, NotFound, Unclear } from '../../src/model/errors.ts';
import { entityOf } from '../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let ben: Actor;
  let maya: Actor;
  let acme: number;
  let duplicate: number;

  const add = (actor: Actor, name: EntityName, input: Input): Promise<AnyRecord> =>
    runInTransaction({ crm, actor, origin: byCommand }, (tx) => create(tx, name, input));
  const change = (name: EntityName, id: number, input: Input) =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => edit(tx, { entity: name, id }, input));
  const mergeCustomers = (keep: number, other: number, actor = maya) =>
    merge({ crm, actor, origin: byCommand }, { entity: 'customer', keep, other });
  const row = (table: string, id: number) => crm.database.db(table).where({ id }).first();
  const entries = (act: string) => crm.database.db('audit_log').where({ act }).orderBy('id');

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    ben = await aColleague(crm, 'Ben');
    maya = await aColleague(crm, 'Maya', 'manager');
    acme = (await add(ana, 'customer', { name: 'Acme', phone: '+49 30 1234567' })).id;
    duplicate = (await add(ben, 'customer', { name: 'Acme Ltd', phone: '+49 30 7654321', industry: 'Logistics' })).id;
  });
  afterEach(() => crm.end());

  describe('a merge', () => {
    test('keeps the values of the one that remains, and fills its blanks from the other', async () => {
      const { kept } = await mergeCustomers(acme, duplicate);
      expect(kept).toMatchObject({ name: 'Acme', phone: '+49301234567', industry: 'Logistics', owner: ana.employeeId });
    });

    test('turns everything that referred to the other, what is deleted as well, each with its entry', async () => {
      const contact = await add(ben, 'contact', { name: 'Iris', customer: duplicate });
      const deal = await add(ben, 'deal', { name: 'Rollout', customer: duplicate, contact: contact.id });
      const lost = await add(ben, 'deal', { name: 'Old', customer: duplicate });
      await runInTransaction({ crm, actor: ben, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'deal', id: lost.id }),
      );
      const touch = await add(ben, 'interaction', { customer: duplicate, deal: deal.id, kind: 'call', what: 'Hello' });
      const { act, moved } = await mergeCustomers(acme, duplicate);
      expect(moved).toEqual({ contact: 1, deal: 2, interaction: 1 });
      for (const [table, { id }] of [
        ['contacts', contact],
        ['deals', deal],
        ['deals', lost],
        ['interactions', touch],
      ] as const)
        expect(await row(table, id)).toMatchObject({ customer_id: acme });
      expect((await entries(act)).map(({ verb, entity, record_id }) => `${verb} ${entity} ${record_id}`)).toEqual([
        `merge customer ${duplicate}`,
        `repoint contact ${contact.id}`,
        `repoint deal ${deal.id}`,
        `repoint deal ${lost.id}`,
        `repoint interaction ${touch.id}`,
        `update customer ${acme}`,
      ]);
      expect(await readRecord({ crm, actor: ana }, { entity: 'deal', id: deal.id })).toMatchObject({ version: 2 });
    });

    test('leaves a reference that still resolves, through a chain of merges too', async () => {
      const last = (await add(ana, 'customer', { name: 'Acme Holding' })).id;
      await mergeCustomers(acme, duplicate);
      await mergeCustomers(last, acme);
      const found = await resolveMergeTarget({ crm, actor: ana }, `C-${duplicate}`, ['customer']);
      expect(found).toMatchObject({
        record: { id: last },
        merged: `Acme Ltd (C-${duplicate}) was merged into Acme Holding.`,
      });
      await expect(readRecord({ crm, actor: ana }, { entity: 'customer', id: duplicate })).rejects.toBeInstanceOf(
        Merged,
      );
    });

    test('takes a form that still names the merged customer for the one that remains', async () => {
      await mergeCustomers(acme, duplicate);
      const deal = await add(ana, 'deal', { name: 'Late', customer: duplicate });
      expect(deal['customer']).toBe(acme);
    });

    test('is for those who may change both and delete the one that goes', async () => {
      await expect(mergeCustomers(acme, duplicate, ana)).rejects.toBeInstanceOf(Forbidden);
      await expect(mergeCustomers(acme, duplicate, ben)).rejects.toBeInstanceOf(Forbidden);
      const mine = (await add(ana, 'customer', { name: 'Acme again' })).id;
      expect(await mergeCustomers(acme, mine, ana)).toMatchObject({ kept: { id: acme } });
    });

    test('turns what other people own, because it belongs to the customer', async () => {
      const mine = (await add(ana, 'customer', { name: 'Acme again' })).id;
      const deal = await add(ben, 'deal', { name: 'Rollout', customer: mine });
      await mergeCustomers(acme, mine, ana);
      expect(await row('deals', deal.id)).toMatchObject({ customer_id: acme, owner_id: ben.employeeId });
    });

    test('takes an amount together with its currency', async () => {
      const open = await add(ana, 'deal', { name: 'Rollout', customer: acme });
      const dollars = await add(ana, 'deal', { name: 'Roll-out', customer: acme, currency: 'USD', amount: '500' });
      const { kept } = await merge(
        { crm, actor: ana, origin: byCommand },
        { entity: 'deal', keep: open.id, other: dollars.id },
      );
      expect(kept).toMatchObject({ amount: 50_000, currency: 'USD' });
    });
  });

  describe('what cannot be merged is said', () => {
    test('a record with itself, or with one that is not there', async () => {
      await expect(mergeCustomers(acme, acme)).rejects.toEqual(
        new Unclear('Those are the same record. Enter two different ones.'),
      );
      await expect(mergeCustomers(acme, 999)).rejects.toEqual(
        new NotFound('C-999 wasn’t found. Search with `/crm find`.'),
      );
    });

    test('a deleted record', async () => {
      await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        remove(tx, { entity: 'customer', id: duplicate }),
      );
      await expect(mergeCustomers(acme, duplicate)).rejects.toThrow(`Acme Ltd (C-${duplicate}) was deleted.`);
    });

    test('employees', async () => {
      const both = { entity: 'employee' as const, keep: ana.employeeId, other: ben.employeeId };
      await expect(merge({ crm, actor: maya, origin: byCommand }, both)).rejects.toThrow(/^Employees can’t be merged/);
    });

    test('deals and contacts of two customers, because others name both', async () => {
      const one = await add(maya, 'deal', { name: 'Rollout', customer: acme });
      const other = await add(maya, 'deal', { name: 'Rollout', customer: duplicate });
      const attempt = merge({ crm, actor: maya, origin: byCommand }, { entity: 'deal', keep: one.id, other: other.id });
      await expect(attempt).rejects.toThrow(
        `D-${one.id} belongs to Acme and D-${other.id} belongs to Acme Ltd. Merge those two first`,
      );
    });

    test('two merges that cross: one is done, the other is told', async () => {
      const ends = await Promise.allSettled([mergeCustomers(acme, duplicate), mergeCustomers(duplicate, acme)]);
      expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(Merged) });
      expect(await crm.database.db('customers').whereNull('deleted_at')).toHaveLength(1);
    });

    test('a merged record is not brought back by itself', async () => {
      await mergeCustomers(acme, duplicate);
      const attempt = runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
        restore(tx, { entity: 'customer', id: duplicate }),
      );
      await expect(attempt).rejects.toBeInstanceOf(Merged);
    });
  });

  test('a deal that is made while its customer is merged away goes to the one that remains', async () => {
    const rounds = Array.from({ length: 5 }, async (_, at) => {
      const other = (await add(maya, 'customer', { name: `Twin ${at}` })).id;
      const [deal] = await Promise.all([
        add(maya, 'deal', { name: `Deal ${at}`, customer: other }),
        mergeCustomers(acme, other),
      ]);
      return deal.id;
    });
    for (const id of await Promise.all(rounds)) expect(await row('deals', id)).toMatchObject({ customer_id: acme });
  });

  describe('undone', () => {
    let deal: AnyRecord;
    let contact: AnyRecord;
    let act: string;
    beforeEach(async () => {
      contact = await add(ben, 'contact', { name: 'Iris', customer: duplicate });
      deal = await add(ben, 'deal', { name: 'Rollout', customer: duplicate, contact: contact.id });
      ({ act } = await mergeCustomers(acme, duplicate));
    });

    test('it is as it was: both records, their values, and what refers to each', async () => {
      const undone = await undo({ crm, actor: maya, origin: byCommand }, act);
      expect(undone).toMatchObject({ turned: { contact: 1, deal: 1 }, kept: [] });
      expect(await row('customers', duplicate)).toMatchObject({ deleted_at: null, merged_into_id: null });
      expect(await row('customers', acme)).toMatchObject({ industry: null });
      expect(await relatedCounts(crm, entityOf('customer'), duplicate)).toEqual({ contact: 1, deal: 1 });
      expect(await relatedCounts(crm, entityOf('customer'), acme)).toEqual({});
      await expect(undo({ crm, actor: maya, origin: byCommand }, act)).rejects.toBeInstanceOf(AlreadyDone);
    });

    test('what moved on since stays, and is named; the rest goes back', async () => {
      const globex = (await add(maya, 'customer', { name: 'Globex' })).id;
      await change('deal', deal.id, { customer: globex, contact: null });
      await expect(undo({ crm, actor: maya, origin: byCommand }, act)).rejects.toMatchObject({
        blockers: [{ entity: 'deal', id: deal.id, why: 'changed', fields: ['customer'] }],
        rest: true,
      });
      const { kept, turned } = await undo({ crm, actor: maya, origin: byCommand }, act, true);
      expect([kept.length, turned]).toEqual([1, { contact: 1 }]);
      expect(await row('deals', deal.id)).toMatchObject({ customer_id: globex });
      expect(await row('contacts', contact.id)).toMatchObject({ customer_id: duplicate });
    });

    test('a deal that got a contact of the other customer since stays with it', async () => {
      const otto = await add(maya, 'contact', { name: 'Otto', customer: acme });
      await change('deal', deal.id, { contact: otto.id });
      const attempt = undo({ crm, actor: maya, origin: byCommand }, act);
      await expect(attempt).rejects.toMatchObject({ blockers: [{ id: deal.id, fields: ['contact'] }] });
      await undo({ crm, actor: maya, origin: byCommand }, act, true);
      expect(await row('deals', deal.id)).toMatchObject({ customer_id: acme, contact_id: otto.id });
    });

    test('values filled from the other that somebody changed since stay', async () => {
      await change('customer', acme, { industry: 'Freight' });
      const attempt = undo({ crm, actor: maya, origin: byCommand }, act);
      await expect(attempt).rejects.toBeInstanceOf(ChangedSince);
      await undo({ crm, actor: maya, origin: byCommand }, act, true);
      expect(await row('customers', acme)).toMatchObject({ industry: 'Freight' });
      expect(await row('deals', deal.id)).toMatchObject({ customer_id: duplicate });
    });

    test('after the one that remained was merged as well, its part goes back from there', async () => {
      const last = (await add(maya, 'customer', { name: 'Acme Holding' })).id;
      await mergeCustomers(last, acme);
      const { kept } = await undo({ crm, actor: maya, origin: byCommand }, act, true);
      expect(kept).toMatchObject([{ entity: 'customer', id: acme, why: 'gone' }]);
      expect(await row('deals', deal.id)).toMatchObject({ customer_id: duplicate });
      expect(await row('customers', duplicate)).toMatchObject({ deleted_at: null });
    });

    test('the undo is undone: merged again, with what came to the other meanwhile', async () => {
      const undone = await undo({ crm, actor: maya, origin: byCommand }, act);
      const late = await add(ben, 'deal', { name: 'Late', customer: duplicate });
      await undo({ crm, actor: maya, origin: byCommand }, undone.act);
      for (const { id } of [deal, late]) expect(await row('deals', id)).toMatchObject({ customer_id: acme });
      expect(await row('customers', duplicate)).toMatchObject({ merged_into_id: acme });
      expect(await row('customers', acme)).toMatchObject({ industry: 'Logistics' });
    });

    test('only by who did it, or a manager', async () => {
      await expect(undo({ crm, actor: ben, origin: byCommand }, act)).rejects.toBeInstanceOf(Forbidden);
    });
  });
});
