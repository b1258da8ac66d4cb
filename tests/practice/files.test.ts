import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { asString } from '../../src/practice/json.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { ana, call, company } from './echo.ts';

let practice: Practice;
let client: WebClient;
beforeAll(async () => {
  practice = await startPractice(company);
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
    const message = practice.as(ana).messages('sales').at(-1)!;
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

  test('can be shown in an image block once it is complete', async () => {
    const upload = await call(practice, 'files.getUploadURLExternal', { filename: 'a.png', length: 3 });
    const id = asString(upload['file_id']);
    const blocks = [{ type: 'image', slack_file: { id }, alt_text: 'x' }];
    const postIt = (): Promise<unknown> => call(practice, 'chat.postMessage', { channel: 'C0SALES', blocks });
    expect(await postIt()).toMatchObject({ error: 'invalid_blocks' });
    await fetch(asString(upload['upload_url']), { method: 'POST', body: 'abc' });
    expect(await call(practice, 'files.completeUploadExternal', { files: [{ id }] })).toMatchObject({ ok: true });
    expect(await postIt()).toMatchObject({ ok: true });
  });

  test('cannot be completed before it was uploaded, nor twice', async () => {
    const upload = await call(practice, 'files.getUploadURLExternal', { filename: 'a.txt', length: 3 });
    const complete = () =>
      call(practice, 'files.completeUploadExternal', { files: [{ id: upload['file_id']! }], channel_id: 'C0SALES' });
    expect(await complete()).toMatchObject({ error: 'file_not_found' });
    await fetch(asString(upload['upload_url']), { method: 'POST', body: 'abc' });
    expect(await complete()).toMatchObject({ ok: true });
    expect(await complete()).toMatchObject({ error: 'file_not_found' });
  });
});
