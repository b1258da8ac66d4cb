/** The app's manifest, read once into what the workspace asks of it. */
import type { CommandInfo, Json, JsonObject, ShortcutInfo } from './protocol.ts';
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
}

export function readManifest(manifest: JsonObject): Manifest {
  const features = asObject(manifest['features']);
  const settings = asObject(manifest['settings']);
  const home = asObject(features['app_home']);
  const appName = asString(asObject(manifest['display_information'])['name']) || 'App';
  const bot = dig(manifest, 'oauth_config', 'scopes', 'bot');
  return {
    appName,
    botName: asString(asObject(features['bot_user'])['display_name']) || appName,
    commands: objects(features['slash_commands']).map(readCommand),
    shortcuts: objects(features['shortcuts']).map(readShortcut),
    scopes: new Set(strings(bot)),
    events: new Set(strings(dig(settings, 'event_subscriptions', 'bot_events'))),
    homeTab: home['home_tab_enabled'] === true,
    messagesTab: home['messages_tab_enabled'] === true,
    messagesTabReadOnly: home['messages_tab_read_only_enabled'] === true,
    interactivity: dig(settings, 'interactivity', 'is_enabled') === true,
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
