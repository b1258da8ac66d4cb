/** A PostgreSQL server for tests that stop it, start it again and get in its way. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres, owner } from './postgres.ts';
import { until } from './until.ts';

export interface OwnPostgres {
  /** Of the database `crm`, for the user `crm`, who owns it and is nobody special. */
  url: string;
  start: () => Promise<void>;
  /** Ends the server and every connection to it. */
  stop: () => Promise<void>;
  /** As the server's owner, in that database. */
  run: (...statements: readonly string[]) => Promise<void>;
  /** As its owner, with a connection of its own that stays. */
  connect: () => Promise<pg.Client>;
  end: () => Promise<void>;
}

/** The server ends with the shell's input: when it is told to, and when the tests are killed. */
const SCRIPT = `
  exec 3<&0
  "$1" -D "$2" -k "$3" -c listen_addresses= -c fsync=off &
  server=$!
  (read -r _ <&3; kill -INT $server) &
  wait $server`;

/** Makes one that runs; null where PostgreSQL is not installed. */
export const ownPostgres = async (): Promise<OwnPostgres | null> => {
  const binaries = findPostgres();
  if (binaries === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-own-pg-'));
  const user = owner();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = ['-D', data, '-U', 'tests', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'];
  execFileSync(join(binaries, 'initdb'), options, { ...user, cwd: folder, stdio: 'ignore' });
  let server: ChildProcess | null = null;
  const urlOf = (name: string, database: string): string => `postgres://${name}@/${database}?host=${folder}`;
  const connect = async (database = 'crm'): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: urlOf('tests', database) });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const runIn = async (database: string, statements: readonly string[]): Promise<void> => {
    const client = await connect(database);
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const start = async (): Promise<void> => {
    server = spawn('/bin/sh', ['-c', SCRIPT, 'sh', join(binaries, 'postgres'), data, folder], {
      ...{ ...user, cwd: folder, detached: true },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await until(() => runIn('postgres', ['select 1']).then(() => true));
  };
  const stop = async (): Promise<void> => {
    if (!server) return;
    const ended = once(server, 'exit');
    server.stdin?.end();
    await ended;
    server = null;
  };
  await start();
  await runIn('postgres', ['create role crm login', 'create database crm owner crm']);
  return {
    url: urlOf('crm', 'crm'),
    ...{ start, stop, connect },
    run: (...statements) => runIn('crm', statements),
    end: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
