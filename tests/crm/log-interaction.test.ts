import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { glanceAt } from '../../src/crm/search/glance.ts';
import { logInteraction } from '../../src/crm/log/log-interaction.ts';
import { create, readRecord } from '../../src/crm/records/mutations.ts';
import { lastOperationOf, undo } from '../../src/crm/undo/undo.ts';
import type { Actor } from '../../src/model/actor.ts';
import { AlreadyDone, Invalid, NotFound } from '../../src/model/errors.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ana: Actor;
  let acme: number;
  let rollout: number;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ana = await aColleague(crm, 'Ana');
    ({ acme, rollout } = await runInTransaction({ crm, actor: ana, origin: byCommand }, async (tx) => {
      const { id } = await create(tx, 'customer', { name: 'Acme Logistics' });
      const deal = await create(tx, 'deal', { name: 'Rollout', customer: id, amount: '12k' });
      return { acme: id, rollout: deal.id };
    }));
  });
  afterEach(() => crm.end());

  const aCall = () => ({ customer: acme, deal: rollout, kind: 'Call', what: 'They like the pilot.' });
  const rowsOf = (table: string) => crm.database.db(table).whereNull('deleted_at');

  test('a conversation is saved with the deal it moved and the next step, as one act', async () => {
    const logged = await logInteraction(
      { crm, actor: ana, origin: byCommand },
      {
        interaction: aCall(),
        deal: { stage: 3 },
        nextStep: 'Send the offer',
        followUpOn: '2026-11-20',
      },
    );
    const glance = await glanceAt(crm, { customer: acme });
    expect(glance).toMatchObject({
      touchCount: 1,
      openDealCount: 1,
      next: { what: 'Send the offer', dueOn: '2026-11-20', deal: rollout },
    });
    expect(glance.openDeals[0]).toMatchObject({ stage: 3, amount: 1_200_000, currency: 'EUR', version: 2 });
    const audit = await crm.database.db('audit_log').where({ act: logged.act }).orderBy('id');
    expect(audit.map(({ verb, entity }) => `${verb} ${entity}`)).toEqual([
      'create interaction',
      'update deal',
      'create followUp',
    ]);
  });

  test('a new customer is made along with the conversation', async () => {
    const { interaction } = await logInteraction(
      { crm, actor: ana, origin: byCommand },
      {
        interaction: { kind: 'meeting', what: 'Met at the fair' },
        newCustomer: 'Zürich Ré 🚚',
      },
    );
    expect(
      await readRecord({ crm, actor: ana }, { entity: 'customer', id: Number(interaction['customer']) }),
    ).toMatchObject({
      name: 'Zürich Ré 🚚',
      owner: ana.employeeId,
    });
  });

  test('what cannot be saved saves nothing of the act', async () => {
    const attempt = logInteraction(
      { crm, actor: ana, origin: byCommand },
      {
        interaction: aCall(),
        deal: { stage: 6 },
        followUpOn: '2026-11-20',
      },
    );
    await expect(attempt).rejects.toMatchObject({ fields: { lostReason: 'Enter why the deal was lost.' } });
    expect(await rowsOf('interactions')).toEqual([]);
    expect(await rowsOf('follow_ups')).toEqual([]);
  });

  test('a deal of another customer is refused under the field it stands in', async () => {
    const other = await runInTransaction({ crm, actor: ana, origin: byCommand }, (tx) =>
      create(tx, 'customer', { name: 'Globex' }),
    );
    const attempt = logInteraction(
      { crm, actor: ana, origin: byCommand },
      { interaction: { ...aCall(), customer: other.id } },
    );
    await expect(attempt).rejects.toEqual(new Invalid({ deal: 'Rollout doesn’t belong to Globex. Choose another.' }));
  });

  test('the same request arriving twice is carried out once, also when both arrive together', async () => {
    const origin = { source: 'form', key: 'V123' } as const;
    const both = await Promise.allSettled([
      logInteraction({ crm, actor: ana, origin }, { interaction: aCall() }),
      logInteraction({ crm, actor: ana, origin }, { interaction: aCall() }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(AlreadyDone) });
    expect(await rowsOf('interactions')).toHaveLength(1);
  });

  test('undo takes back the whole act, once', async () => {
    await logInteraction(
      { crm, actor: ana, origin: byCommand },
      {
        interaction: aCall(),
        deal: { stage: 5 },
        nextStep: 'Kick-off',
        followUpOn: '2026-12-01',
      },
    );
    const act = await lastOperationOf({ crm, actor: ana });
    await undo({ crm, actor: ana, origin: byCommand }, act);
    expect(await rowsOf('interactions')).toEqual([]);
    expect(await rowsOf('follow_ups')).toEqual([]);
    expect(await readRecord({ crm, actor: ana }, { entity: 'deal', id: rollout })).toMatchObject({
      stage: 1,
      closedOn: null,
    });
    await expect(undo({ crm, actor: ana, origin: byCommand }, act)).rejects.toBeInstanceOf(AlreadyDone);
  });

  test('a record deleted while its form was open is said to be deleted', async () => {
    const { act } = await logInteraction({ crm, actor: ana, origin: byCommand }, { interaction: aCall() });
    await undo({ crm, actor: ana, origin: byCommand }, act);
    const [{ id }] = await crm.database.db('interactions').select('id');
    await expect(readRecord({ crm, actor: ana }, { entity: 'interaction', id })).rejects.toBeInstanceOf(NotFound);
  });
});
