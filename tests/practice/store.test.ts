import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asObject } from '../../src/practice/server/json.ts';
import { startPractice, type Practice, type PracticeSetup } from '../support/practice.ts';
import { until } from '../support/until.ts';
import { ana, bo, call, company } from './echo.ts';

let folder: string;
let log: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'practice-'));
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'deep', 'workspace.json');
const start = (more: Partial<PracticeSetup> = {}): Promise<Practice> =>
  startPractice({ ...company, storeFile: file(), log: (line) => log.push(line), ...more });

describe('a workspace with a store file', () => {
  test('is after a restart what it was', async () => {
    const first = await start();
    const { ts } = await call(first, 'chat.postMessage', { channel: ana, text: 'kept' });
    await call(first, 'chat.postMessage', { channel: 'C0SALES', text: 'also kept' });
    const view = { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'My day' } }] };
    await call(first, 'views.publish', { user_id: ana, view });
    const { id } = first.workspace.as(ana).upload('a.bin', Buffer.from([0, 255]));
    await first.workspace.as(bo).do({ do: 'seen', channel: 'C0SALES' });
    const before = first.workspace.as(ana).snapshot();
    await first.close();

    const second = await start();
    const { traffic: _traffic, ...after } = second.workspace.as(ana).snapshot();
    expect({ ...after, traffic: before.traffic }).toEqual(before);
    expect(after.home).not.toBeNull();
    expect(second.workspace.as(bo).snapshot().unread['C0SALES']).toBe(0);
    expect(Buffer.from(await (await fetch(`${second.url}/files/${id}`)).arrayBuffer())).toEqual(Buffer.from([0, 255]));
    expect(
      await call(second, 'chat.update', { channel: second.as(ana).messages('app')[0]!.channel, ts: ts!, text: 'x' }),
    ).toMatchObject({ ok: true });
    const next = await call(second, 'chat.postMessage', { channel: 'C0SALES', text: 'later' });
    expect(Number(next['ts'])).toBeGreaterThan(Number(ts));
    await second.close();
  });

  test('goes on with a file that Slack was looking through', async () => {
    const first = await start({ scanMs: [60_000, 60_000] });
    const { upload_url, file_id } = await call(first, 'files.getUploadURLExternal', { filename: 'a.csv', length: 3 });
    await fetch(String(upload_url), { method: 'POST', body: 'a,b' });
    await call(first, 'files.completeUploadExternal', { files: [{ id: file_id! }], channel_id: 'C0SALES' });
    await first.close();
    const second = await start({ scanMs: [0, 0] });
    const message = await until(() => second.as(ana).messages('sales').at(-1)!);
    expect(message.files).toMatchObject([{ name: 'a.csv', mimetype: 'text/csv' }]);
    await second.close();
  });

  test('is written on its own, a moment after a change', async () => {
    const practice = await start();
    await call(practice, 'chat.postMessage', { channel: 'C0SALES', text: 'soon on disk' });
    await until(() => readFileSync(file(), 'utf8').includes('soon on disk'));
    await practice.close();
  });

  test.each([
    ['broken off', '{"version":1,"channels":[['],
    ['of another version', '{"version":99}'],
    ['without its tables', '{"version":1}'],
  ])('that is %s is set aside, in one line, and starts afresh', async (_, content) => {
    const first = await start();
    await call(first, 'chat.postMessage', { channel: 'C0SALES', text: 'x' });
    await first.close();
    writeFileSync(file(), content);
    const second = await start({ history: [{ channel: 'C0SALES', user: bo, text: 'Good morning!', at: 1_000_000 }] });
    expect(second.as(ana).reads('sales')).toEqual(['Good morning!']);
    expect(log).toEqual([expect.stringMatching(/could not be read .* starts afresh; the old one is .*damaged-\d+$/)]);
    const aside = readdirSync(join(folder, 'deep')).find((name) => name.includes('damaged'))!;
    expect(readFileSync(join(folder, 'deep', aside), 'utf8')).toBe(content);
    await second.close();
  });
});

test('history is there from the start, read, and only the first time', async () => {
  const history = [
    { channel: 'C0SALES', user: bo, text: 'R&D says hi to @ana', at: Date.parse('2026-11-02T09:00:00Z') },
  ];
  const first = await start({ history });
  const [message] = first.as(ana).messages('sales');
  expect(message).toMatchObject({ user: bo, text: `R&amp;D says hi to <@${ana}>`, ts: '1793610000.000000' });
  expect(first.workspace.as(ana).snapshot().unread['C0SALES']).toBe(0);
  await call(first, 'chat.delete', { channel: 'C0SALES', ts: '0' });
  await first.as(ana).says('hi', { in: 'sales' });
  await first.close();
  const second = await start({ history });
  expect(second.as(ana).reads('sales')).toEqual(['R&D says hi to @ana', 'hi']);
  expect(asObject(second.workspace.app)['botUserId']).toBe('U0PRACTICEBOT');
  await second.close();
});
