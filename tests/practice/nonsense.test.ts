/** Whatever arrives, the workspace answers in Slack's terms and never falls over. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { checkBlocks, checkSuggestions, checkView } from '../../src/practice/server/index.ts';
import { startPractice, type Practice } from '../support/practice.ts';
import { ana, call, callRaw, company, scopes } from './echo.ts';

const words = [
  'type',
  'blocks',
  'elements',
  'element',
  'text',
  'options',
  'rows',
  'chart',
  'accessory',
  'initial_option',
  'block_id',
];
const types = [
  'section',
  'actions',
  'input',
  'data_table',
  'data_visualization',
  'container',
  'carousel',
  'button',
  'static_select',
  'modal',
  'home',
  'plain_text',
  '__proto__',
  'toString',
];
const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, 0, 1.5, '', ...types),
    fc.array(tie('value')),
    tie('object'),
  ),
  object: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...words), tie('value')), { selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries)),
}));

describe('the checks', () => {
  test('find something to say about any JSON, or nothing, but never throw', () => {
    fc.assert(
      fc.property(json.value, (value) => {
        for (const problems of [checkBlocks(value), checkBlocks([value]), checkView(value), checkSuggestions(value)])
          expect(Array.isArray(problems)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the Web API', () => {
  let practice: Practice;
  const log: string[] = [];
  beforeAll(async () => {
    const manifest = {
      ...company.manifest,
      oauth_config: { scopes: { bot: [...scopes, 'groups:read', 'mpim:write', 'pins:write'] } },
    };
    practice = await startPractice({ ...company, manifest, log: (line) => log.push(line) });
  });
  afterAll(() => practice.close());

  const methods = [
    ...[
      'chat.postMessage',
      'chat.update',
      'chat.delete',
      'chat.postEphemeral',
      'chat.getPermalink',
      'views.open',
      'views.push',
    ],
    ...[
      'views.update',
      'views.publish',
      'conversations.open',
      'conversations.info',
      'conversations.list',
      'conversations.members',
    ],
    ...[
      'conversations.history',
      'conversations.replies',
      'conversations.join',
      'users.info',
      'users.list',
      'users.conversations',
    ],
    ...[
      'files.getUploadURLExternal',
      'files.completeUploadExternal',
      'files.info',
      'reactions.add',
      'pins.add',
      'bots.info',
    ],
  ];
  const args = fc.record(
    {
      channel: fc.constantFrom<Json>('C0SALES', ana, 'C0NONE', 7, null, {}, []),
      user: fc.constantFrom<Json>(ana, 'U0NONE', '__proto__', 1, []),
      user_id: fc.constantFrom<Json>(ana, 'U0NONE', {}),
      users: fc.constantFrom<Json>(ana, `${ana},U0BO`, ',', {}),
      text: fc.oneof(fc.string(), json.value),
      blocks: fc.oneof(json.value, fc.string()),
      view: fc.oneof(json.value, fc.string()),
      files: json.value,
      metadata: json.value,
      cursor: fc.string(),
      limit: fc.oneof(fc.integer(), fc.string()),
      ts: fc.string(),
      timestamp: fc.string(),
      types: fc.string(),
      trigger_id: fc.string(),
      view_id: fc.string(),
    },
    { requiredKeys: [] },
  );

  test.each(methods)('%s answers any arguments with ok or an error of Slack’s', async (method) => {
    await fc.assert(
      fc.asyncProperty(args, async (given) => {
        const response = await callRaw(practice, method, given as JsonObject);
        expect(response.status).toBe(200);
        const answer = (await response.json()) as JsonObject;
        expect(answer['ok'] === true || typeof answer['error'] === 'string').toBe(true);
      }),
      { numRuns: 40 },
    );
    expect(log).toEqual([]);
  });

  test('a body that is no JSON, no form and no multipart', async () => {
    for (const [type, body] of [
      ['application/json', '{"channel":'],
      ['application/json', '[1,2]'],
      ['multipart/form-data; boundary=x', 'no parts'],
      ['text/plain', '%%%'],
    ] as const) {
      const headers = { 'content-type': type, authorization: `Bearer ${practice.workspace.credentials.botToken}` };
      const response = await fetch(`${practice.url}/api/users.info`, { method: 'POST', headers, body });
      expect(await response.json()).toMatchObject({ ok: false });
    }
    expect(log).toEqual([]);
    expect(await call(practice, 'auth.test')).toMatchObject({ ok: true });
  });
});
