import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeDeadline, DeadlinePassed, within } from '../../model/runtime/deadline.ts';
import { retried } from './collisions.ts';

/** How long a probe may take, in milliseconds. */
const PATIENCE_MS = 2000;
/** Characters that it writes: about as many as a write with its traces, so that where it fits there is room for one. */
const SIZE = 65_536;
/** After so many probes in a row that got no answer, connections are taken for dead: nobody said that they ended. */
const SILENT = 3;

const writeAndTakeBack = (knex: Knex): Promise<void> =>
  knex.transaction(async (trx) => {
    const key = `probe:${randomBytes(8).toString('hex')}`;
    await trx('done_requests').insert({
      key,
      act: randomBytes(SIZE / 2).toString('hex'),
      at: new Date().toISOString(),
    });
    await trx('done_requests').where({ key }).delete();
  });

const silent = new WeakMap<Knex, number>();

/**
 * Finds out whether the database can be written to, by a write of which nothing is left.
 * @param reconnect ends connections of which nothing is heard any more
 * @throws whatever the write fails with
 */
export async function probe(knex: Knex, reconnect: () => void): Promise<void> {
  try {
    await within(PATIENCE_MS, () => beforeDeadline(() => retried(() => writeAndTakeBack(knex))));
    silent.delete(knex);
  } catch (error) {
    const times = error instanceof DeadlinePassed ? (silent.get(knex) ?? 0) + 1 : 0;
    silent.set(knex, times);
    if (times >= SILENT) reconnect();
    throw error;
  }
}
