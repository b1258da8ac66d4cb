import { afterEach, expect, test } from '@jest/globals';
import knexModule, { type Knex } from 'knex';
import * as house from '../../migrations/001_house.ts';
import * as settings from '../../migrations/005_settings.ts';
import { postgresConfig } from '../../src/store/connection/postgres.ts';
import { sqliteConfig } from '../../src/store/connection/sqlite.ts';
import { sqliteFile } from '../../src/store/database.ts';
import { onBothDatabases } from '../support/databases.ts';

const { knex: connect } = knexModule;
const at = '2026-11-16T14:00:00.000Z';
const carried = { created_at: at, updated_at: at };

onBothDatabases((_fresh, make) => {
  let knex: Knex;
  afterEach(() => knex.destroy());

  /** Does the database take this row? */
  const taken = (table: string, row: object): Promise<boolean> =>
    knex(table)
      .insert(row)
      .then(
        () => true,
        () => false,
      );

  test('a database with deals in its stages becomes one whose stages and settings are records, and loses nothing', async () => {
    const url = await make();
    knex = connect(url.startsWith('sqlite:') ? sqliteConfig(sqliteFile(url)) : postgresConfig(url));
    await knex.transaction((trx) => house.up(trx));
    await knex('settings').insert([
      { key: 'currency', value: 'CHF' },
      { key: 'locale', value: 'de-CH' },
      { key: 'timeZone', value: 'Europe/Zurich' },
    ]);
    await knex('employees').insert({ id: 1, name: 'Ana', role: 'rep', ...carried });
    await knex('customers').insert({ id: 1, name: 'Acme', status: 'active', owner_id: 1, ...carried });
    const deal = { id: 1, name: 'Rollout', customer_id: 1, stage_id: 3, currency: 'CHF', owner_id: 1, ...carried };
    await knex('deals').insert(deal);

    await knex.transaction((trx) => settings.up(trx));

    expect(await knex('settings')).toMatchObject([
      {
        id: 1,
        name: 'Settings',
        currency: 'CHF',
        locale: 'de-CH',
        time_zone: 'Europe/Zurich',
        default_role: null,
        version: 0,
      },
    ]);
    expect(await knex('stages').orderBy('position').select('id', 'name', 'version', 'deleted_at')).toMatchObject(
      ['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Won', 'Lost'].map((name, n) => ({
        id: n + 1,
        name,
        version: 0,
        deleted_at: null,
      })),
    );
    expect(await knex('deals').first()).toMatchObject({ stage_id: 3 });
    // Deals still cannot be in a stage that never was, and a name is taken only by a stage that is there.
    expect(await taken('deals', { ...deal, id: 2, stage_id: 99 })).toBe(false);
    const proposal = { name: 'Proposal', position: 9, probability: 5, outcome: 'open', ...carried };
    expect(await taken('stages', proposal)).toBe(false);
    await knex('stages').where({ name: 'Proposal' }).update({ deleted_at: at });
    expect(await taken('stages', proposal)).toBe(true);
  });
});
