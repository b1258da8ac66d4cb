/** Every surface on which somebody can ask CustomerHub for something, used as Slack would: also by those it hides it from. */
import { TEAM } from '../../src/demo/cast.ts';
import { asObject } from '../../src/practice/server/json.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import type { Hub } from './hub.ts';
import { raw, type Target } from './raw.ts';
import { until } from './until.ts';

/** What the form of these surfaces would save. */
export const WRITTEN = 'Written by an outsider';

/** Everything the app said to a request of this user. */
type Use = (hub: Hub, user: string) => Promise<string>;

/** Ids of workspaces in a request; those of the app where nothing is said. */
interface Teams {
  /** The one it is said to come from. */
  team?: string;
  /** The one that whoever acts is said to be of. */
  user?: string;
  /** The one that has the app: in windows and events, beside the one they come from. */
  installed?: string;
}

interface Request {
  body: string;
  contentType?: string;
}

/** What Slack would send. */
type Make = (hub: Hub, user: string, teams?: Teams) => Request;

let ids = 0;
const next = (): string => `T${++ids}`;

const refusals = async ({ crm }: Hub): Promise<number> =>
  (await crm.database.db('audit_log').where({ verb: 'refused' })).length;

export const targetOf = ({ practice }: Hub): Target => ({
  url: `${practice.url}/slack/events`,
  signingSecret: practice.workspace.credentials.signingSecret,
});

/** Sends it, and waits until it was refused and answered. */
export const send = async (hub: Hub, { body, contentType }: Request): Promise<string> => {
  const { record } = hub.practice.workspace;
  const target = targetOf(hub);
  const [calls, said, refused] = [record.calls.length, record.traffic.at(-1)?.id ?? 0, await refusals(hub)];
  const answer = await raw(target, { body, ...(contentType && { contentType }) });
  await until(async () => (await refusals(hub)) > refused);
  if (contentType) await until(() => record.calls.slice(calls).some(({ method }) => method === 'views.publish'));
  const traffic = record.traffic.filter(({ id, direction }) => id > said && direction === 'response_url');
  return [await answer.text(), JSON.stringify(record.calls.slice(calls)), JSON.stringify(traffic)].join('\n');
};

/** A response URL that is used up. */
const nowhere = (hub: Hub): string => `${hub.practice.url}/hooks/none`;

const command =
  (text: string): Make =>
  (hub, user_id, { team = TEAM.id } = {}) => {
    const channel = { channel_id: 'C0SALES', channel_name: 'sales' };
    const from = { team_id: team, user_id, response_url: nowhere(hub) };
    const fields = { command: '/crm', text, trigger_id: next(), ...from, ...channel };
    return { body: new URLSearchParams(fields).toString() };
  };

const interact =
  (payload: () => JsonObject): Make =>
  (hub, id, { team = TEAM.id, user, installed } = {}) => {
    const who = { user: { id, ...(user && { team_id: user }) }, team: { id: team, domain: '' } };
    const from = { ...who, trigger_id: next(), response_url: nowhere(hub) };
    const { view, ...rest } = payload();
    const shown = view === undefined ? {} : { view: { ...asObject(view), ...(installed && inAppOf(installed)) } };
    return { body: new URLSearchParams({ payload: JSON.stringify({ ...from, ...rest, ...shown }) }).toString() };
  };

const inAppOf = (app_installed_team_id: string): JsonObject => ({ app_installed_team_id });

const home: Make = (_hub, user, { team = TEAM.id, installed } = {}) => {
  const event = { type: 'app_home_opened', tab: 'home', user };
  const authorizations = installed ? { authorizations: [{ team_id: installed, is_bot: true }] } : {};
  const envelope = { type: 'event_callback', team_id: team, event, ...authorizations };
  return { body: JSON.stringify(envelope), contentType: 'application/json' };
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

const within = (view: JsonObject): JsonObject => ({ container: { type: 'view', view_id: view['id'] ?? '' }, view });

/** In a window that only shows something. */
const inWindow = (verb: string): JsonObject => ({
  ...press(verb),
  ...within({ ...form(), callback_id: 'reading', private_metadata: '' }),
});

const form = (): JsonObject => ({
  id: next(),
  type: 'modal',
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

export const requests: [string, Make][] = [
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
    interact(() => ({ ...press(''), ...within(form()), actions: [{ type: 'external_select', ...typed }] })),
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

export const surfaces: [string, Use][] = requests.map(([name, make]) => [
  name,
  (hub, user) => send(hub, make(hub, user)),
]);
