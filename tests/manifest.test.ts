import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { EVENTS } from '../src/slack/requests/events.ts';
import { read, tableRows } from './support/documents.ts';

/** Slack's manifest, as far as CustomerHub uses it, with Slack's own limits. Unknown keys are refused as Slack does. */
const words = (most: number, least = 1) => z.string().min(least).max(most);
const endpoint = words(3000).regex(/^https:\/\/[^/]+\/slack\/events$/);

const shortcut = z.strictObject({
  type: z.enum(['global', 'message']),
  name: words(24),
  callback_id: words(255),
  description: words(150),
});

const command = z.strictObject({
  command: words(32).regex(/^\/[a-z\d_-]+$/),
  url: endpoint,
  description: words(2000),
  usage_hint: words(1000),
  should_escape: z.boolean(),
});

const features = z.strictObject({
  app_home: z.strictObject({
    home_tab_enabled: z.boolean(),
    messages_tab_enabled: z.boolean(),
    messages_tab_read_only_enabled: z.boolean(),
  }),
  bot_user: z.strictObject({ display_name: words(80), always_online: z.boolean() }),
  slash_commands: z.array(command).max(50),
  shortcuts: z.array(shortcut).max(10),
});

const settings = z.strictObject({
  event_subscriptions: z.strictObject({
    request_url: endpoint,
    bot_events: z.array(words(100).regex(/^[a-z_]+(\.[a-z]+)?$/)).max(100),
  }),
  interactivity: z.strictObject({
    is_enabled: z.boolean(),
    request_url: endpoint,
    message_menu_options_url: endpoint,
  }),
  org_deploy_enabled: z.boolean(),
  socket_mode_enabled: z.boolean(),
  token_rotation_enabled: z.boolean(),
});

const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.union([z.literal(1), z.literal(2)]), minor_version: z.number().int() }),
  display_information: z.strictObject({
    name: words(35),
    description: words(140),
    long_description: words(4000, 175),
    background_color: z.string().regex(/^#([\da-f]{3}|[\da-f]{6})$/i),
  }),
  features,
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(words(100).regex(/^[a-z]+(:[a-z]+(\.[a-z]+)?)?$/)).max(255) }),
  }),
  settings,
});

const text = read('manifest.yml');
const manifest = manifestSchema.parse(parse(text));
const scopes = manifest.oauth_config.scopes.bot;

describe('manifest.yml', () => {
  test('declares /crm, with people and channels sent as ids', () => {
    expect(manifest.features.slash_commands).toEqual([
      expect.objectContaining({ command: '/crm', should_escape: true }),
    ]);
  });

  test('declares Home, both shortcuts, typeahead and the events that are listened to', () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      // Nobody answers what is written there.
      messages_tab_read_only_enabled: true,
    });
    expect(manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
      ['global', 'log'],
      ['message', 'log_message'],
    ]);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([
      ...['app_home_opened', 'user_change'],
      ...['member_joined_channel', 'member_left_channel', 'channel_shared', 'channel_unshared'],
      ...[
        'channel_archive',
        'channel_unarchive',
        'channel_deleted',
        'channel_rename',
        'channel_left',
        'channel_id_changed',
      ],
      ...['group_archive', 'group_unarchive', 'group_deleted', 'group_rename', 'group_left'],
      ...['app_uninstalled', 'tokens_revoked'],
    ]);
  });

  test('declares no event of which nothing would be read', () => {
    const types = manifest.settings.event_subscriptions.bot_events.map((name) => name.replace(/\..*/, ''));
    expect(types.filter((type) => !Object.hasOwn(EVENTS, type))).toEqual([]);
  });

  test('names no scope, command or event twice', () => {
    const named = [...scopes, ...manifest.settings.event_subscriptions.bot_events];
    expect(new Set(named).size).toBe(named.length);
  });

  test.each(scopes)('gives a reason for the scope %s in a comment above it', (scope) => {
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines[lines.indexOf(`- ${scope}`) - 1]).toMatch(/^# \S+/);
  });

  test('docs/deployment.md gives a reason for each scope, and for no other', () => {
    const rows = tableRows(read('docs/deployment.md')).filter(([scope = '']) => /^`[a-z]+(:[a-z.]+)?`$/.test(scope));
    expect(rows.map(([scope]) => scope).toSorted()).toEqual(scopes.map((scope) => `\`${scope}\``).toSorted());
    expect(rows.filter(([, reason = '']) => reason === '')).toEqual([]);
  });

  test('is refused with a key that Slack does not know', () => {
    expect(manifestSchema.safeParse({ ...manifest, feature: {} }).success).toBe(false);
  });
});
