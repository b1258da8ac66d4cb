/**
 * A database as the first start of CustomerHub leaves it: made once for all tests, and copied from then on. The schema is made
 * in so many steps that most of the time of many tests would go there.
 */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { inDatabase } from './postgres.ts';

export const migrate = async (url: string): Promise<void> => (await openDatabase(url)).close();

/** @returns its URL */
export const sqliteTemplate = async (): Promise<string> => {
  const file = join(process.env['CUSTOMERHUB_TESTS'] ?? '', 'template.db');
  if (!existsSync(file)) {
    // Several may do so at once: what they make is the same.
    const draft = `${file}.${process.pid}`;
    await migrate(`sqlite:${draft}`);
    renameSync(draft, file);
  }
  return `sqlite:${file}`;
};

/** Any number will do. */
const MAKING = 1;

/** @returns its URL */
export const postgresTemplate = async (server: string, admin: Client): Promise<string> => {
  const name = process.env['CUSTOMERHUB_TEMPLATE'] ?? '';
  await admin.query('select pg_advisory_lock($1)', [MAKING]);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0) {
    const draft = `${name}_draft`;
    await admin.query(`create database ${draft}`);
    await migrate(inDatabase(server, draft));
    await admin.query(`alter database ${draft} rename to ${name}`);
  }
  await admin.query('select pg_advisory_unlock($1)', [MAKING]);
  return inDatabase(server, name);
};
