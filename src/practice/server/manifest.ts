/** The app's manifest, read once into what the workspace asks of it. */
import type { CommandInfo, Json, JsonObject, ShortcutInfo } from '../protocol.ts';
import { asObject, asString, objects, strings } from './json.ts';

export interface Manifest {
  appName: string;
  botName: string;
  commands: (CommandInfo & { shouldEscape: boolean })[];
  shortcuts: ShortcutInfo[];
  scopes: Set<string>;
  /** Event types as subscribed: `app_home_opened`, `message.im` … */
  events: Set<string>;
  homeTab: boolean;
  messagesTab: boolean;
  messagesTabReadOnly: boolean;
  interactivity: boolean;
  socketMode: boolean;
  /** What Slack would not do for want of a scope, for the developer. */
  complaints: string[];
}

/** The scopes of which an event needs one. */
const scopesOfEvents: Record<string, string[]> = {
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_rename: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_left: ['channels:read'],
  channel_id_changed: ['channels:read', 'groups:read'],
  channel_shared: ['channels:read', 'groups:read'],
  channel_unshared: ['channels:read', 'groups:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  group_rename: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  user_change: ['users:read'],
};

export function readManifest(manifest: JsonObject): Manifest {
  const features = asObject(manifest['features']);
  const settings = asObject(manifest['settings']);
  const home = asObject(features['app_home']);
  const appName = asString(asObject(manifest['display_information'])['name']) || 'App';
  const scopes = new Set(strings(dig(manifest, 'oauth_config', 'scopes', 'bot')));
  const subscribed = strings(dig(settings, 'event_subscriptions', 'bot_events'));
  const heard = subscribed.filter((event) => scopesOfEvents[event]?.some((scope) => scopes.has(scope)) ?? true);
  const has = (scope: string, list: JsonObject[]): JsonObject[] => (scopes.has(scope) ? list : []);
  return {
    appName,
    botName: asString(asObject(features['bot_user'])['display_name']) || appName,
    commands: has('commands', objects(features['slash_commands'])).map(readCommand),
    shortcuts: has('commands', objects(features['shortcuts'])).map(readShortcut),
    scopes,
    events: new Set(heard),
    homeTab: home['home_tab_enabled'] === true,
    messagesTab: home['messages_tab_enabled'] === true,
    messagesTabReadOnly: home['messages_tab_read_only_enabled'] === true,
    interactivity: dig(settings, 'interactivity', 'is_enabled') === true,
    socketMode: settings['socket_mode_enabled'] === true,
    complaints: subscribed
      .filter((event) => !heard.includes(event))
      .map((event) => `Slack does not send ${event} without the scope ${scopesOfEvents[event]!.join(' or ')}.`),
  };
}

const dig = (from: JsonObject, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((value, key) => asObject(value)[key], from);

const readCommand = (command: JsonObject): Manifest['commands'][number] => ({
  command: asString(command['command']),
  description: asString(command['description']),
  usageHint: asString(command['usage_hint']),
  shouldEscape: command['should_escape'] === true,
});

const readShortcut = (shortcut: JsonObject): ShortcutInfo => ({
  type: shortcut['type'] === 'message' ? 'message' : 'global',
  name: asString(shortcut['name']),
  callbackId: asString(shortcut['callback_id']),
  description: asString(shortcut['description']),
});
