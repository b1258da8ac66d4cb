import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { TEAM } from '../../src/demo/cast.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { forged, raw, replay, stale, type Raw, type Target } from '../support/raw.ts';

let hub: Hub;
let target: Target;

beforeAll(async () => {
  hub = await openHub();
  const { credentials } = hub.practice.workspace;
  target = { url: `${hub.practice.url}/slack/events`, signingSecret: credentials.signingSecret };
  await given(hub, hub.ana, 'customer', { name: 'Acme' });
  await given(hub, hub.ana, 'deal', { name: 'Rollout', customer: 1, amount: 5 });
});
afterAll(() => hub.end());

const command = (text: string, trigger_id = 'T.1.a'): string =>
  new URLSearchParams({
    command: '/crm',
    text,
    trigger_id,
    team_id: TEAM.id,
    user_id: hub.ana.id,
    channel_id: 'C0SALES',
    channel_name: 'sales',
    response_url: `${hub.practice.url}/hooks/none`,
  }).toString();
const interaction = (payload: JsonObject): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
const audited = async () => (await hub.crm.database.db('audit_log').select('id')).length;

describe('a request that Slack did not send does nothing', () => {
  test.each([
    ['signed with another secret', () => forged(target, command('won D-1'))],
    ['without a signature', () => raw(target, { body: command('won D-1'), signature: null })],
    ['ten minutes old', () => stale(target, command('won D-1'))],
    ['an hour ahead', () => raw(target, { body: command('won D-1'), timestamp: Date.now() / 1000 + 3600 })],
    ['with a time that is none', () => raw(target, { body: command('won D-1'), timestamp: Number.NaN })],
    ['signed for another body', () => raw(target, { body: command('won D-1'), signature: 'v0=00' })],
  ])('%s', async (_how, send) => {
    const before = await audited();
    expect((await send()).status).toBe(401);
    expect(await audited()).toBe(before);
  });

  test('of another workspace', async () => {
    const body = command('won D-1').replace(TEAM.id, 'T0OTHERS');
    const before = await audited();
    expect((await raw(target, { body })).status).toBe(401);
    expect(await audited()).toBe(before);
  });
});

/** Bolt lets what nobody answers hang for three seconds; what the app turns away itself is back long before. */
const refusedAtOnce = async (request: Raw): Promise<number> => {
  const hanging = wait(2500).then(() => 0);
  return Promise.race([raw(target, request).then(({ status }) => status), hanging]);
};

const json = 'application/json';
const SHAPELESS: [string, Raw][] = [
  ['nothing', { body: '' }],
  ['words', { body: 'hello' }],
  ['another content type', { body: 'hello', contentType: 'text/plain' }],
  ['a form of something else', { body: 'name=Ana' }],
  ['a command from nobody', { body: 'command=%2Fcrm&text=log' }],
  ['a payload that is no JSON', { body: 'payload={' }],
  ['a payload without a type', { body: interaction({}) }],
  ['a payload of an unknown type', { body: interaction({ type: 'teleport', user: { id: 'U0ANA' } }) }],
  ['a list for a payload', { body: 'payload=[]' }],
  ['null for a payload', { body: 'payload=null' }],
  ['a submission without a view', { body: interaction({ type: 'view_submission', user: { id: 'U0ANA' } }) }],
  ['a submission from nobody', { body: interaction({ type: 'view_submission', view: { id: 'V1' } }) }],
  ['a click on nothing', { body: interaction({ type: 'block_actions', user: { id: 'U0ANA' }, actions: [] }) }],
  ['a typeahead that asks nothing', { body: interaction({ type: 'block_suggestion', user: { id: 'U0ANA' } }) }],
  ['a shortcut without a name', { body: interaction({ type: 'shortcut', user: { id: 'U0ANA' } }) }],
  [
    'a message action on no message',
    {
      body: interaction({
        type: 'message_action',
        user: { id: 'U0ANA' },
        callback_id: 'log_message',
        trigger_id: 't',
      }),
    },
  ],
  ['JSON that is none', { body: '{', contentType: json }],
  ['JSON without a type', { body: '{}', contentType: json }],
  ['JSON of an unknown type', { body: '{"type":"teleport"}', contentType: json }],
  ['an event without an event', { body: '{"type":"event_callback"}', contentType: json }],
  ['an event without a type', { body: '{"type":"event_callback","event":{}}', contentType: json }],
];

describe('a body that is not what Slack sends is refused at once', () => {
  test.each(SHAPELESS)('%s', async (_what, request) => expect(await refusedAtOnce(request)).toBe(400));

  test.each(SHAPELESS)('%s, and not even looked at where it is not signed', async (_what, request) => {
    expect(await refusedAtOnce({ ...request, signature: null })).toBe(401);
    expect(await refusedAtOnce({ ...request, signature: 'v0=00' })).toBe(401);
  });

  test('more than a megabyte', async () =>
    expect(await refusedAtOnce({ body: command('x'.repeat(1_100_000)) })).toBe(413));
});

const press = (changes: JsonObject): string =>
  interaction({
    type: 'block_actions',
    user: { id: 'U0ANA', team_id: TEAM.id },
    team: { id: TEAM.id, domain: TEAM.domain },
    trigger_id: 'T.5.e',
    channel: { id: 'C0SALES', name: 'sales' },
    container: { type: 'message', is_ephemeral: true },
    response_url: `${hub.practice.url}/hooks/none`,
    actions: [{ type: 'button', action_id: 'verb:show:D-1', block_id: 'b', value: 'D-1' }],
    ...changes,
  });

const submission = (memory: JsonObject, changes: JsonObject = {}): string =>
  interaction({
    type: 'view_submission',
    user: { id: 'U0ANA', team_id: TEAM.id },
    team: { id: TEAM.id, domain: TEAM.domain },
    trigger_id: 'T.6.f',
    view: {
      id: 'V0FORM',
      type: 'modal',
      callback_id: 'form',
      private_metadata: JSON.stringify(memory),
      blocks: [],
      state: { values: {} },
      ...changes,
    },
  });

describe('ids that no person chose are refused where they do not fit', () => {
  test.each<[string, () => string]>([
    ['an answer to a server of others', () => press({ response_url: 'https://evil.example/hooks/1' })],
    ['an answer to this machine', () => press({ response_url: 'http://169.254.169.254/latest' })],
    ['an answer into a file', () => press({ response_url: 'file:///etc/passwd' })],
    ['an answer by no address', () => press({ response_url: 'hooks.slack.com' })],
    ['an answer to Slack without a lock', () => press({ response_url: 'http://hooks.slack.com/actions/T/1/x' })],
    ['a press in a message without an address to answer', () => press({ response_url: null })],
    [
      'a button without its words',
      () => press({ actions: [{ type: 'button', action_id: 'verb:won', block_id: 'b' }] }),
    ],
    ['a person that is a path', () => press({ user: { id: '../../U0ANA' } })],
    ['a form of no kind', () => submission({ form: 'teleport', entity: 'deal' })],
    ['a form that every object has', () => submission({ form: 'constructor', entity: 'deal' })],
    ['an entity that every object has', () => submission({ form: 'record', entity: '__proto__' })],
    ['a record that is no number', () => submission({ form: 'record', entity: 'deal', id: 'D-1' })],
    ['a record beyond all numbers', () => submission({ form: 'record', entity: 'deal', id: 1e12 })],
    [
      'an input that every object has',
      () =>
        submission(
          { form: 'record', entity: 'deal' },
          { state: { values: { toString: { toString: { type: 'plain_text_input', value: 'x' } } } } },
        ),
    ],
    ['metadata that is none', () => submission({}, { private_metadata: 'form=record' })],
    [
      'a moment that is none',
      () =>
        interaction({
          type: 'message_action',
          user: { id: 'U0ANA' },
          callback_id: 'log_message',
          trigger_id: 't',
          channel: { id: 'C0SALES', name: 'sales' },
          message: { text: 'x' },
          message_ts: 'yesterday',
          response_url: `${hub.practice.url}/hooks/none`,
        }),
    ],
  ])('%s', async (_what, body) => expect(await refusedAtOnce({ body: body() })).toBe(400));

  test.each(['https://hooks.slack.com/actions/T/1/x', 'https://hooks.slack-gov.com/actions/T/1/x'])(
    'Slack is answered at %s',
    async (response_url) => expect(await refusedAtOnce({ body: press({ response_url, actions: OLD }) })).toBe(200),
  );
});

/** A button of an older version, which nobody answers to. */
const OLD = [{ type: 'button', action_id: 'old', block_id: 'b' }];

describe('what Slack sends beside people’s doings is taken', () => {
  test.each<[string, Raw]>([
    ['its challenge', { body: '{"type":"url_verification","challenge":"abc"}', contentType: 'application/json' }],
    ['its certificate check', { body: 'ssl_check=1&token=x' }],
    [
      'that it holds back events',
      { body: '{"type":"app_rate_limited","team_id":"T","minute_rate_limited":1}', contentType: 'application/json' },
    ],
    [
      'a window of an older version',
      {
        body: interaction({
          type: 'view_submission',
          user: { id: 'U0ANA' },
          team: { id: TEAM.id, domain: '' },
          trigger_id: 't',
          view: {
            id: 'V1',
            type: 'modal',
            callback_id: 'old',
            blocks: [],
            private_metadata: '',
            state: { values: {} },
          },
        }),
      },
    ],
    [
      'a button of an older version',
      {
        body: interaction({
          type: 'block_actions',
          user: { id: 'U0ANA' },
          team: { id: TEAM.id, domain: '' },
          trigger_id: 't',
          container: { type: 'message', is_ephemeral: true },
          channel: { id: 'C0SALES', name: 'sales' },
          response_url: 'https://hooks.slack.com/actions/T/1/x',
          actions: [{ type: 'button', action_id: 'old', block_id: 'b' }],
        }),
      },
    ],
  ])('%s', async (_what, request) => expect(await refusedAtOnce(request)).toBe(200));
});

describe('the same request arriving twice is done once', () => {
  const rows = (table: string) => hub.crm.database.db(table);

  test('a command', async () => {
    const [first, second] = await replay(target, command('next D-1 2026-11-20 Call them', 'T.2.b'));
    expect(await first?.text()).toContain('Call them');
    expect(await second?.text()).toContain('This was already done. Nothing changed.');
    expect(await rows('follow_ups')).toHaveLength(1);
  });

  test('a form', async () => {
    const values = {
      name: { name: { type: 'plain_text_input', value: 'Iris Meyer' } },
      customer: { customer: { type: 'external_select', selected_option: { value: '1' } } },
    };
    const memory = { form: 'record', entity: 'contact' };
    const blocks = [{ type: 'input', block_id: 'name' }];
    const saved = submission(memory, { id: 'V0TWICE', blocks, state: { values } });
    const answers = await replay(target, saved, 3);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([
      expect.stringContaining('Saved contact'),
      '{"response_action":"clear"}',
      '{"response_action":"clear"}',
    ]);
    expect(await rows('contacts')).toHaveLength(1);
  });

  test('a button', async () => {
    const moves = () => rows('audit_log').where({ entity: 'deal', verb: 'update' });
    const pressed = press({
      trigger_id: 'T.3.c',
      actions: [{ type: 'button', action_id: 'verb:won:D-1', block_id: 'b', value: 'D-1' }],
    });
    await replay(target, pressed, 3);
    // Ends when everything that was taken is done.
    await hub.slack.stop();
    expect(await moves()).toHaveLength(1);
  });
});
