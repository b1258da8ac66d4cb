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
const audited = async () => (await hub.crm.database.knex('audit_log').select('id')).length;

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

describe('a body that is not what Slack sends is refused at once', () => {
  const json = 'application/json';
  test.each<[string, Raw]>([
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
  ])('%s', async (_what, request) => expect(await refusedAtOnce(request)).toBe(400));

  test('more than a megabyte', async () =>
    expect(await refusedAtOnce({ body: command('x'.repeat(1_100_000)) })).toBe(413));
});

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
          view: { id: 'V1', callback_id: 'old', blocks: [], private_metadata: '', state: { values: {} } },
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
          container: {},
          actions: [{ type: 'button', action_id: 'old', block_id: 'b' }],
        }),
      },
    ],
  ])('%s', async (_what, request) => expect(await refusedAtOnce(request)).toBe(200));
});

describe('the same request arriving twice is done once', () => {
  const rows = (table: string) => hub.crm.database.knex(table);

  test('a command', async () => {
    const [first, second] = await replay(target, command('next D-1 2026-11-20 Call them', 'T.2.b'));
    expect(await first?.text()).toContain('Call them');
    expect(await second?.text()).toContain('This was already done. Nothing changed a second time.');
    expect(await rows('follow_ups')).toHaveLength(1);
  });

  test('a form', async () => {
    const values = {
      name: { name: { type: 'plain_text_input', value: 'Iris Meyer' } },
      customer: { customer: { type: 'external_select', selected_option: { value: '1' } } },
    };
    const submission = interaction({
      type: 'view_submission',
      user: { id: hub.ana.id, team_id: TEAM.id },
      team: { id: TEAM.id, domain: TEAM.domain },
      view: {
        id: 'V0TWICE',
        callback_id: 'form',
        private_metadata: JSON.stringify({ form: 'record', entity: 'contact' }),
        blocks: [{ type: 'input', block_id: 'name' }],
        state: { values },
      },
    });
    const answers = await replay(target, submission, 3);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([
      expect.stringContaining('Saved contact'),
      '{"response_action":"clear"}',
      '{"response_action":"clear"}',
    ]);
    expect(await rows('contacts')).toHaveLength(1);
  });

  test('a button', async () => {
    const moves = () => rows('audit_log').where({ entity: 'deal', verb: 'update' });
    const press = interaction({
      type: 'block_actions',
      user: { id: hub.ana.id, team_id: TEAM.id },
      team: { id: TEAM.id, domain: TEAM.domain },
      trigger_id: 'T.3.c',
      channel: { id: 'C0SALES', name: 'sales' },
      container: { type: 'message', is_ephemeral: true },
      response_url: `${hub.practice.url}/hooks/none`,
      actions: [{ type: 'button', action_id: 'verb:won:D-1', block_id: 'b', value: 'D-1' }],
    });
    await replay(target, press, 3);
    // Ends when everything that was taken is done.
    await hub.slack.stop();
    expect(await moves()).toHaveLength(1);
  });
});
