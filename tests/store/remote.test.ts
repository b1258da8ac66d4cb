import { expect, test } from '@jest/globals';
import { remoteDatabase, type Run } from '../../src/store/snapshots/remote.ts';

test('whoever waits for the connection of a thread that is gone hears of that, so that it is asked again', async () => {
  const lost = new Error('the thread is gone');
  let fail = (_error: Error): void => undefined;
  let isGone = false;
  const run: Run = () => (isGone ? Promise.reject(lost) : new Promise((_done, failed) => (fail = failed)));
  const database = remoteDatabase(run);
  const first = database.db('customers').select('id');
  const answering = expect(first.then()).rejects.toBe(lost);
  const waiting = expect(database.db('deals').select('id').then()).rejects.toBe(lost);
  await new Promise(setImmediate);
  isGone = true;
  fail(lost);
  const closing = database.close();
  await Promise.all([answering, waiting, closing]);
  await expect(database.db('deals').select('id').then()).rejects.toBe(lost);
});
