import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { asString } from '../../src/practice/server/json.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { until } from '../support/until.ts';
import { ana, call, company } from './echo.ts';

let practice: Practice;
let client: WebClient;
beforeAll(async () => {
  practice = await startPractice({ ...company, scanMs: [100, 200] });
  const { botToken, apiUrl } = practice.workspace.credentials;
  client = new WebClient(botToken, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } });
});
afterAll(() => practice.close());

const picture = Buffer.from('not really a picture');

describe('a file', () => {
  test('goes up in the official client’s three steps and stands in the channel', async () => {
    await client.filesUploadV2({
      channel_id: 'C0SALES',
      file: picture,
      filename: 'q4.png',
      alt_text: 'Won by month',
      title: 'Q4',
      initial_comment: 'Look',
    });
    expect(practice.as(ana).messages('sales')).toEqual([]);
    const message = await until(() => practice.as(ana).messages('sales').at(-1)!);
    expect(message).toMatchObject({
      text: 'Look',
      files: [{ name: 'q4.png', title: 'Q4', mimetype: 'image/png', size: picture.length, altText: 'Won by month' }],
    });
    const response = await fetch(practice.url + message.files[0]!.url);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(picture);
    expect(response.headers.get('content-disposition')).toContain('inline');
  });

  test('that people may not run is only offered for download', async () => {
    const { id } = practice.workspace.as(ana).upload('evil.html', Buffer.from('<script>alert(1)</script>'));
    const { headers } = await fetch(`${practice.url}/files/${id}`);
    expect(headers.get('content-disposition')).toContain('attachment');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  const uploaded = async (): Promise<string> => {
    const upload = await call(practice, 'files.getUploadURLExternal', { filename: 'a.png', length: 3 });
    await fetch(asString(upload['upload_url']), { method: 'POST', body: 'abc' });
    return asString(upload['file_id']);
  };
  const complete = async (id: string, more: JsonObject = {}): Promise<JsonObject[]> => {
    const { files } = await call(practice, 'files.completeUploadExternal', { files: [{ id }], ...more });
    return files as JsonObject[];
  };
  const imageOf = (id: string): JsonObject[] => [{ type: 'image', slack_file: { id }, alt_text: 'x' }];
  const infoOf = async (id: string): Promise<JsonObject> =>
    (await call(practice, 'files.info', { file: id }))['file'] as JsonObject;
  const post = (id: string): Promise<JsonObject> =>
    call(practice, 'chat.postMessage', { channel: 'C0SALES', text: 'x', blocks: imageOf(id) });

  test('is not ready when its upload is complete: nothing shows it, and nothing is known of what it is', async () => {
    const { ts } = await call(practice, 'chat.postMessage', { channel: 'C0SALES', text: 'to be changed' });
    const id = await uploaded();
    expect(await post(id)).toMatchObject({ error: 'invalid_blocks' });
    practice.workspace.faults.keepsFiles = true;
    expect(await complete(id, { channel_id: 'C0SALES' })).toMatchObject([
      { id, mimetype: '', filetype: '', shares: {} },
    ]);
    practice.workspace.faults.clear();
    expect(await infoOf(id)).toMatchObject({ mimetype: '', filetype: '', shares: {}, channels: [] });
    const blocks = imageOf(id);
    const problem = 'invalid slack file [json-pointer:/blocks/0/slack_file]';
    for (const [method, args] of [
      ['chat.postMessage', { channel: 'C0SALES' }],
      ['chat.postEphemeral', { channel: 'C0SALES', user: ana }],
      ['chat.update', { channel: 'C0SALES', ts: ts! }],
    ] as const)
      expect([method, await call(practice, method, { ...args, text: 'x', blocks })]).toEqual([
        method,
        {
          ok: false,
          error: 'invalid_blocks',
          errors: [problem],
          response_metadata: { messages: [`[ERROR] ${problem}`] },
        },
      ]);
    expect(await call(practice, 'views.publish', { user_id: ana, view: { type: 'home', blocks } })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: expect.arrayContaining(['[ERROR] invalid slack file [json-pointer:/view/blocks/0/slack_file]']),
      },
    });
  });

  test('is shown and shared seconds later, when Slack has looked through it', async () => {
    const id = await uploaded();
    await complete(id, { channel_id: 'C0SALES', initial_comment: 'Later' });
    expect(practice.as(ana).reads('sales').join()).not.toContain('Later');
    const { ts } = await until(() =>
      practice
        .as(ana)
        .messages('sales')
        .find(({ text }) => text === 'Later')!,
    );
    expect(await infoOf(id)).toMatchObject({
      mimetype: 'image/png',
      filetype: 'png',
      channels: ['C0SALES'],
      shares: { public: { C0SALES: [{ ts }] } },
    });
    expect(await post(id)).toMatchObject({ ok: true });
  });

  test('that Slack shows nowhere is refused for good, although it is ready', async () => {
    const id = await uploaded();
    await complete(id);
    await until(async () => (await infoOf(id))['mimetype']);
    practice.workspace.faults.hidesFiles = true;
    expect(await post(id)).toMatchObject({ error: 'invalid_blocks' });
    practice.workspace.faults.clear();
    expect(await post(id)).toMatchObject({ ok: true });
  });

  test('cannot be completed before it was uploaded, nor twice', async () => {
    const upload = await call(practice, 'files.getUploadURLExternal', { filename: 'a.txt', length: 3 });
    const finish = () =>
      call(practice, 'files.completeUploadExternal', { files: [{ id: upload['file_id']! }], channel_id: 'C0SALES' });
    expect(await finish()).toMatchObject({ error: 'file_not_found' });
    await fetch(asString(upload['upload_url']), { method: 'POST', body: 'abc' });
    expect(await finish()).toMatchObject({ ok: true });
    expect(await finish()).toMatchObject({ error: 'file_not_found' });
  });
});
