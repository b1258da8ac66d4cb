import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { driverName } from '../../src/store/connection/sqlite.ts';

const HOLDER = `
  const Driver = require(process.argv[1]);
  const file = new Driver(process.argv[2], { timeout: 60000 });
  file.exec('begin exclusive');
  process.stdin.on('end', () => {
    file.exec('commit');
    file.close();
  }).resume();
  console.log('held');`;

/** Another process that keeps a SQLite file locked, until it is told to let go. */
export interface LockHolder {
  /** Whether it still holds the file. */
  holds: () => boolean;
  release: () => Promise<void>;
}

export const holdLock = async (file: string): Promise<LockHolder> => {
  const driver = createRequire(import.meta.url).resolve(driverName);
  const child = spawn(process.execPath, ['-e', HOLDER, driver, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  let isHeld = true;
  return {
    holds: () => isHeld && child.exitCode === null,
    release: async () => {
      isHeld = false;
      child.stdin.end();
      await ended;
    },
  };
};
