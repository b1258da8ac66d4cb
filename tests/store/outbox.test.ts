import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.ts';
import {
  defer,
  markDelivered,
  markFailed,
  postpone,
  release,
  writeOutbox,
  type OutboxItem,
} from '../../src/store/outbox/outbox.ts';
import { claimOutbox, holdChannel } from '../../src/store/outbox/claim.ts';
import { outboxState } from '../../src/store/outbox/state.ts';
import { onBothDatabases } from '../support/databases.ts';

const [AT, SOON, LATER] = ['2026-11-16T14:00:00.000Z', '2026-11-16T14:01:00.000Z', '2026-11-16T15:00:00.000Z'];
const TEAM = 'T0ACME';

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => void (database = await openDatabase(await fresh())));
  afterEach(() => database.close());

  /** `C1:a` is the message `a` for the channel `C1`. */
  const write = (...messages: string[]): Promise<void> => {
    const items = messages.map((message) => {
      const [channel = '', payload = ''] = message.split(':');
      return { subscriptionId: null, team: TEAM, channel, kind: 'note', payload };
    });
    return writeOutbox(database.db, items, AT);
  };
  const claim = (by = 'one', now = AT, limit = 100): Promise<OutboxItem[]> =>
    claimOutbox(database.db, { by, now, until: SOON, limit });
  const said = (items: readonly OutboxItem[]): string[] => items.map(({ channel, payload }) => `${channel}:${payload}`);
  const deliver = (items: readonly OutboxItem[]): Promise<number[]> =>
    Promise.all(items.map(({ id }) => markDelivered(database.db, id, AT, '1.0')));

  test('each channel gets its messages one after the other, in the order in which they were written', async () => {
    await write('C1:a', 'C1:b', 'C2:a', 'C1:c', 'C2:b');
    const rounds: string[][] = [];
    for (let items = await claim(); items.length > 0; items = await claim()) {
      rounds.push(said(items));
      await deliver(items);
    }
    expect(rounds).toEqual([['C1:a', 'C2:a'], ['C1:b', 'C2:b'], ['C1:c']]);
  });

  test('the same channel id in two workspaces is two channels', async () => {
    await write('C1:a');
    await writeOutbox(
      database.db,
      [{ subscriptionId: null, team: 'T0X', channel: 'C1', kind: 'note', payload: 'x' }],
      AT,
    );
    expect(said(await claim())).toEqual(['C1:a', 'C1:x']);
  });

  test('of many channels those with the oldest messages come first', async () => {
    await write('C3:a', 'C1:a', 'C2:a');
    expect(said(await claim('one', AT, 2))).toEqual(['C3:a', 'C1:a']);
    expect(said(await claim('two', AT, 2))).toEqual(['C2:a']);
  });

  test('what one holds nobody else gets, nor what stands behind it, until the claim runs out', async () => {
    await write('C1:a', 'C1:b');
    const [item] = await claim('one');
    expect(await claim('two')).toEqual([]);
    expect(await claim('two', SOON)).toEqual([{ ...item, attempts: 1 }]);
  });

  test('a channel that is stuck holds up no other, and keeps its order', async () => {
    await write('C1:a', 'C1:b', 'C2:a');
    const [stuck] = await claim('one', AT, 1);
    await postpone(database.db, { id: stuck?.id ?? 0, by: 'one' }, LATER, 'rate limited');
    expect(said(await claim())).toEqual(['C2:a']);
    expect(said(await claim('one', LATER))).toContain('C1:a');
  });

  const lane = (channel: string, deal: number, payload: string, coalescedUntil?: string) => ({
    ...{ subscriptionId: null, team: TEAM, channel, kind: 'note', payload, lane: `deal ${deal}` },
    ...(coalescedUntil !== undefined && { coalescedUntil }),
  });

  test('what settles holds up the rest of its own lane, and nothing else in the channel', async () => {
    await writeOutbox(
      database.db,
      [lane('C1', 1, 'settling', SOON), lane('C1', 1, 'next'), lane('C1', 2, 'other')],
      AT,
    );
    const other = await claim();
    expect(said(other)).toEqual(['C1:other']);
    await deliver(other);
    expect(await claim()).toEqual([]);
    const settled = await claim('one', SOON);
    expect(said(settled)).toEqual(['C1:settling']);
    await deliver(settled);
    expect(said(await claim('one', SOON))).toEqual(['C1:next']);
  });

  test('a channel gets one message at a time, from whichever lanes they are', async () => {
    await writeOutbox(database.db, [lane('C1', 1, 'a'), lane('C1', 2, 'b'), lane('C2', 1, 'c')], AT);
    const first = await claim('one');
    expect(said(first)).toEqual(['C1:a', 'C2:c']);
    expect(await claim('two')).toEqual([]);
    await deliver(first);
    expect(said(await claim('two'))).toEqual(['C1:b']);
  });

  test('a channel that was just posted to takes nothing before its time, from whoever comes, and holds up no other', async () => {
    await write('C1:a', 'C1:b', 'C2:c');
    await deliver(await claim('one', AT, 1));
    await holdChannel(database.db, { team: TEAM, channel: 'C1' }, SOON);
    await holdChannel(database.db, { team: TEAM, channel: 'C1' }, AT);
    expect(said(await claim('two'))).toEqual(['C2:c']);
    expect(said(await claim('two', SOON))).toContain('C1:b');
  });

  test('after a message is set aside the next one comes, and it is counted as failed', async () => {
    await write('C1:a', 'C1:b');
    const [broken] = await claim();
    await markFailed(database.db, { id: broken?.id ?? 0, by: 'one' }, AT, 'channel_not_found');
    expect(await outboxState(database.db)).toEqual({ waiting: 1, oldest: AT, failed: 1 });
    expect(said(await claim())).toEqual(['C1:b']);
  });

  test('who lost a claim can no longer postpone or set aside what another holds', async () => {
    await write('C1:a');
    const [item] = await claim('one');
    await claim('two', SOON);
    const mine = { id: item?.id ?? 0, by: 'one' };
    expect(await postpone(database.db, mine, LATER, 'late')).toBe(0);
    expect(await defer(database.db, mine, LATER, 'late')).toBe(0);
    expect(await markFailed(database.db, mine, AT, 'late')).toBe(0);
  });

  test('what is given back can be claimed at once, as if it had never been tried', async () => {
    await write('C1:a');
    const held = await claim('one');
    await release(database.db, 'one');
    expect(await claim('two')).toEqual(held);
  });

  test('an empty outbox waits for nothing', async () => {
    await write();
    expect(await claim()).toEqual([]);
    expect(await outboxState(database.db)).toEqual({ waiting: 0, oldest: null, failed: 0 });
  });

  test('couriers that claim at the same time get every message once, and each channel in order', async () => {
    const channels = ['C1', 'C2', 'C3', 'C4', 'C5'];
    const messages = ['a', 'b', 'c', 'd'].flatMap((word) => channels.map((channel) => `${channel}:${word}`));
    await write(...messages);
    const sent: string[] = [];
    const worker = async (by: string): Promise<void> => {
      while ((await outboxState(database.db)).waiting > 0) {
        for (const item of await claim(by, AT, 3)) {
          sent.push(...said([item]));
          await turn();
          await deliver([item]);
        }
        await turn(); // SQLite answers without ever leaving the thread: let the others have it
      }
    };
    await Promise.all(['one', 'two', 'three', 'four'].map(worker));
    expect(sent.toSorted()).toEqual(messages.toSorted());
    for (const channel of channels)
      expect(sent.filter((message) => message.startsWith(channel))).toEqual(
        ['a', 'b', 'c', 'd'].map((w) => `${channel}:${w}`),
      );
  });
});
