import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, asString, objects } from '../../src/practice/server/json.ts';
import { ana, bo, call, foreigner, manifest } from './echo.ts';
import { json, startWire, type Wire } from './wire.ts';

let wire: Wire;
beforeEach(async () => {
  wire = await startWire();
});
afterEach(() => wire.close());

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const option = (text: string): JsonObject => ({ text: plain(text), value: text.toLowerCase() });
const undo = { type: 'button', action_id: 'undo', text: plain('Undo'), value: 'D-1', style: 'danger' };
const stage = {
  type: 'static_select',
  action_id: 'stage',
  placeholder: plain('Stage'),
  options: [option('Open'), option('Won')],
};
const blocks = [{ type: 'actions', block_id: 'row', elements: [undo, stage] }];

const post = (args: JsonObject = {}): Promise<JsonObject> =>
  call(wire, 'chat.postMessage', { channel: 'C0SALES', text: 'a deal', blocks, ...args });
const respond = (body: JsonObject): Promise<Response> =>
  fetch(asString(wire.newest().payload['response_url']), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a button in a message', () => {
  test('says who pressed what, where', async () => {
    const { ts } = await post();
    await wire.as(ana).click('Undo');
    expect(wire.newest().payload).toMatchObject({
      type: 'block_actions',
      user: { id: ana, username: 'ana', team_id: 'T0ACME' },
      container: { type: 'message', message_ts: ts, channel_id: 'C0SALES', is_ephemeral: false },
      channel: { id: 'C0SALES', name: 'sales' },
      message: { ts, text: 'a deal', bot_id: 'B0PRACTICE' },
      state: { values: { row: { stage: { type: 'static_select', selected_option: null } } } },
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/hooks/actions/T0ACME/'),
      actions: [
        { type: 'button', action_id: 'undo', block_id: 'row', value: 'D-1', style: 'danger', text: plain('Undo') },
      ],
    });
  });

  test('that was sent without an action_id has one of its own, in a carousel as well', async () => {
    const named = (text: string): JsonObject => ({ type: 'button', text: plain(text) });
    const open = named('Open');
    const card = { type: 'card', title: plain('Acme'), actions: [open] };
    const line = { type: 'rich_text_section', elements: [{ type: 'text', text: 'Call them' }] };
    await post({
      blocks: [
        { type: 'actions', elements: [named('Yes'), named('No')] },
        { type: 'carousel', elements: [card] },
        { type: 'rich_text', elements: [line] },
      ],
    });
    const pressed = async (text: string): Promise<JsonObject> => {
      await wire.as(ana).click(text);
      return asObject(objects(wire.newest().payload['actions'])[0]);
    };
    const ids = [await pressed('Yes'), await pressed('No'), await pressed('Open')].map((action) => action['action_id']);
    expect(ids).toEqual(ids.map(() => expect.stringMatching(/./)));
    expect(new Set(ids).size).toBe(3);
    const block_id = expect.any(String);
    expect(objects(asObject(wire.newest().payload['message'])['blocks']).slice(1)).toEqual([
      { type: 'carousel', block_id, elements: [{ ...card, block_id, actions: [{ ...open, action_id: ids[2] }] }] },
      { type: 'rich_text', block_id, elements: [line] },
    ]);
  });

  test('cannot be given another value by the page', async () => {
    const { ts } = await post();
    const where = { type: 'message' as const, channel: 'C0SALES', ts: asString(ts) };
    await wire.workspace
      .as(ana)
      .do({ do: 'action', where, blockId: 'row', actionId: 'undo', value: { value: 'D-2' }, state: {} });
    expect(wire.newest().payload['actions']).toMatchObject([{ value: 'D-1' }]);
  });

  test('can be pressed by somebody of another company who sees it', async () => {
    await post({ channel: 'C0SHARED' });
    await wire.as(foreigner).click('Undo');
    expect(wire.newest().payload).toMatchObject({
      user: { id: foreigner, team_id: 'T0OTHER' },
      team: { id: 'T0ACME' },
    });
  });

  test('cannot be pressed by somebody who does not see it, nor where it is not', async () => {
    const { ts } = await post({ channel: 'C0SHARED' });
    const press = (blockId: string, who: string) =>
      wire.workspace.as(who).do({
        do: 'action',
        where: { type: 'message', channel: 'C0SHARED', ts: asString(ts) },
        ...{ blockId, actionId: 'undo', value: {}, state: {} },
      });
    expect(await press('row', bo)).toMatchObject({ ok: false });
    expect(await press('elsewhere', ana)).toMatchObject({ ok: false });
    expect(wire.arrived).toEqual([]);
  });

  test('that the app does not answer is told to the person', async () => {
    await post();
    await wire.workspace.quiet(); // the event of the message must not take the fault
    wire.workspace.faults.lateAcks();
    await expect(wire.as(ana).click('Undo')).rejects.toThrow('did not respond in time');
    wire.answer({ status: 500 });
    await expect(wire.as(ana).click('Undo')).rejects.toThrow('Status Code 500');
  });

  test('is not sent by an app that declares no interactivity', async () => {
    const mute = await startWire({ manifest: { ...manifest, settings: {} } });
    await call(mute, 'chat.postMessage', { channel: 'C0SALES', text: 'x', blocks });
    await expect(mute.as(ana).click('Undo')).rejects.toThrow('not configured to handle interactive responses');
    expect(mute.arrived).toEqual([]);
    await mute.close();
  });

  test('answers in place: replaced, deleted, or with a word beside it', async () => {
    await post();
    const person = wire.as(ana);
    await person.click('Undo');
    await respond({ text: 'only you' });
    await respond({ replace_original: true, text: 'undone' });
    expect(person.reads('sales')).toEqual(['undone', 'only you']);
    expect(wire.as(bo).reads('sales')).toEqual(['undone']);
    await respond({ delete_original: true });
    expect(wire.as(bo).reads('sales')).toEqual([]);
  });

  test('is answered by the rules of blocks: what is wrong is named as it is to a message', async () => {
    await post();
    await wire.as(ana).click('Undo');
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    expect(await (await respond({ blocks: [table, table] })).text()).toContain('invalid_attachments');
    expect(await (await respond({ blocks: [{ ...table, rows: [] }] })).text()).toContain('invalid_blocks');
    expect(wire.as(ana).reads('sales')).toEqual(['Undo']);
  });
});

test('an ephemeral message is out of reach for everybody else, and for shortcuts', async () => {
  const posted = await call(wire, 'chat.postEphemeral', { channel: 'C0SALES', user: ana, text: 'psst', blocks });
  const where = { type: 'message' as const, channel: 'C0SALES', ts: asString(posted['message_ts']) };
  const press = { do: 'action' as const, where, blockId: 'row', actionId: 'undo', value: {}, state: {} };
  expect(await wire.workspace.as(bo).do(press)).toMatchObject({ ok: false });
  await expect(wire.as(ana).messageShortcut('Keep', { in: 'sales', on: 'Undo' })).rejects.toThrow('does not exist');
  expect(wire.arrived).toEqual([]);
});

test('an ephemeral message is not in the payload, and stays ephemeral when replaced', async () => {
  await call(wire, 'chat.postEphemeral', { channel: 'C0SALES', user: ana, text: 'psst', blocks });
  await wire.as(ana).click('Undo');
  expect(wire.newest().payload).toMatchObject({ container: { is_ephemeral: true } });
  expect(wire.newest().payload).not.toHaveProperty('message');
  await respond({ replace_original: true, response_type: 'in_channel', text: 'still a secret' });
  expect(wire.as(ana).reads('sales')).toEqual(['still a secret']);
  expect(wire.as(bo).reads('sales')).toEqual([]);
});

test('a menu says what was chosen, and the state holds it too', async () => {
  await post();
  await wire.as(ana).choose('Stage', 'Won');
  expect(wire.newest().payload).toMatchObject({
    actions: [{ type: 'static_select', selected_option: option('Won') }],
    state: { values: { row: { stage: { selected_option: option('Won') } } } },
  });
});

describe('in a dialog', () => {
  const input = (block_id: string, label: string, element: JsonObject, more: JsonObject = {}): JsonObject => ({
    ...{ type: 'input', block_id, label: plain(label), element: { action_id: 'a', ...element } },
    ...more,
  });
  const open = async (dialogBlocks: JsonObject[]): Promise<void> => {
    await wire.as(ana).slash('/echo', { in: 'sales' });
    const trigger_id = asString(wire.newest().payload['trigger_id']);
    const view = { type: 'modal', title: plain('T'), submit: plain('Save'), blocks: dialogBlocks };
    expect(await call(wire, 'views.open', { trigger_id, view })).toMatchObject({ ok: true });
    wire.arrived.length = 0;
  };

  test('an input tells the app only with dispatch_action', async () => {
    await open([
      input('quiet', 'Quiet', stage),
      input('loud', 'Loud', { ...stage, action_id: 'b' }, { dispatch_action: true }),
    ]);
    await wire.as(ana).fill({ Quiet: 'Open' });
    expect(wire.arrived).toEqual([]);
    await wire.as(ana).fill({ Loud: 'Won' });
    expect(wire.newest().payload).toMatchObject({
      container: { type: 'view' },
      view: {
        state: {
          values: {
            quiet: { stage: { selected_option: option('Open') } },
            loud: { b: { selected_option: option('Won') } },
          },
        },
      },
      actions: [{ block_id: 'loud', action_id: 'b' }],
    });
    expect(wire.newest().payload).not.toHaveProperty('response_url');
  });

  test('a quiet input that is used all the same is only remembered', async () => {
    await open([input('quiet', 'Quiet', stage)]);
    const viewId = wire.as(ana).modal().id;
    const value = { selected_option: option('Won') };
    const where = { type: 'view' as const, viewId };
    expect(
      await wire.workspace.as(ana).do({ do: 'action', where, blockId: 'quiet', actionId: 'stage', value, state: {} }),
    ).toEqual({ ok: true });
    expect(wire.arrived).toEqual([]);
    expect(wire.as(ana).modal()).toMatchObject({ state: { values: { quiet: { stage: value } } } });
  });

  test('a typeahead asks after as many letters as it wants', async () => {
    await open([input('customer', 'Customer', { type: 'external_select', min_query_length: 2 })]);
    wire.answer(json({ options: [option('Acme')] }));
    expect(await wire.as(ana).offered('Customer', 'a')).toEqual([]);
    expect(wire.arrived).toEqual([]);
    expect(await wire.as(ana).offered('Customer', 'ac')).toEqual(['Acme']);
    expect(wire.newest().payload).toMatchObject({
      type: 'block_suggestion',
      value: 'ac',
      block_id: 'customer',
      action_id: 'a',
    });
    expect(wire.newest().payload).not.toHaveProperty('trigger_id');
  });

  test('a typeahead may answer with groups; what is no options is told', async () => {
    await open([input('customer', 'Customer', { type: 'external_select', min_query_length: 0 })]);
    wire.answer(json({ option_groups: [{ label: plain('Mine'), options: [option('Acme')] }] }));
    expect(await wire.as(ana).offered('Customer', '')).toEqual(['Acme']);
    wire.answer({ body: 'nothing' });
    await expect(wire.as(ana).offered('Customer', '')).rejects.toThrow('could not be loaded');
  });

  test('a dialog opened from a dialog lies on top of it', async () => {
    await open([{ type: 'actions', elements: [undo] }, input('name', 'Name', { type: 'plain_text_input' })]);
    await wire.as(ana).click('Undo');
    const trigger_id = asString(wire.newest().payload['trigger_id']);
    const view = { type: 'modal', title: plain('Sure?'), blocks: [{ type: 'divider' }] };
    await call(wire, 'views.open', { trigger_id, view });
    expect(wire.workspace.as(ana).snapshot().views).toHaveLength(2);
  });
});

describe('shortcuts', () => {
  test('global ones come without a channel', async () => {
    await wire.as(ana).shortcut('New thing');
    expect(wire.newest().payload).toMatchObject({ type: 'shortcut', callback_id: 'new_thing', user: { id: ana } });
    expect(wire.newest().payload).not.toHaveProperty('channel');
  });

  test('those of a message bring it along', async () => {
    await wire.as(bo).says('Acme called & complained', { in: 'sales' });
    await wire.as(ana).messageShortcut('Keep', { in: 'sales', on: 'Acme called' });
    expect(wire.newest().payload).toMatchObject({
      type: 'message_action',
      callback_id: 'keep',
      channel: { id: 'C0SALES' },
      message: { type: 'message', user: bo, text: 'Acme called &amp; complained' },
      response_url: expect.stringContaining('/hooks/app/'),
    });
  });

  test('are not for people of other companies', async () => {
    const driver = wire.workspace.as(foreigner);
    expect(await driver.do({ do: 'shortcut', callbackId: 'new_thing' })).toMatchObject({ ok: false });
    expect(driver.snapshot()).toMatchObject({ shortcuts: [], commands: [] });
  });
});

describe('Home', () => {
  const home = {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('My day') },
      { type: 'actions', block_id: 'row', elements: [undo] },
    ],
  };

  test('is published for one person and used like a dialog', async () => {
    await call(wire, 'views.publish', { user_id: ana, view: home });
    const view = await wire.as(ana).home();
    expect(wire.as(ana).sees()).toContain('My day');
    expect(wire.workspace.as(bo).snapshot().home).toBeNull();
    await wire.as(ana).click('Undo');
    expect(wire.newest().payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: view.id },
      view: { type: 'home' },
    });
  });

  test('is guarded by its hash', async () => {
    const first = await call(wire, 'views.publish', { user_id: ana, view: home });
    const { hash } = first['view'] as JsonObject;
    expect(await call(wire, 'views.publish', { user_id: ana, view: home, hash: hash! })).toMatchObject({ ok: true });
    expect(await call(wire, 'views.publish', { user_id: ana, view: home, hash: hash! })).toMatchObject({
      error: 'hash_conflict',
    });
  });
});
