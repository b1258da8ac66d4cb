import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, objects } from '../../src/practice/server/json.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { ana, bo, call, callRaw, company, foreigner, gone, guest, manifest, people, scopes } from './echo.ts';

let practice: Practice;
const api = (method: string, args: JsonObject = {}): Promise<JsonObject> => call(practice, method, args);
beforeAll(async () => {
  practice = await startPractice(company);
});
afterAll(() => practice.close());

const withScopes = (bot: string[]): Promise<Practice> =>
  startPractice({ ...company, manifest: { ...manifest, oauth_config: { scopes: { bot } } } });

const post = async (args: JsonObject = {}): Promise<{ channel: string; ts: string }> => {
  const { channel, ts } = await api('chat.postMessage', { channel: 'C0SALES', text: 'hello', ...args });
  return { channel: String(channel), ts: String(ts) };
};

describe('who calls', () => {
  test('needs the token, in the header or the body', async () => {
    const form = (body: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(body) });
    const { botToken } = practice.workspace.credentials;
    const none = await fetch(`${practice.url}/api/auth.test`, form({}));
    expect(await none.json()).toEqual({ ok: false, error: 'not_authed' });
    const inBody = await fetch(`${practice.url}/api/auth.test`, form({ token: botToken }));
    expect(await inBody.json()).toMatchObject({ ok: true, team_id: 'T0ACME', user_id: 'U0PRACTICEBOT' });
    expect(await call(practice, 'auth.test', {}, 'xoxb-wrong')).toEqual({ ok: false, error: 'invalid_auth' });
  });

  test('has the scopes of the manifest and no others', async () => {
    const bare = await withScopes(['commands', 'users:read']);
    const response = await callRaw(bare, 'chat.postMessage', { channel: 'C0SALES', text: 'x' });
    expect(response.headers.get('x-oauth-scopes')).toBe('commands,users:read');
    expect(response.headers.get('x-accepted-oauth-scopes')).toBe('chat:write');
    expect(await response.json()).toEqual({
      ...{ ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'commands,users:read' },
    });
    expect(await call(bare, 'conversations.info', { channel: 'C0DEALS' })).toMatchObject({ needed: 'groups:read' });
    const user = asObject((await call(bare, 'users.info', { user: ana }))['user']);
    expect(asObject(user['profile'])['email']).toBeUndefined();
    await bare.close();
  });

  test('learns that a method does not exist', async () => {
    expect(await api('chat.whisper')).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(await api('constructor')).toMatchObject({ ok: false, error: 'unknown_method' });
  });

  test('may send a form whose structured arguments are JSON, as the official client does', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'héllo & co' } }];
    const response = await fetch(`${practice.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${practice.workspace.credentials.botToken}` },
      body: new URLSearchParams({ channel: 'C0SALES', team_id: 'T0ACME', text: 'x', blocks: JSON.stringify(blocks) }),
    });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      ok: true,
      message: { blocks: [{ ...blocks[0]!, block_id: expect.any(String) }] },
    });
  });
});

describe('chat.postMessage', () => {
  test('answers with the message as it was kept', async () => {
    const answer = await api('chat.postMessage', { channel: 'C0SALES', text: 'hello' });
    expect(answer).toMatchObject({
      channel: 'C0SALES',
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: { type: 'message', text: 'hello', user: 'U0PRACTICEBOT', bot_id: 'B0PRACTICE', team: 'T0ACME' },
    });
    expect(practice.as(bo).reads('sales').at(-1)).toBe('hello');
  });

  test('gives every message of a burst a ts of its own', async () => {
    const sent = await Promise.all(Array.from({ length: 10 }, () => post()));
    expect(new Set(sent.map(({ ts }) => ts)).size).toBe(10);
  });

  test.each([
    ['a public channel it is not in', 'C0OPEN', 'not_in_channel'],
    ['a private channel it is not in, as if it were not there', 'C0SECRET', 'channel_not_found'],
    ['no channel at all', 'C0NOWHERE', 'channel_not_found'],
    ['an archived channel', 'C0OLD', 'is_archived'],
    ['somebody who has left', gone, 'user_disabled'],
  ])('does not post to %s', async (_, channel, error) => {
    expect(await api('chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: false, error });
  });

  test('posts to a public channel it is not in with chat:write.public', async () => {
    const open = await withScopes([...scopes, 'chat:write.public']);
    expect(await call(open, 'chat.postMessage', { channel: 'C0OPEN', text: 'x' })).toMatchObject({ ok: true });
    expect(await call(open, 'chat.postMessage', { channel: 'C0SECRET', text: 'x' })).toMatchObject({ ok: false });
    await open.close();
  });

  test('opens a direct message for a person’s id and answers with its channel', async () => {
    const { channel } = await post({ channel: bo, text: 'only you' });
    expect(channel).toMatch(/^D/);
    expect(await api('conversations.open', { users: bo })).toEqual({ ok: true, channel: { id: channel } });
    expect(practice.as(bo).reads('app')).toContain('only you');
  });

  test.each<[string, JsonObject, string]>([
    ['nothing to say', { text: '' }, 'no_text'],
    ['blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    ['a reply to nothing', { text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    ['text and markdown_text', { text: 'a', markdown_text: 'b' }, 'markdown_text_conflict'],
    ['metadata without a type', { text: 'x', metadata: { event_payload: {} } }, 'invalid_metadata_schema'],
    [
      'more text than fits',
      {
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'mrkdwn', text: 'x'.repeat(2900) },
        })),
      },
      'msg_blocks_too_long',
    ],
    [
      'a picture nobody uploaded',
      { blocks: [{ type: 'image', slack_file: { id: 'F0NOTTHERE' }, alt_text: 'x' }] },
      'invalid_blocks',
    ],
  ])('refuses %s', async (_, args, error) => {
    expect(await api('chat.postMessage', { channel: 'C0SALES', ...args })).toMatchObject({
      ok: false,
      error,
    });
  });

  test('takes one table, and what it says to a second is about attachments', async () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    const problem = 'only_one_table_allowed [json-pointer:/blocks/1]';
    expect(await api('chat.postMessage', { channel: 'C0SALES', text: 'x', blocks: [table, table] })).toEqual({
      ok: false,
      error: 'invalid_attachments',
      errors: [problem],
      response_metadata: { messages: [`[ERROR] ${problem}`] },
    });
  });

  test('refuses a second data table where it is asked to', async () => {
    const row = [{ type: 'raw_text', text: 'x' }];
    const data = { type: 'data_table', caption: 'Deals', rows: [row, row] };
    const { blockKit } = practice.workspace;
    const both = { channel: 'C0SALES', text: 'x', blocks: [data, data] };
    expect(await api('chat.postMessage', both)).toMatchObject({ ok: true });
    blockKit.oneDataTable = true;
    expect(await api('chat.postMessage', both)).toMatchObject({ ok: false, error: 'invalid_attachments' });
    blockKit.oneDataTable = false;
  });

  test('says where blocks are wrong, as Slack does', async () => {
    const text = { type: 'plain_text', text: 'x'.repeat(151) };
    const problem = 'must be less than 151 characters [json-pointer:/blocks/0/text/text]';
    expect(await api('chat.postMessage', { channel: 'C0SALES', blocks: [{ type: 'header', text }] })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [problem],
      response_metadata: { messages: [`[ERROR] ${problem}`] },
    });
  });
});

describe('changing messages', () => {
  test('chat.update changes what people see, in place', async () => {
    const sent = await post({ text: 'first' });
    expect(await api('chat.update', { ...sent, text: 'second' })).toMatchObject({ ok: true, text: 'second', ...sent });
    const [message] = practice
      .as(ana)
      .messages('sales')
      .filter(({ ts }) => ts === sent.ts);
    expect(message).toMatchObject({ text: 'second', edited: true });
    expect(await api('chat.update', { ...sent, text: 'x'.repeat(4001) })).toMatchObject({ error: 'msg_too_long' });
  });

  test('chat.delete removes it', async () => {
    const sent = await post({ text: 'a slip' });
    expect(await api('chat.delete', sent)).toEqual({ ok: true, ...sent });
    expect(practice.as(ana).reads('sales')).not.toContain('a slip');
    expect(await api('chat.delete', sent)).toMatchObject({ error: 'message_not_found' });
  });

  test('neither touches what somebody else wrote', async () => {
    await practice.as(ana).says('mine', { in: 'sales' });
    const { ts } = practice.as(ana).messages('sales').at(-1)!;
    const message = { channel: 'C0SALES', ts };
    expect(await api('chat.update', { ...message, text: 'x' })).toMatchObject({ error: 'cant_update_message' });
    expect(await api('chat.delete', message)).toMatchObject({ error: 'cant_delete_message' });
  });

  test('an ephemeral message is for one person and cannot be found again', async () => {
    const answer = await api('chat.postEphemeral', { channel: 'C0SALES', user: ana, text: 'psst' });
    expect(practice.as(ana).reads('sales')).toContain('psst');
    expect(practice.as(bo).reads('sales')).not.toContain('psst');
    const again = { channel: 'C0SALES', ts: answer['message_ts']!, text: 'x' };
    expect(await api('chat.update', again)).toMatchObject({ error: 'message_not_found' });
    expect(await api('chat.postEphemeral', { channel: 'C0SALES', user: guest, text: 'x' })).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  test('reactions and pins are kept once', async () => {
    const { channel, ts } = await post();
    const mark = { channel, timestamp: ts, name: 'tada' };
    expect(await api('reactions.add', mark)).toEqual({ ok: true });
    expect(await api('reactions.add', mark)).toMatchObject({ error: 'already_reacted' });
    expect(await api('pins.add', mark)).toMatchObject({ error: 'missing_scope', needed: 'pins:write' });
  });
});

describe('reading back', () => {
  test('history is newest first, with metadata only on request, and without replies', async () => {
    const metadata = { event_type: 'deal_won', event_payload: { id: 'D-1' } };
    const parent = await post({ text: 'parent', metadata });
    await post({ text: 'reply', thread_ts: parent.ts });
    const newest = async (args: JsonObject): Promise<JsonObject> =>
      objects((await api('conversations.history', { channel: 'C0SALES', ...args }))['messages'])[0]!;
    expect(await newest({})).toMatchObject({ text: 'parent' });
    expect(await newest({})).not.toHaveProperty('metadata');
    expect(await newest({ include_all_metadata: true })).toMatchObject({ metadata });
    const thread = await api('conversations.replies', { channel: 'C0SALES', ts: parent.ts });
    expect(objects(thread['messages']).map(({ text }) => text)).toEqual(['parent', 'reply']);
  });

  test('history of a channel it is not in is refused', async () => {
    expect(await api('conversations.history', { channel: 'C0OPEN' })).toMatchObject({ error: 'not_in_channel' });
  });

  test('lists come in pages', async () => {
    const first = await api('users.list', { limit: 2 });
    expect(objects(first['members'])).toHaveLength(2);
    const cursor = String(asObject(first['response_metadata'])['next_cursor']);
    const rest = await api('users.list', { cursor });
    expect(objects(rest['members'])).toHaveLength(people.length - 1); // the bot is one of them
    expect(rest['response_metadata']).toEqual({ next_cursor: '' });
    expect(await api('users.list', { cursor: 'nonsense' })).toMatchObject({ error: 'invalid_cursor' });
  });

  test('channels it may not know of are not listed', async () => {
    const listed = await api('conversations.list', { types: 'public_channel' });
    expect(objects(listed['channels']).map(({ name }) => name)).toEqual(['sales', 'open', 'shared', 'old']);
    expect(await api('conversations.info', { channel: 'C0SECRET' })).toMatchObject({ error: 'channel_not_found' });
    expect(await api('users.conversations', { types: 'private_channel' })).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
  });

  test('says which channels another company can read', async () => {
    expect(await api('conversations.info', { channel: 'C0SHARED' })).toMatchObject({
      channel: { is_ext_shared: true },
    });
    expect(await api('conversations.info', { channel: 'C0SALES' })).toMatchObject({
      channel: { is_ext_shared: false },
    });
  });

  test.each<[string, string, JsonObject]>([
    [
      'an admin',
      ana,
      { is_admin: true, is_restricted: false, tz: 'Europe/Madrid', profile: { email: 'ana@acme.test' } },
    ],
    ['a guest', guest, { is_restricted: true, is_ultra_restricted: false, is_admin: false }],
    ['somebody of another company', foreigner, { team_id: 'T0OTHER', is_stranger: false }],
    ['somebody who has left', gone, { deleted: true }],
    ['the bot', 'U0PRACTICEBOT', { is_bot: true, name: 'echo' }],
  ])('users.info tells of %s', async (_, user, expected) => {
    expect(await api('users.info', { user })).toMatchObject({ ok: true, user: expected });
  });

  test('joins a public channel, and then may post there', async () => {
    const fresh = await startPractice(company);
    expect(await call(fresh, 'conversations.join', { channel: 'C0OPEN' })).toMatchObject({
      channel: { is_member: true },
    });
    expect(await call(fresh, 'chat.postMessage', { channel: 'C0OPEN', text: 'hi' })).toMatchObject({ ok: true });
    await fresh.close();
  });

  test('a permalink leads back to the page', async () => {
    const { channel, ts } = await post();
    const { permalink } = await api('chat.getPermalink', { channel, message_ts: ts });
    const response = await fetch(String(permalink), { redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`/#C0SALES/${ts}`);
  });
});
