import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { keepHouse } from '../../src/crm/jobs/housekeeping.ts';
import { create } from '../../src/crm/records/mutations.ts';
import { subscribe } from '../../src/crm/notifications/subscriptions/subscribe.ts';
import { aColleague, aCrm, type TestCrm } from '../support/crm.ts';

let crm: TestCrm;
beforeEach(async () => void (crm = await aCrm()));
afterEach(() => crm.end());

test('requests are forgotten after a week, delivered messages after ninety days, waiting ones never', async () => {
  const ana = await aColleague(crm, 'Ana');
  await subscribe({ crm, actor: ana, origin: { source: 'command', key: 'early' } }, { channel: 'C1' });
  await runInTransaction({ crm, actor: ana, origin: { source: 'command', key: 'same day' } }, async (tx) => {
    const { id } = await create(tx, 'customer', { name: 'Acme' });
    await create(tx, 'deal', { name: 'Told', customer: id });
    return create(tx, 'deal', { name: 'Still to be told', customer: id });
  });
  const { db: knex } = crm.database;
  const [told] = await knex('outbox').orderBy('id');
  await knex('outbox').where({ id: told.id }).update({ delivered_at: told.created_at });

  crm.at('2026-11-22T14:00:00Z');
  await keepHouse(crm);
  expect(await knex('done_requests')).toHaveLength(2);
  expect(await knex('outbox')).toHaveLength(2);

  crm.at('2027-02-16T14:00:00Z');
  await keepHouse(crm);
  expect(await knex('done_requests')).toEqual([]);
  expect((await knex('outbox')).map(({ id }) => id)).toEqual([told.id + 1]);
});
