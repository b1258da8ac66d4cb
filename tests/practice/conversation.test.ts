import { afterEach, describe, expect, test } from '@jest/globals';
import type { Practice } from '../support/practice.ts';
import { until } from '../support/until.ts';
import { ana, bo, startEcho } from './echo.ts';

let practice: Practice;
afterEach(() => practice.close());

const form = {
  type: 'modal' as const,
  callback_id: 'log',
  title: { type: 'plain_text' as const, text: 'Log a call' },
  submit: { type: 'plain_text' as const, text: 'Save' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'customer',
      label: { type: 'plain_text' as const, text: 'Customer' },
      element: { type: 'external_select' as const, action_id: 'pick', min_query_length: 1 },
    },
    {
      type: 'input' as const,
      block_id: 'said',
      label: { type: 'plain_text' as const, text: 'What was said' },
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
    },
  ],
};

describe('a person and a Bolt app', () => {
  test('talk through a command, a form, a typeahead and a message', async () => {
    practice = await startEcho((app) => {
      app.command('/echo', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: form });
      });
      app.options('pick', async ({ ack, payload }) => {
        const options = ['Acme', 'Acorn'].filter((name) => name.toLowerCase().startsWith(payload.value.toLowerCase()));
        await ack({ options: options.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) });
      });
      app.view('log', async ({ ack, view, client }) => {
        await ack();
        const { customer, said } = view.state.values;
        const text = `${customer!['pick']!.selected_option!.value}: ${said!['text']!.value}`;
        await client.chat.postMessage({ channel: 'C0SALES', text });
      });
    });
    const person = practice.as(ana);
    await person.slash('/echo log', { in: 'sales' });
    await person.fill({ Customer: 'Acme', 'What was said': 'They will renew.' });
    expect(await person.submit()).toEqual({});
    expect(() => person.modal()).toThrow('No dialog is open');
    await until(() => practice.as(bo).reads('sales').includes('Acme: They will renew.'));
  });
});
