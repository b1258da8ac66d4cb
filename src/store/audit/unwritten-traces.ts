import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Entries of the audit trail that nobody will write any more. */
export interface Gap {
  /** How many. */
  lost: number;
  /** When the first and the last of them were made: ISO in UTC. */
  from: string;
  to: string;
  /** Slack's id of the workspace. */
  team: string;
}

/** What is remembered outside the database of the entries that only this process holds. */
export interface Unwritten {
  /** What processes left behind that ended before they could write their entries. */
  found: readonly Gap[];
  /** So many are held now; null for none. */
  remember: (gap: Gap | null) => void;
  /** Forgets what was found: it stands in the trail. */
  forgetFound: () => void;
  close: () => void;
}

/** Written in its place, so that it fits on a disk that is full. */
const SIZE = 512;

/** Files of this process that are in use. */
const inUse = new Set<string>();

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Where such files lie: beside a SQLite file; for a database elsewhere among the temporary files of this machine. */
const placeOf = (url: string): { folder: string; prefix: string } => {
  if (!url.startsWith('sqlite:')) {
    const which = createHash('sha256').update(url).digest('hex').slice(0, 12);
    return { folder: tmpdir(), prefix: `customerhub-${which}.unwritten-` };
  }
  const file = url.replace(/^sqlite:(\/\/)?/, '');
  return { folder: dirname(file), prefix: `${basename(file)}.unwritten-` };
};

const gapIn = (file: string): Gap[] => {
  try {
    const gap = JSON.parse(readFileSync(file, 'utf8')) as Gap | null;
    return gap ? [gap] : [];
  } catch {
    return [];
  }
};

const NOTHING: Unwritten = { found: [], remember: () => {}, forgetFound: () => {}, close: () => {} };

/** Files that processes left which do not run any more. */
const leftIn = (folder: string, prefix: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .filter((name) => {
      const pid = Number.parseInt(name.slice(prefix.length), 10);
      return pid === process.pid ? !inUse.has(name) : !isRunning(pid);
    })
    .map((name) => join(folder, name));

/**
 * Opens a small file in which this process counts the entries that it could not write yet, so that the next one knows of them
 * if it is killed. Where no such file can be, nothing is remembered.
 */
export function openUnwritten(url: string): Unwritten {
  if (url.endsWith(':memory:')) return NOTHING;
  const { folder, prefix } = placeOf(url);
  try {
    const left = leftIn(folder, prefix);
    const name = `${prefix}${process.pid}-${randomUUID().slice(0, 8)}`;
    const handle = openSync(join(folder, name), 'w', 0o600);
    inUse.add(name);
    let held: Gap | null = null;
    const remember = (gap: Gap | null): void => {
      held = gap;
      try {
        writeSync(handle, JSON.stringify(gap).padEnd(SIZE), 0);
      } catch {
        // Then it is known as long as this process runs.
      }
    };
    remember(null);
    return {
      found: left.flatMap(gapIn),
      remember,
      forgetFound: () => {
        for (const file of left) rmSync(file, { force: true });
      },
      close: () => {
        closeSync(handle);
        inUse.delete(name);
        if (!held) rmSync(join(folder, name), { force: true });
      },
    };
  } catch {
    return NOTHING;
  }
}
