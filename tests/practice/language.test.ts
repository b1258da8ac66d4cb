/** The test language itself: what it must refuse, so that no test passes for the wrong reason. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asString } from '../../src/practice/server/json.ts';
import { labelsOf } from '../support/person.ts';
import { forged, raw, replay, stale } from '../support/raw.ts';
import { until } from '../support/until.ts';
import { ana, bo, call, startEcho } from './echo.ts';
import { json, startWire, type Wire } from './wire.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const mrkdwn = (text: string): JsonObject => ({ type: 'mrkdwn', text });
const option = (text: string): JsonObject => ({ text: plain(text), value: text });
const input = (label: string, element: JsonObject): JsonObject => ({
  ...{ type: 'input', block_id: label, label: plain(label), optional: true },
  element: { action_id: 'a', ...element },
});

describe('a person', () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await startWire();
  });
  afterEach(() => wire.close());

  const open = async (...blocks: JsonObject[]): Promise<void> => {
    await wire.as(ana).slash('/echo', { in: 'sales' });
    const trigger_id = asString(wire.newest().payload['trigger_id']);
    const view = { type: 'modal', title: plain('Deal'), submit: plain('Save'), close: plain('Cancel'), blocks };
    expect(await call(wire, 'views.open', { trigger_id, view })).toMatchObject({ ok: true });
  };

  test('fills every kind of input', async () => {
    const options = [option('Call'), option('Email'), option('Meeting')];
    await open(
      input('Text', { type: 'plain_text_input' }),
      input('Rich', { type: 'rich_text_input' }),
      input('Kind', { type: 'static_select', options }),
      input('Kinds', { type: 'checkboxes', options }),
      input('Customers', { type: 'multi_external_select', min_query_length: 1 }),
      input('Owner', { type: 'users_select' }),
      input('Where', { type: 'multi_conversations_select' }),
      input('Day', { type: 'datepicker' }),
      input('Moment', { type: 'datetimepicker' }),
      input('Cleared', { type: 'plain_text_input', initial_value: 'was here' }),
    );
    const person = wire.as(ana);
    expect(labelsOf(person.modal())).toHaveLength(10);
    wire.answer((arrived) =>
      arrived.payload['type'] === 'block_suggestion' ? json({ options: [option('Acme')] }) : {},
    );
    await person.fill({
      ...{ Text: 'hello', Rich: 'rich', Kind: 'meet', Kinds: ['Call', 'Email'], Customers: 'acm', Owner: '@bo' },
      ...{ Where: ['#sales'], Day: '2026-12-01', Moment: '2026-12-01T09:00:00Z', Cleared: null },
    });
    expect(await person.submit()).toEqual({});
    expect(wire.newest().payload).toMatchObject({
      view: {
        state: {
          values: {
            Text: { a: { value: 'hello' } },
            Rich: { a: { rich_text_value: { elements: [{ elements: [{ text: 'rich' }] }] } } },
            Kind: { a: { selected_option: { value: 'Meeting' } } },
            Kinds: { a: { selected_options: [{ value: 'Call' }, { value: 'Email' }] } },
            Customers: { a: { selected_options: [{ value: 'Acme' }] } },
            Owner: { a: { selected_user: bo } },
            Where: { a: { selected_conversations: ['C0SALES'] } },
            Day: { a: { selected_date: '2026-12-01' } },
            Moment: { a: { selected_date_time: 1796115600 } },
            Cleared: { a: { value: null } },
          },
        },
      },
    });
  });

  test('cannot choose what is not there', async () => {
    await open(input('Kind', { type: 'static_select', options: [option('Call'), option('Callback')] }));
    await expect(wire.as(ana).fill({ Kind: 'Fax' })).rejects.toThrow('"Fax" is not exactly one of: Call | Callback');
    await expect(wire.as(ana).fill({ Kind: 'Ca' })).rejects.toThrow('is not exactly one of');
    await wire.as(ana).fill({ Kind: 'Call' });
    await expect(wire.as(ana).slash('/echo', { in: 'nowhere' })).rejects.toThrow('There is no channel "nowhere"');
  });

  test('reads what is in front, without markup', async () => {
    const section = {
      type: 'section',
      text: mrkdwn(`*Acme* &amp; <https://a.test|friends> of <@${bo}> in <#C0SALES|sales>`),
    };
    await call(wire, 'chat.postMessage', { channel: 'C0SALES', text: 'fallback', blocks: [section] });
    expect(wire.as(ana).sees()).toBe('Acme & friends of @bo in #sales');
    await open(section, input('Name', { type: 'plain_text_input', initial_value: 'Acme' }));
    expect(wire.as(ana).sees()).toBe('Deal\nAcme & friends of @bo in #sales\nName\nAcme\nCancel\nSave');
  });

  test('presses the button of the dialog, which hides those of messages', async () => {
    const row = (value: string): JsonObject => ({
      type: 'actions',
      elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value }],
    });
    await call(wire, 'chat.postMessage', { channel: 'C0SALES', text: 'x', blocks: [row('older')] });
    await call(wire, 'chat.postMessage', { channel: 'C0DEALS', text: 'x', blocks: [row('newer')] });
    const pressed = async (): Promise<unknown> => {
      await wire.as(ana).click('Go');
      return wire.newest().payload['actions'];
    };
    expect(await pressed()).toMatchObject([{ value: 'newer' }]);
    await open(row('in the dialog'));
    expect(await pressed()).toMatchObject([{ value: 'in the dialog' }]);
  });
});

describe('raw requests', () => {
  test('reach Bolt as what they are', async () => {
    let heard = 0;
    const practice = await startEcho((app) => {
      app.command('/echo', async ({ ack }) => {
        heard += 1;
        await ack();
      });
    });
    const target = { url: `${practice.url}/slack/events`, ...practice.workspace.credentials };
    const body = new URLSearchParams({
      command: '/echo',
      team_id: 'T0ACME',
      user_id: ana,
      channel_id: 'C0SALES',
      text: '',
    }).toString();
    expect((await forged(target, body)).status).toBe(401);
    expect((await stale(target, body)).status).toBe(401);
    expect((await raw(target, { body, signature: null })).status).toBe(401);
    expect((await raw(target, { body, contentType: 'application/x-www-form-urlencoded; charset=utf-8' })).status).toBe(
      400,
    );
    expect(heard).toBe(0);
    expect((await replay(target, body, 3)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(heard).toBe(3);
    await practice.close();
  });
});

describe('until', () => {
  test('waits for what comes and says what did not', async () => {
    let looked = 0;
    expect(await until(() => ++looked > 2 && 'seen')).toBe('seen');
    await expect(until(() => looked < 0, 20)).rejects.toThrow(/It never came true: .*looked < 0/);
    await expect(
      until(() => {
        throw new Error('the reason');
      }, 20),
    ).rejects.toThrow('the reason');
  });
});
