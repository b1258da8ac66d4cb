/** Every surface on which somebody can ask CustomerHub for something, used as Slack would: also by those it hides it from. */
import { TEAM } from '../../src/demo/cast.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import type { Hub } from './hub.ts';
import { raw } from './raw.ts';
import { until } from './until.ts';

/** What the form of these surfaces would save. */
export const WRITTEN = 'Written by an outsider';

/** Everything the app said to a request of this user. */
type Use = (hub: Hub, user: string) => Promise<string>;

let ids = 0;
const next = (): string => `T${++ids}`;

const refusals = async ({ crm }: Hub): Promise<number> =>
  (await crm.database.knex('audit_log').where({ verb: 'refused' })).length;

/** Sends it, and waits until it was refused and answered. */
const send = async (hub: Hub, body: string, contentType?: string): Promise<string> => {
  const { credentials, record } = hub.practice.workspace;
  const target = { url: `${hub.practice.url}/slack/events`, signingSecret: credentials.signingSecret };
  const [calls, said, refused] = [record.calls.length, record.traffic.at(-1)?.id ?? 0, await refusals(hub)];
  const answer = await raw(target, { body, ...(contentType && { contentType }) });
  await until(async () => (await refusals(hub)) > refused);
  if (contentType) await until(() => record.calls.slice(calls).some(({ method }) => method === 'views.publish'));
  const traffic = record.traffic.filter(({ id, direction }) => id > said && direction === 'response_url');
  return [await answer.text(), JSON.stringify(record.calls.slice(calls)), JSON.stringify(traffic)].join('\n');
};

const command =
  (text: string): Use =>
  (hub, user_id) => {
    const channel = { channel_id: 'C0SALES', channel_name: 'sales' };
    const fields = { command: '/crm', text, trigger_id: next(), team_id: TEAM.id, user_id, ...channel };
    return send(hub, new URLSearchParams(fields).toString());
  };

const interact =
  (payload: () => JsonObject): Use =>
  (hub, id) => {
    const who = { user: { id }, team: { id: TEAM.id, domain: '' }, trigger_id: next() };
    return send(hub, new URLSearchParams({ payload: JSON.stringify({ ...who, ...payload() }) }).toString());
  };

const home: Use = (hub, user) => {
  const event = { type: 'app_home_opened', tab: 'home', user };
  return send(hub, JSON.stringify({ type: 'event_callback', team_id: TEAM.id, event }), 'application/json');
};

const inSales = { channel: { id: 'C0SALES', name: 'sales' }, container: { type: 'message' } };

const press = (verb: string, value = 'D-1'): JsonObject => ({
  type: 'block_actions',
  ...inSales,
  actions: [{ type: 'button', action_id: `verb:${verb}:${value}`, block_id: 'b', value }],
});

const chosen = (type: string, verb: string, value: string): JsonObject => ({
  type: 'block_actions',
  ...inSales,
  actions: [{ type, action_id: `verb:${verb}:menu`, block_id: 'b', selected_option: { value } }],
});

/** In a window that only shows something. */
const inWindow = (verb: string): JsonObject => {
  const { channel: _channel, ...pressed } = press(verb);
  const view = { id: next(), type: 'modal', callback_id: 'reading', blocks: [], hash: '1' };
  return { ...pressed, container: { type: 'view', view_id: view.id }, view };
};

const form = (): JsonObject => ({
  id: next(),
  callback_id: 'form',
  private_metadata: JSON.stringify({ form: 'record', entity: 'customer' }),
  blocks: [{ type: 'input', block_id: 'name' }],
  state: { values: { name: { name: { type: 'plain_text_input', value: WRITTEN } } } },
  title: { type: 'plain_text', text: 'New customer' },
  hash: '1',
});

const importForm = (): JsonObject => ({
  ...form(),
  private_metadata: JSON.stringify({ form: 'import', entity: 'customer' }),
  state: { values: { text: { text: { type: 'plain_text_input', value: `Name\n${WRITTEN}` } } } },
});

const typed = { action_id: 'customer', block_id: 'customer' };

export const surfaces: [string, Use][] = [
  ['a command', command('show D-1')],
  ['a command that writes', command('won D-1')],
  ['a button in a message', interact(() => press('show'))],
  ['a button that writes', interact(() => press('won'))],
  ['a menu beside a row', interact(() => chosen('overflow', 'subscription', 'end 1'))],
  ['a choice in a message', interact(() => chosen('static_select', 'show', 'D-1'))],
  ['a button that shares', interact(() => press('share'))],
  ['a button that decides who reads along', interact(() => press('audience', 'show'))],
  ['a button that sends failed messages again', interact(() => press('outbox', 'again all'))],
  ['a button in a window', interact(() => inWindow('won'))],
  ['a form', interact(() => ({ type: 'view_submission', view: form() }))],
  ['the form of an import', interact(() => ({ type: 'view_submission', view: importForm() }))],
  [
    'an answer on which a form depends',
    interact(() => ({ ...press(''), view: form(), actions: [{ type: 'external_select', ...typed }] })),
  ],
  ['a typeahead', interact(() => ({ type: 'block_suggestion', ...typed, value: '', view: form() }))],
  ['a global shortcut', interact(() => ({ type: 'shortcut', callback_id: 'log' }))],
  [
    'a message shortcut',
    interact(() => ({
      type: 'message_action',
      callback_id: 'log_message',
      message: { text: 'x' },
      message_ts: '1.1',
      ...inSales,
    })),
  ],
  ['Home', home],
];
