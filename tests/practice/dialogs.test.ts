import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, asString } from '../../src/practice/server/json.ts';
import { until } from '../support/until.ts';
import { ana, call } from './echo.ts';
import { json, startWire, type Wire } from './wire.ts';

let wire: Wire;
let now: number;
beforeEach(async () => {
  now = Date.now();
  wire = await startWire({ clock: () => now });
});
afterEach(() => wire.close());

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const input = (label: string, element: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: label.toLowerCase(),
  label: plain(label),
  element: { type: 'plain_text_input', action_id: 'a', ...element },
  ...more,
});
const view = (blocks: JsonObject[] = [input('Name')], more: JsonObject = {}): JsonObject => ({
  ...{ type: 'modal', callback_id: 'form', title: plain('Form'), submit: plain('Save'), blocks },
  ...more,
});

const trigger = async (): Promise<string> => {
  await wire.as(ana).slash('/echo', { in: 'sales' });
  return asString(wire.newest().payload['trigger_id']);
};
const api = (method: string, args: JsonObject): Promise<JsonObject> => call(wire, method, args);
const open = async (given = view()): Promise<JsonObject> => {
  const answer = await api('views.open', { trigger_id: await trigger(), view: given });
  expect(answer).toMatchObject({ ok: true });
  return asObject(answer['view']);
};
const titles = (): unknown[] =>
  wire.workspace
    .as(ana)
    .snapshot()
    .views.map(({ title }) => asObject(title)['text']);

describe('a trigger id', () => {
  test('is good once', async () => {
    const trigger_id = await trigger();
    expect(await api('views.open', { trigger_id, view: view() })).toMatchObject({ ok: true });
    expect(await api('views.open', { trigger_id, view: view() })).toMatchObject({ error: 'exchanged_trigger_id' });
  });

  test('is good for three seconds', async () => {
    const trigger_id = await trigger();
    now += 3001;
    expect(await api('views.open', { trigger_id, view: view() })).toMatchObject({ error: 'expired_trigger_id' });
  });

  test('cannot be made up', async () => {
    expect(await api('views.open', { trigger_id: '1.2.abc', view: view() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });

  test('is not used up by a view that Slack does not take', async () => {
    const trigger_id = await trigger();
    expect(await api('views.open', { trigger_id, view: view([]) })).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: [
          '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
          '[ERROR] no less than 1 items allowed [json-pointer:/view/blocks]',
        ],
      },
    });
    expect(await api('views.open', { trigger_id, view: view() })).toMatchObject({ ok: true });
  });
});

describe('a view', () => {
  test('comes back whole', async () => {
    const opened = await open(view([input('Name', { initial_value: 'Acme' })], { private_metadata: 'secret' }));
    expect(opened).toMatchObject({
      ...{ id: expect.stringMatching(/^V/), team_id: 'T0ACME', app_id: 'A0PRACTICE', bot_id: 'B0PRACTICE' },
      ...{ private_metadata: 'secret', external_id: '', root_view_id: opened['id'], previous_view_id: null },
      state: { values: { name: { a: { type: 'plain_text_input', value: 'Acme' } } } },
      hash: expect.stringMatching(/^\d+\.[0-9a-f]+$/),
    });
  });

  test('is refused above 250 KB', async () => {
    const options = Array.from({ length: 100 }, (_, i) => ({
      text: plain('x'.repeat(75)),
      value: `${i}`.padEnd(150, 'x'),
      description: plain('x'.repeat(75)),
    }));
    const blocks = Array.from({ length: 8 }, (_, i) => input(`Field ${i}`, { type: 'static_select', options }));
    expect(await api('views.open', { trigger_id: await trigger(), view: view(blocks) })).toMatchObject({
      error: 'view_too_large',
    });
  });

  test('has an external id of its own', async () => {
    await open(view(undefined, { external_id: 'one' }));
    const again = { trigger_id: await trigger(), view: view(undefined, { external_id: 'one' }) };
    expect(await api('views.open', again)).toMatchObject({ error: 'duplicate_external_id' });
    expect(await api('views.update', { external_id: 'one', view: view() })).toMatchObject({ ok: true });
  });

  test('keeps what was typed through views.update, by block_id and action_id', async () => {
    const { id } = await open(view([input('Name'), input('Notes')]));
    await wire.as(ana).driver.do({
      do: 'submit',
      viewId: asString(id),
      state: {
        name: { a: { type: 'plain_text_input', value: 'Acme' } },
        notes: { a: { type: 'plain_text_input', value: '' } },
      },
    });
    const changed = view([
      input('Name', { initial_value: 'ignored' }),
      input('Notes', { action_id: 'fresh', initial_value: 'new' }),
    ]);
    const answer = await api('views.update', { view_id: id!, view: changed });
    expect(asObject(answer['view'])['state']).toEqual({
      values: {
        name: { a: { type: 'plain_text_input', value: 'Acme' } },
        notes: { fresh: { type: 'plain_text_input', value: 'new' } },
      },
    });
  });

  test('forgets a choice that can no longer be made, and what belonged to another kind of input', async () => {
    const choice = (...values: string[]): JsonObject => ({
      type: 'static_select',
      options: values.map((value) => ({ text: plain(value), value })),
    });
    const valueOf = (answer: JsonObject): unknown =>
      (asObject(answer['view']) as { state: { values: { name: { a: unknown } } } }).state.values.name.a;
    const { id } = await open(view([input('Name', choice('Call', 'Fax'))]));
    wire.answer(json({ response_action: 'errors', errors: { name: 'No.' } }));
    await wire.as(ana).fill({ Name: 'Fax' });
    await wire.as(ana).submit();
    const update = async (element: JsonObject): Promise<unknown> =>
      valueOf(await api('views.update', { view_id: id!, view: view([input('Name', element)]) }));
    expect(await update(choice('Fax', 'Mail'))).toMatchObject({ selected_option: { value: 'Fax' } });
    expect(await update(choice('Mail'))).toMatchObject({ selected_option: null });
    expect(await update({ type: 'plain_text_input', initial_value: 'new' })).toEqual({
      type: 'plain_text_input',
      value: 'new',
    });
    expect(await update({ type: 'email_text_input' })).toEqual({ type: 'email_text_input', value: null });
  });

  test('is updated only by who knows its newest hash, if they say one', async () => {
    const { id, hash } = await open();
    const update = { view_id: id!, hash: hash!, view: view() };
    const first = await api('views.update', update);
    expect(first).toMatchObject({ ok: true });
    expect(asObject(first['view'])['hash']).not.toBe(hash);
    expect(await api('views.update', update)).toMatchObject({ error: 'hash_conflict' });
    expect(await api('views.update', { view_id: 'V0NONE', view: view() })).toMatchObject({ error: 'not_found' });
  });

  test('lies on at most two others', async () => {
    await open();
    for (const level of [2, 3]) {
      await wire.as(ana).fill({ Name: `level ${level}` });
      wire.answer(json({ response_action: 'push', view: view(undefined, { title: plain(`Level ${level}`) }) }));
      expect(await wire.as(ana).submit()).toEqual({});
    }
    expect(titles()).toEqual(['Form', 'Level 2', 'Level 3']);
    const [bottom, , top] = wire.workspace.as(ana).snapshot().views;
    expect(top).toMatchObject({ root_view_id: bottom!.id });
    const person = wire.as(ana);
    await person.fill({ Name: 'level 4' });
    await expect(person.submit()).rejects.toThrow('We had some trouble connecting');
    const fromTop = asString(wire.newest().payload['trigger_id']);
    expect(await api('views.push', { trigger_id: fromTop, view: view() })).toMatchObject({
      error: 'push_limit_reached',
    });
  });

  test('can be pushed only from within an open dialog', async () => {
    expect(await api('views.push', { trigger_id: await trigger(), view: view() })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('submitting', () => {
  const submitWith = async (reply: Parameters<Wire['answer']>[0]): Promise<Record<string, string>> => {
    await open();
    const person = wire.as(ana);
    await person.fill({ Name: 'Acme' });
    wire.answer(reply);
    return person.submit();
  };

  test('sends the state and closes the dialog when the answer is empty', async () => {
    expect(await submitWith({})).toEqual({});
    expect(titles()).toEqual([]);
    expect(wire.newest().headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(wire.newest().payload).toMatchObject({
      type: 'view_submission',
      user: { id: ana, team_id: 'T0ACME' },
      view: { callback_id: 'form', state: { values: { name: { a: { type: 'plain_text_input', value: 'Acme' } } } } },
      response_urls: [],
    });
  });

  test('shows errors under their inputs and stays open', async () => {
    expect(await submitWith(json({ response_action: 'errors', errors: { name: 'Taken.' } }))).toEqual({
      Name: 'Taken.',
    });
    expect(titles()).toEqual(['Form']);
  });

  test('replaces the view with update, and closes all with clear', async () => {
    await submitWith(json({ response_action: 'update', view: view([{ type: 'divider' }], { title: plain('Done') }) }));
    expect(titles()).toEqual(['Done']);
    wire.answer(json({ response_action: 'clear' }));
    await wire.as(ana).submit();
    expect(titles()).toEqual([]);
  });

  test.each<[string, Parameters<Wire['answer']>[0]]>([
    ['errors for a block that is no input', json({ response_action: 'errors', errors: { nothing: 'x' } })],
    ['no errors in errors', json({ response_action: 'errors', errors: {} })],
    ['an unknown action', json({ response_action: 'close' })],
    ['a text', { body: 'ok' }],
    ['a view Slack does not take', json({ response_action: 'update', view: view([]) })],
    ['an error', { status: 500 }],
  ])('tells of trouble when the app answers with %s', async (_, reply) => {
    await expect(submitWith(reply)).rejects.toThrow('We had some trouble connecting');
    expect(titles()).toEqual(['Form']);
  });

  const checked: [string, JsonObject, string, string][] = [
    ['nothing', {}, '', 'Please complete this required field.'],
    ['too little', { min_length: 3 }, 'ab', 'Please enter at least 3 characters.'],
    ['too much', { max_length: 3 }, 'abcd', 'Please enter no more than 3 characters.'],
    ['no number', { type: 'number_input', is_decimal_allowed: true }, 'many', 'Please enter a valid number.'],
    ['half a number', { type: 'number_input', is_decimal_allowed: false }, '1.5', 'Please enter a whole number.'],
    [
      'too small a number',
      { type: 'number_input', is_decimal_allowed: true, min_value: '0' },
      '-1',
      'Please enter a number greater than or equal to 0.',
    ],
    [
      'too large a number',
      { type: 'number_input', is_decimal_allowed: true, max_value: '9' },
      '10',
      'Please enter a number less than or equal to 9.',
    ],
    ['no address', { type: 'email_text_input' }, 'ana at acme', 'Please enter a valid email.'],
    ['no web address', { type: 'url_text_input' }, 'acme.test', 'Please enter a valid URL (http:// or https://).'],
  ];
  test.each(checked)('asks the person, not the app, about %s', async (_, element, typed, error) => {
    await open(view([input('Name', element)]));
    const person = wire.as(ana);
    await person.fill({ Name: typed });
    const before = wire.arrived.length;
    expect(await person.submit()).toEqual({ Name: error });
    expect(wire.arrived).toHaveLength(before);
  });

  test('lets an optional input be blank, and sends null', async () => {
    await open(view([input('Name', {}, { optional: true })]));
    expect(await wire.as(ana).submit()).toEqual({});
    expect(wire.newest().payload).toMatchObject({ view: { state: { values: { name: { a: { value: null } } } } } });
  });

  test('sends whole files for the ids of a file input', async () => {
    await open(view([input('Name', { type: 'file_input', max_files: 1 })]));
    const person = wire.as(ana);
    await person.fill({ Name: { name: 'deals.csv', bytes: Buffer.from('a,b') } });
    expect(await person.submit()).toEqual({});
    const files = (wire.newest().payload as { view: { state: { values: { name: { a: { files: JsonObject[] } } } } } })
      .view.state.values.name.a.files;
    expect(files).toMatchObject([{ name: 'deals.csv', mimetype: 'text/csv', size: 3 }]);
    const url = asString(files[0]!['url_private_download']);
    expect((await fetch(url)).status).toBe(403);
    const { botToken } = wire.workspace.credentials;
    expect(await (await fetch(url, { headers: { authorization: `Bearer ${botToken}` } })).text()).toBe('a,b');
  });

  test('hands a response URL for the chosen conversation where the input asks for one', async () => {
    const element = { type: 'conversations_select', response_url_enabled: true, default_to_current_conversation: true };
    await open(view([input('Name', element)]));
    expect(await wire.as(ana).submit()).toEqual({});
    const [first] = wire.newest().payload['response_urls'] as JsonObject[];
    expect(first).toMatchObject({ block_id: 'name', action_id: 'a', channel_id: 'C0SALES' });
  });
});

test('a dialog without a submit button cannot be sent', async () => {
  const { submit: _submit, ...readOnly } = view([{ type: 'divider' }]);
  await open(readOnly);
  await expect(wire.as(ana).submit()).rejects.toThrow('nothing to send');
});

describe('closing', () => {
  const openTwo = async (second: JsonObject): Promise<void> => {
    wire.answer({});
    await open();
    await wire.as(ana).fill({ Name: 'x' });
    wire.answer(json({ response_action: 'push', view: view(undefined, { title: plain('Second'), ...second }) }));
    await wire.as(ana).submit();
  };

  test('with Cancel closes the view on top, or all with clear_on_close', async () => {
    await openTwo({});
    await wire.as(ana).cancel();
    expect(titles()).toEqual(['Form']);
    await wire.as(ana).cancel();
    await openTwo({ clear_on_close: true });
    await wire.as(ana).cancel();
    expect(titles()).toEqual([]);
  });

  test('is told only to an app that asked for it', async () => {
    await open();
    const before = wire.arrived.length;
    await wire.as(ana).cancel();
    await wire.workspace.quiet();
    expect(wire.arrived).toHaveLength(before);
    await open(view(undefined, { notify_on_close: true }));
    await wire.as(ana).cancel();
    await until(() => wire.newest().payload['type'] === 'view_closed');
    expect(wire.newest().payload).toMatchObject({ is_cleared: false, view: { callback_id: 'form' } });
    expect(titles()).toEqual([]);
  });

  test('with the × closes the whole stack and names its root', async () => {
    const root = await open(view(undefined, { notify_on_close: true }));
    const person = wire.as(ana);
    await person.fill({ Name: 'x' });
    wire.answer(json({ response_action: 'push', view: view(undefined, { title: plain('Second') }) }));
    await person.submit();
    await person.cancel({ all: true });
    await until(() => wire.newest().payload['type'] === 'view_closed');
    expect(wire.newest().payload).toMatchObject({ is_cleared: true, view: { id: root['id'] } });
    expect(titles()).toEqual([]);
  });
});
