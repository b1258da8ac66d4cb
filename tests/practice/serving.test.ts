import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Change, JsonObject, Snapshot } from '../../src/practice/protocol.ts';
import { parseJson } from '../../src/practice/server/json.ts';
import { until } from '../support/until.ts';
import { ana, bo, call, company } from './echo.ts';
import { json, startWire, type Wire } from './wire.ts';

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

/** `fetch` would not let a test lie about Host. */
const get = (path: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(wire.url + path, { method, headers, agent: false }, (answer) =>
      resolve(answer.resume().statusCode!),
    );
    sent.on('error', reject).end();
  });

const act = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${wire.url}/practice/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('strangers', () => {
  test.each(['evil.example', 'evil.example:3000', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'under the name %s are refused everywhere',
    async (host) => {
      for (const path of ['/', `/practice/snapshot?as=${ana}`, '/api/auth.test'])
        expect(await get(path, { host })).toBe(403);
    },
  );

  test.each(['localhost:1', '127.0.0.1', '[::1]:3000'])('%s is no stranger', async (host) => {
    expect(await get(`/practice/snapshot?as=${ana}`, { host })).toBe(200);
  });

  test('from other sites cannot act or upload', async () => {
    const message = { as: ana, act: { do: 'message', channel: 'C0SALES', text: 'forged' } };
    expect((await act(message, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await act(message, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await act(message, { 'content-type': 'text/plain' })).status).toBe(415);
    expect(await get(`/practice/upload?as=${ana}`, { origin: 'null' }, 'POST')).toBe(403);
    expect(wire.as(ana).reads('sales')).not.toContain('forged');
  });

  test('from the page itself can', async () => {
    const message = { as: ana, act: { do: 'message', channel: 'C0SALES', text: 'from the page' } };
    const response = await act(message, { origin: wire.url, 'sec-fetch-site': 'same-origin' });
    expect(await response.json()).toEqual({ ok: true });
    expect(wire.as(ana).reads('sales')).toContain('from the page');
  });
});

describe('the page', () => {
  test.each<[string, unknown]>([
    ['nothing', {}],
    ['nobody', { as: 'U0NOBODY', act: { do: 'open_home' } }],
    ['an unknown act', { as: ana, act: { do: 'constructor' } }],
    ['an act without its parts', { as: ana, act: { do: 'message', channel: 'C0SALES' } }],
    ['a submission without a state', { as: ana, act: { do: 'submit', viewId: 'V1' } }],
  ])('that sends %s gets 400', async (_, body) => {
    expect((await act(body)).status).toBe(400);
  });

  test('gets what its person may see', async () => {
    const response = await fetch(`${wire.url}/practice/snapshot?as=${bo}`);
    const snapshot = (await response.json()) as Snapshot;
    expect(snapshot).toMatchObject({
      me: bo,
      app: { name: 'Echo', botUserId: 'U0PRACTICEBOT' },
      workspace: { name: 'Acme' },
    });
    expect(snapshot.channels.filter(({ kind }) => kind !== 'im').map(({ name }) => name)).toEqual(['sales', 'deals']);
    expect(snapshot.channels.find(({ kind }) => kind === 'im')).toMatchObject({ name: 'U0PRACTICEBOT' });
    expect(snapshot.commands.map(({ command }) => command)).toEqual(['/echo', '/plain']);
    expect((await fetch(`${wire.url}/practice/snapshot?as=U0NOBODY`)).status).toBe(404);
  });

  test('hears of changes as they happen, and only of its person’s', async () => {
    const heard: Change[] = [];
    const abort = new AbortController();
    const response = await fetch(`${wire.url}/practice/events?as=${bo}`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const listening = listen(response, heard);
    await call(wire, 'chat.postEphemeral', { channel: 'C0SALES', user: ana, text: 'for ana' });
    await call(wire, 'chat.postMessage', { channel: 'C0SALES', text: 'for all' });
    await until(() => heard.some((change) => change.type === 'unread'));
    const texts = heard.flatMap((change) => (change.type === 'message' ? [change.message.text] : []));
    expect(texts).toEqual(['for all']);
    expect(heard).toContainEqual(expect.objectContaining({ type: 'traffic' }));
    abort.abort();
    await listening;
  });

  test('learns what is unread until it was seen', async () => {
    const fresh = await startWire();
    await fresh.as(ana).says('one', { in: 'sales' });
    await fresh.as(ana).says('two', { in: 'sales' });
    const unread = (who: string): number => fresh.workspace.as(who).snapshot().unread['C0SALES']!;
    expect([unread(ana), unread(bo)]).toEqual([0, 2]);
    await fresh.workspace.as(bo).do({ do: 'seen', channel: 'C0SALES' });
    expect(unread(bo)).toBe(0);
    fresh.answer(json({ response_type: 'in_channel', text: 'three' }));
    await fresh.as(bo).slash('/echo aloud', { in: 'sales' });
    expect([unread(ana), unread(bo)]).toEqual([2, 1]); // nobody has to read their own command
    await fresh.close();
  });

  test('uploads a file and gets its id', async () => {
    const form = new FormData();
    form.set('file', new Blob(['a,b']), 'deals.csv');
    const response = await fetch(`${wire.url}/practice/upload?as=${ana}`, { method: 'POST', body: form });
    const { id } = (await response.json()) as { id: string };
    expect(await (await fetch(`${wire.url}/files/${id}`)).text()).toBe('a,b');
  });

  test('shows both sides of each exchange, without the token', async () => {
    await wire.as(ana).slash('/echo shown', { in: 'sales' });
    await call(wire, 'auth.test', { token: wire.workspace.credentials.botToken });
    const { traffic } = wire.workspace.as(ana).snapshot();
    expect(traffic).toContainEqual(
      expect.objectContaining({ direction: 'app', name: '/echo shown', user: ana, status: 200 }),
    );
    expect(traffic).toContainEqual(expect.objectContaining({ direction: 'api', name: 'auth.test', status: 200 }));
    expect(JSON.stringify(traffic)).not.toContain(wire.workspace.credentials.botToken);
  });
});

async function listen(response: Response, heard: Change[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events)
        if (event.startsWith('data: ')) heard.push(parseJson(event.slice(6)) as unknown as Change);
    }
  } catch {
    // the test has heard enough
  }
}

describe('the page’s files', () => {
  test('index.html allows its own import map and no other inline script', async () => {
    const response = await fetch(`${wire.url}/`);
    const html = await response.text();
    expect(html).toBe(readFileSync('src/practice/page/index.html', 'utf8'));
    const map = /<script type="importmap">([^]*?)<\/script>/.exec(html)![1]!;
    const hash = createHash('sha256').update(map).digest('base64');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(policy).not.toContain('unsafe');
  });

  test('everything that the import map names is there', async () => {
    const html = await (await fetch(`${wire.url}/`)).text();
    const { imports } = parseJson(/<script type="importmap">([^]*?)<\/script>/.exec(html)![1]!) as {
      imports: JsonObject;
    };
    for (const path of Object.values(imports)) {
      const response = await fetch(wire.url + String(path));
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/javascript; charset=utf-8',
      ]);
    }
  });

  test('everything that index.html loads is there', async () => {
    const html = await (await fetch(`${wire.url}/`)).text();
    const loaded = Array.from(html.matchAll(/(?:src|href)="(\/[^"]*)"/g), ([, path]) => path!);
    expect(loaded).toContain('/page/main.js');
    for (const path of loaded) expect([path, (await fetch(wire.url + path)).status]).toEqual([path, 200]);
  });

  test.each([
    '/vendor/zod/package.json',
    '/vendor/preact/../zod/package.json',
    '/vendor/preact/..%2fzod%2fpackage.json',
    '/page/..%2f..%2f..%2fpackage.json',
    '/page/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/page/tsconfig.json%00.css',
    '/page/%E0%A4%A.css',
  ])('%s is not one of them', async (path) => {
    expect(await get(path, {})).toBe(404);
  });

  test('a request that is none of the workspace’s is left to others', async () => {
    expect(await get('/health', {})).toBe(404);
    expect(await get('/', {}, 'POST')).toBe(404);
  });
});

test('the company of the tests is what the page shows', () => {
  expect(
    wire.workspace
      .as(ana)
      .snapshot()
      .people.map(({ id }) => id),
  ).toEqual([...company.people.map(({ id }) => id), 'U0PRACTICEBOT']);
});
