import type { Knex } from 'knex';
import { beforeDeadline, DeadlinePassed, timeLeft } from '../../model/runtime/deadline.ts';
import { Unavailable, type Effect, type TroubleKind } from '../../model/runtime/unavailable.ts';
import { PATIENCE_MS, retried } from './collisions.ts';
import type { Condition } from './condition.ts';
import type { Db } from '../dialect.ts';
import { codeOf, troubleOf } from './database-trouble.ts';

/** What a query or a transaction ran into, as the rest of CustomerHub knows it; other errors come back as they are. */
function translated(error: unknown, effectOf: (kind: TroubleKind) => Effect): unknown {
  const kind = error instanceof Unavailable ? null : troubleOf(error);
  if (kind === null) return error;
  return new Unavailable(kind, effectOf(kind), { detail: codeOf(error) || kind, cause: error });
}

/** After these nobody knows whether a commit that was under way went through. */
const SILENT: ReadonlySet<TroubleKind> = new Set(['unreachable', 'slow']);

/** How much longer whoever waits is kept waiting for a commit that is under way, in milliseconds. */
const COMMIT_MS = 250;

const WRITES: ReadonlySet<unknown> = new Set(['insert', 'update', 'del']);

/** Watches everything that is asked of a database: nobody waits in vain, and trouble is known by its name. */
export interface Guard {
  /** Lets each query of this knex that belongs to no transaction pass through here. */
  watch: (knex: Knex) => Knex;
  /** Runs reads that belong together. */
  read: <T>(work: () => Promise<T>) => Promise<T>;
  /**
   * Runs a transaction that is committed before the deadline of whoever asked, or not at all: who was told that nothing was
   * saved can rely on it.
   * @param patience milliseconds for which a SQLite file that another process holds is asked for
   * @throws Unavailable; whatever `work` throws
   */
  write: <T>(knex: Knex, work: (trx: Db) => Promise<T>, patience?: number) => Promise<T>;
}

/** How something is asked of the database. */
interface Asking {
  effectOf: (kind: TroubleKind) => Effect;
  grace?: () => number;
  patience?: number;
}

export function openGuard(condition: Condition): Guard {
  const run = async <T>(work: () => Promise<T>, { effectOf, grace, patience }: Asking): Promise<T> => {
    let inTheWay: unknown = null;
    try {
      return await beforeDeadline(() => retried(work, patience, (error) => (inTheWay = error)), grace);
    } catch (cause) {
      // What took too long because another process was in the way is told as that.
      const isLate = cause instanceof DeadlinePassed && !grace?.();
      const why = isLate ? (inTheWay ?? cause) : cause;
      const error = translated(why, effectOf);
      if (error instanceof Unavailable) condition.report(error);
      throw error;
    }
  };

  const write = <T>(knex: Knex, work: (trx: Db) => Promise<T>, patience = PATIENCE_MS): Promise<T> => {
    let committing = false;
    const once = (): Promise<T> => {
      committing = false;
      return knex.transaction(async (trx) => {
        const result = await work(trx);
        // A deadline that passed was answered: nothing may be committed after that.
        if (timeLeft() <= 0) throw new Unavailable('slow', 'not saved');
        committing = true;
        return result;
      });
    };
    return run(once, {
      effectOf: (kind) => (committing && SILENT.has(kind) ? 'uncertain' : 'not saved'),
      grace: () => (committing ? COMMIT_MS : 0),
      patience,
    });
  };

  const watch = (knex: Knex): Knex => {
    const client = knex.client as Knex.Client;
    const runnerOf = client.runner.bind(client);
    // A transaction has a client of its own, made anew from the class: it is watched as a whole.
    client.runner = (builder) => {
      const effect: Effect = WRITES.has(builder._method) ? 'not saved' : 'not read';
      const runOnce = (): Promise<unknown> => runnerOf(builder).run();
      return Object.assign(runnerOf(builder), { run: () => run(runOnce, { effectOf: () => effect }) });
    };
    return knex;
  };

  return { watch, read: (work) => run(work, { effectOf: () => 'not read' }), write };
}
