import { expect, test } from '@jest/globals';
import { remoteDatabase, type Run } from '../../src/store/snapshots/remote.ts';

test('whoever waits for the connection of a thread that is gone hears of that, so that it is asked again', async () => {
  const lost = new Error('the thread is gone');
  let fail = (_error: Error): void => undefined;
  let isGone = false;
  const run: Run = () => (isGone ? Promise.reject(lost) : new Promise((_done, failed) => (fail = failed)));
  const database = remoteDatabase(run);
  const select = async (table: string): Promise<unknown> => await database.db(table).select('id');
  const answering = expect(select('customers')).rejects.toBe(lost);
  const waiting = expect(select('deals')).rejects.toBe(lost);
  await new Promise(setImmediate);
  isGone = true;
  fail(lost);
  const closing = database.close();
  await Promise.all([answering, waiting, closing]);
  await expect(select('deals')).rejects.toBe(lost);
});
