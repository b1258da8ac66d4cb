import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, objects } from '../../src/practice/server/json.ts';
import { ana, bo, call, manifest, scopes } from './echo.ts';
import { startWire, type Wire } from './wire.ts';

let wire: Wire;
beforeEach(async () => {
  const settings = { event_subscriptions: { bot_events: ['message.channels'] } };
  const oauth_config = { scopes: { bot: [...scopes, 'pins:write'] } };
  wire = await startWire({ manifest: { ...manifest, settings, oauth_config } });
});
afterEach(() => wire.close());

const api = (method: string, args: JsonObject = {}): Promise<JsonObject> =>
  call(wire, method, { channel: 'C0SALES', ...args });
const post = async (args: JsonObject): Promise<string> => String((await api('chat.postMessage', args))['ts']);
const events = async (): Promise<JsonObject[]> => {
  await wire.workspace.quiet();
  return wire.arrived.map(({ payload }) => asObject(payload['event']));
};
const texts = async (method: string, args: JsonObject = {}): Promise<unknown[]> =>
  objects((await api(method, args))['messages']).map(({ text }) => text);
const shown = (): unknown[] => wire.as(ana).messages('sales');

describe('a message that a person deletes', () => {
  test('is gone for everybody, and the app hears which it was', async () => {
    const ts = await post({ text: 'a card' });
    await wire.workspace.as(ana).do({ do: 'delete_message', channel: 'C0SALES', ts });
    expect(wire.as(bo).reads('sales')).not.toContain('a card');
    expect(await texts('conversations.history')).not.toContain('a card');
    expect((await events()).at(-1)).toMatchObject({
      ...{ type: 'message', subtype: 'message_deleted', channel: 'C0SALES', deleted_ts: ts },
      previous_message: { text: 'a card' },
    });
    expect(await api('chat.update', { ts, text: 'again' })).toMatchObject({ error: 'message_not_found' });
    expect(await api('chat.postMessage', { text: 'x', thread_ts: ts })).toMatchObject({ error: 'thread_not_found' });
  });

  test('must be their own, unless they are an admin', async () => {
    const ts = await post({ text: 'a card' });
    const gone = { do: 'delete_message' as const, channel: 'C0SALES', ts };
    expect(await wire.workspace.as(bo).do(gone)).toMatchObject({
      ok: false,
      notice: expect.stringContaining('admins'),
    });
    expect(wire.as(bo).reads('sales')).toContain('a card');
    await wire.as(bo).says('mine', { in: 'sales' });
    const own = wire.as(bo).messages('sales').at(-1)?.ts ?? '';
    expect(await wire.workspace.as(bo).do({ ...gone, ts: own })).toMatchObject({ ok: true });
    expect(await wire.workspace.as(bo).do({ ...gone, ts: own })).toMatchObject({ ok: false });
  });

  test('leaves a tombstone where it has replies, which nobody but the thread needs', async () => {
    const metadata = { event_type: 'card', event_payload: { id: 1 } };
    const ts = await post({ text: 'a card', metadata, blocks: [{ type: 'divider' }] });
    await post({ text: 'a reply', thread_ts: ts });
    await api('pins.add', { timestamp: ts });
    await wire.workspace.as(ana).do({ do: 'delete_message', channel: 'C0SALES', ts });
    const tomb = { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' };
    const [first, reply] = objects(
      (await api('conversations.replies', { ts, include_all_metadata: true }))['messages'],
    );
    expect(first).toMatchObject(tomb);
    for (const left of ['blocks', 'metadata', 'bot_id']) expect(first).not.toHaveProperty(left);
    expect(reply).toMatchObject({ text: 'a reply', thread_ts: ts });
    expect((await events()).at(-1)).toMatchObject({
      ...{ subtype: 'message_changed', message: { ...tomb, ts, hidden: true } },
      previous_message: { text: 'a card' },
    });
    expect(shown()).toMatchObject([{ ts, text: tomb.text, blocks: [] }, { text: 'a reply' }]);
    expect(shown()).not.toMatchObject([{ pinned: true }, {}]);
    expect(await api('chat.update', { ts, text: 'again' })).toMatchObject({ error: 'cant_update_message' });
  });
});

test('a reply that is broadcast stands in thread and channel, and is called that; others stand in the thread alone', async () => {
  const ts = await post({ text: 'parent' });
  await post({ text: 'quiet', thread_ts: ts });
  const loud = await post({ text: 'loud', thread_ts: ts, reply_broadcast: true });
  expect(await texts('conversations.replies', { ts })).toEqual(['parent', 'quiet', 'loud']);
  expect(await texts('conversations.history')).toEqual(['loud', 'parent']);
  expect((await events()).map(({ text, subtype, thread_ts }) => [text, subtype, thread_ts])).toEqual([
    ['parent', undefined, undefined],
    ['quiet', undefined, ts],
    ['loud', 'thread_broadcast', ts],
  ]);
  // A reply to a reply stands in the same thread.
  await post({ text: 'more', thread_ts: loud });
  expect(await texts('conversations.replies', { ts })).toEqual(['parent', 'quiet', 'loud', 'more']);
  expect(await api('conversations.replies', { ts: '1.000001' })).toMatchObject({ error: 'thread_not_found' });
});

test('replies come in pages', async () => {
  const ts = await post({ text: 'parent' });
  await wire.as(bo).says('one', { in: 'sales', thread: ts });
  await wire.as(bo).says('two', { in: 'sales', thread: ts });
  const first = await api('conversations.replies', { ts, limit: 2 });
  expect(objects(first['messages']).map(({ text }) => text)).toEqual(['parent', 'one']);
  expect(first['has_more']).toBe(true);
  const cursor = asObject(first['response_metadata'])['next_cursor'];
  expect(await texts('conversations.replies', { ts, limit: 2, cursor: String(cursor) })).toEqual(['two']);
});

test('a message is pinned once, for everybody to see, and unpinned once', async () => {
  const timestamp = await post({ text: 'a card' });
  expect(await api('pins.remove', { timestamp })).toMatchObject({ error: 'no_pin' });
  expect(await api('pins.add', { timestamp })).toEqual({ ok: true });
  expect(await api('pins.add', { timestamp })).toMatchObject({ error: 'already_pinned' });
  expect(wire.as(bo).messages('sales').at(-1)).toMatchObject({ text: 'a card', pinned: true });
  expect(await api('pins.remove', { timestamp })).toEqual({ ok: true });
  expect(wire.as(bo).messages('sales').at(-1)).not.toHaveProperty('pinned');
  expect(await api('pins.add', { timestamp: '1.000001' })).toMatchObject({ error: 'message_not_found' });
  expect(await api('pins.add', { channel: 'C0OPEN', timestamp })).toMatchObject({ error: 'not_in_channel' });
});
