import { test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that can be filled to the last byte. */
export interface SmallDisk {
  folder: string;
  fill: () => void;
  free: () => void;
  end: () => void;
}

const mount = (folder: string, megabytes: number): void =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
const unmount = (folder: string): void => {
  execFileSync('umount', ['--lazy', folder]);
  rmSync(folder, { recursive: true, force: true });
};
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'customerhub-disk-'));

/** Whether this user may mount one. */
const isAllowed = (): boolean => {
  const folder = newFolder();
  try {
    mount(folder, 1);
  } catch {
    rmSync(folder, { recursive: true });
    return false;
  }
  unmount(folder);
  return true;
};

/** Declares tests that need one; where this user may mount none, it is said that they are skipped. */
export const onSmallDisk = (megabytes: number, suite: (make: () => SmallDisk) => void): void => {
  if (isAllowed()) return suite(() => makeDisk(megabytes));
  console.warn('SKIPPED on a disk that is full: this user may mount none. Run as root to see it.');
  test.skip('on a disk that is full', () => undefined);
};

const makeDisk = (megabytes: number): SmallDisk => {
  const folder = newFolder();
  mount(folder, megabytes);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => {
      const handle = openSync(ballast, 'a');
      try {
        for (;;) writeSync(handle, Buffer.alloc(4096));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(handle);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    end: () => unmount(folder),
  };
};
