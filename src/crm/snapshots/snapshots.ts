import { setTimeout as pause } from 'node:timers/promises';
import { Unclear } from '../../model/errors.ts';
import { isReadable } from '../../store/snapshots/source.ts';
import { remoteDatabase, type Run } from '../../store/snapshots/remote.ts';
import { lastErasure } from '../../store/erase.ts';
import { readSettings } from '../../store/settings.ts';
import type { Crm } from '../context/index.ts';
import type { SnapshotFacts } from './build.ts';
import { SnapshotLost, startThread, type SnapshotThread } from './thread.ts';

export { SnapshotLost } from './thread.ts';

/** The CRM as it stood at a moment. It can be read like the one of today, and takes no writes. */
export interface Snapshot extends SnapshotFacts {
  crm: Crm;
}

export interface Snapshots {
  /** The past of a moment (ISO in UTC): what happened at it or later is not in it. */
  at: (moment: string) => Promise<Snapshot>;
  /** Is it there already, so that nobody has to wait for it? */
  has: (moment: string) => boolean;
  close: () => Promise<void>;
}

interface Kept {
  past: Promise<Snapshot>;
  end: () => Promise<void>;
  isReady: boolean;
  /** Statements that it has not answered yet. */
  waiting: number;
  usedAt: number;
}

export interface PastsOptions {
  /** How many are kept at most; each is a thread with a file of its own. */
  most?: number;
  /** How long one is kept after it was last used, in milliseconds. */
  idleMs?: number;
  /** How long nothing was asked of one that has to go for another, in milliseconds: then no answer is under way. */
  restMs?: number;
  /** The compiled code of their threads. */
  compiled?: URL;
}

const openSnapshot = async (present: Crm, moment: string, { facts }: SnapshotThread, run: Run): Promise<Snapshot> => {
  const database = remoteDatabase(run);
  const settings = await readSettings(database.db).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const crm: Crm = { ...present, database, settings, present, now: () => Date.parse(moment) - 1, onOutbox: () => {} };
  return { crm, ...facts };
};

const LOOK_AGAIN_MS = 50;

/** Keeps the pasts that were asked for lately. Each is made on a thread of its own, from a connection of its own. */
export function openSnapshots(
  present: Crm,
  { most = 2, idleMs = 600_000, restMs = 2000, compiled }: PastsOptions = {},
): Snapshots {
  const kept = new Map<string, Kept>();
  let erasedUpTo = 0;
  let isClosed = false;
  const drop = async (moment: string): Promise<void> => {
    const one = kept.get(moment);
    kept.delete(moment);
    await one?.end();
  };
  const dropIdle = async (): Promise<void> => {
    const gone = [...kept].filter(([, { isReady, usedAt }]) => isReady && Date.now() - usedAt > idleMs);
    for (const [moment] of gone) await drop(moment);
  };
  /** Ends the one that was used longest ago; whoever is still being made, or answers, is waited for. */
  const makeRoom = async (): Promise<void> => {
    const rests = ({ isReady, waiting, usedAt }: Kept): boolean =>
      isReady && waiting === 0 && Date.now() - usedAt >= restMs;
    const resting = [...kept].filter(([, one]) => rests(one));
    const [oldest] = resting.toSorted(([, a], [, b]) => a.usedAt - b.usedAt);
    await (oldest ? drop(oldest[0]) : pause(LOOK_AGAIN_MS));
  };
  const timer = setInterval(() => void dropIdle(), Math.min(idleMs, 60_000)).unref();
  const make = (moment: string): Kept => {
    const thread = startThread({ url: present.database.url, moment }, compiled);
    const watched =
      (run: Run): Run =>
      (sql, bindings) => {
        one.waiting += 1;
        return run(sql, bindings).finally(() => {
          one.waiting -= 1;
          one.usedAt = Date.now();
        });
      };
    const past = thread.then((made) => openSnapshot(present, moment, made, watched(made.run)));
    const end = async (): Promise<void> => {
      await thread.then((one) => one.end()).catch(() => {});
      await past.then(({ crm }) => crm.database.close()).catch(() => {});
    };
    const one: Kept = { past, end, isReady: false, waiting: 0, usedAt: Date.now() };
    const forget = (): void => void (kept.get(moment) === one && kept.delete(moment));
    past.then(() => void (one.isReady = true), forget);
    thread.then(({ gone }) => gone.then(() => (forget(), end()))).catch(() => {});
    return one;
  };
  return {
    has: (moment) => kept.get(moment)?.isReady ?? false,
    at: async (moment) => {
      if (!isReadable(present.database.url))
        throw new Unclear('A database in memory has no history. Use a file or PostgreSQL.');
      // Data erased since a snapshot was made must not be found in it.
      const erased = await lastErasure(present.database.db);
      if (erased !== erasedUpTo) for (const known of kept.keys()) await drop(known);
      erasedUpTo = erased;
      while (!kept.has(moment) && kept.size >= most) await makeRoom();
      if (isClosed) throw new SnapshotLost('CustomerHub is restarting. Try again in a moment.');
      const one = kept.get(moment) ?? make(moment);
      kept.set(moment, one);
      one.usedAt = Date.now();
      return one.past;
    },
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      for (const moment of kept.keys()) await drop(moment);
    },
  };
}
