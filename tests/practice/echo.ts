/** A small Bolt app and a small company, for the tests of the practice workspace. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { JsonObject } from '../../src/practice/protocol.ts';
import type { PracticeWorkspace } from '../../src/practice/server/index.ts';
import { startPractice, type Practice, type PracticeSetup } from '../support/practice.ts';

export const ana = 'U0ANA';
export const bo = 'U0BO';
export const guest = 'U0GUEST';
export const foreigner = 'U0FOREIGN';
export const gone = 'U0GONE';

export const people = [
  { id: ana, handle: 'ana', realName: 'Ana Alvarez', email: 'ana@acme.test', tz: 'Europe/Madrid', isAdmin: true },
  { id: bo, handle: 'bo', realName: 'Bo Berg' },
  { id: guest, handle: 'gus', realName: 'Gus Guest', isGuest: true },
  { id: foreigner, handle: 'fay', realName: 'Fay Foreign', teamId: 'T0OTHER' },
  { id: gone, handle: 'gil', realName: 'Gil Gone', deleted: true },
];

export const channels = [
  { id: 'C0SALES', name: 'sales', members: [ana, bo], hasApp: true },
  { id: 'C0OPEN', name: 'open', members: [ana] },
  { id: 'C0SECRET', name: 'secret', kind: 'private' as const, members: [ana] },
  { id: 'C0DEALS', name: 'deals', kind: 'private' as const, members: [ana, bo], hasApp: true },
  { id: 'C0SHARED', name: 'shared', members: [ana, foreigner], hasApp: true, isExtShared: true },
  { id: 'C0OLD', name: 'old', members: [ana], hasApp: true, isArchived: true },
];

export const scopes = [
  'commands',
  'chat:write',
  'im:write',
  'users:read',
  'users:read.email',
  'channels:read',
  'channels:history',
  'channels:join',
  'files:read',
  'files:write',
  'reactions:write',
  'app_mentions:read',
  'im:history',
];

export const manifest = {
  display_information: { name: 'Echo' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'echo' },
    slash_commands: [
      { command: '/echo', description: 'Says it again', usage_hint: '[text]', should_escape: true },
      { command: '/plain', description: 'Says it again, as typed' },
    ],
    shortcuts: [
      { type: 'global', name: 'New thing', callback_id: 'new_thing', description: 'Opens a dialog' },
      { type: 'message', name: 'Keep', callback_id: 'keep', description: 'Keeps a message' },
    ],
  },
  oauth_config: { scopes: { bot: scopes } },
  settings: {
    event_subscriptions: {
      bot_events: ['app_home_opened', 'app_mention', 'message.channels', 'message.im', 'member_joined_channel'],
    },
    interactivity: { is_enabled: true },
  },
} satisfies JsonObject;

export const company: PracticeSetup = {
  team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
  people,
  channels,
  manifest,
  rateLimits: false,
};

/** Starts the workspace with a Bolt app behind it; `listen` adds what the app does. */
export const startEcho = (
  listen: (app: App) => void = () => undefined,
  more: Partial<PracticeSetup> = {},
): Promise<Practice> => startPractice({ ...company, ...more, app: (workspace) => boltApp(workspace, listen) });

async function boltApp(workspace: PracticeWorkspace, listen: (app: App) => void) {
  const { signingSecret, botToken, apiUrl } = workspace.credentials;
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    token: botToken,
    convoStore: false,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
  });
  listen(app);
  await app.init();
  return receiver.requestListener;
}

/** Calls the Web API as an app would, without a client between. */
export async function call(
  practice: Practice,
  method: string,
  args: JsonObject = {},
  token?: string,
): Promise<JsonObject> {
  const response = await callRaw(practice, method, args, token);
  return (await response.json()) as JsonObject;
}

export function callRaw(practice: Practice, method: string, args: JsonObject = {}, token?: string): Promise<Response> {
  return fetch(`${practice.url}/api/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      authorization: `Bearer ${token ?? practice.workspace.credentials.botToken}`,
    },
    body: JSON.stringify(args),
  });
}
