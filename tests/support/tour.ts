/** A day of everything that people can do in CustomerHub, so that each kind of payload that Slack sends was sent. */
import type { JsonObject } from '../../src/practice/protocol.ts';
import { TEAM } from '../../src/demo/cast.ts';
import { given } from './given.ts';
import { Explorer } from './explorer.ts';
import type { Hub } from './hub.ts';
import { TYPED } from './mutations.ts';

const COMMANDS = [
  '',
  'help',
  'summary',
  'summary last-quarter by:owner',
  'summary pipeline',
  'summary moved last-month',
  'list',
  'list deals stage:won amount>10k',
  `list customers ${TYPED}`,
  `find ${TYPED}`,
  'show D-1',
  'show C-1',
  'history D-1',
  'stage D-1 proposal',
  'won D-1',
  'lost D-1',
  'next D-1 tomorrow Call Quokka',
  'todo',
  'subscriptions',
  'why D-1',
  'audience',
  'schedules',
  'audit',
  'undo',
  'export customers',
  'targets',
  `add deal ${TYPED}`,
  'edit D-1',
  'delete C-1',
  'merge C-1 C-2',
  'summary this-week every:monday 9:00',
  'mute D-1',
  'link C-1',
  'unlink',
];

export const tour = async (hub: Hub): Promise<JsonObject[]> => {
  const { ana, maya, ruth, practice } = hub;
  const { id: customer } = await given(hub, ana, 'customer', { name: `${TYPED} Logistics`, notes: TYPED });
  await given(hub, ana, 'customer', { name: `${TYPED} Freight` });
  await given(hub, ana, 'contact', { name: `${TYPED} Meyer`, customer });
  await given(hub, ana, 'deal', { name: `${TYPED} Rollout`, customer, amount: '12k' });
  const explorer = new Explorer(hub);
  explorer.words = `${TYPED} said so`;
  for (const words of COMMANDS) await explorer.types(ana, `/crm ${words}`, 'sales', 2);
  for (const words of ['log', 'add customer', 'add contact', 'add deal', 'subscribe'])
    await explorer.types(ana, `/crm ${words}`, 'deals', 2);
  for (const words of ['import customers', 'subscriptions', 'targets', 'audience'])
    await explorer.types(maya, `/crm ${words}`, 'deals', 3);
  for (const words of ['settings', 'settings people', 'settings stages', 'settings delivery'])
    await explorer.types(ruth, `/crm ${words}`, 'deals', 3);
  await explorer.goesHome(ana, 2);
  await ana.shortcut('Log to CRM');
  await explorer.closes(ana);
  await ana.says(`${TYPED} was happy`, { in: 'sales' });
  await ana.messageShortcut('Log this message', { in: 'sales', on: 'was happy' });
  await explorer.closes(ana);
  await practice.workspace.quiet();
  const { record } = practice.workspace;
  return [...record.deliveries.map(({ payload }) => structuredClone(payload)), ...EVENTS, CLOSED];
};

const event = (type: string, rest: JsonObject): JsonObject => ({
  token: 'practice',
  team_id: TEAM.id,
  api_app_id: 'A0PRACTICE',
  type: 'event_callback',
  event_id: 'Ev1',
  event_time: 1,
  authorizations: [
    { enterprise_id: null, team_id: TEAM.id, user_id: 'U0PRACTICEBOT', is_bot: true, is_enterprise_install: false },
  ],
  event: { type, event_ts: '1.1', ...rest },
});

const EVENTS = [
  event('user_change', {
    user: {
      id: 'U0BEN',
      team_id: TEAM.id,
      name: 'ben',
      deleted: false,
      real_name: 'Ben',
      profile: { real_name: 'Ben' },
    },
  }),
  event('member_joined_channel', { user: 'U0GUS', channel: 'C0DEALS', channel_type: 'C', team: TEAM.id }),
  event('member_left_channel', { user: 'U0GUS', channel: 'C0DEALS', channel_type: 'C', team: TEAM.id }),
  event('channel_shared', { channel: 'C0DEALS', connected_team_id: 'T0X' }),
  event('channel_unshared', { channel: 'C0DEALS', previously_connected_team_id: 'T0X', is_ext_shared: false }),
  event('channel_archive', { channel: 'C0OTHER', user: 'U0ANA' }),
  event('channel_rename', { channel: { id: 'C0OTHER', name: 'renamed', created: 1 } }),
  event('channel_id_changed', { old_channel_id: 'C0OTHER', new_channel_id: 'C0OTHER2' }),
];

const CLOSED: JsonObject = {
  type: 'view_closed',
  team: { id: TEAM.id, domain: 'acme' },
  user: { id: 'U0ANA', username: 'ana', team_id: TEAM.id },
  api_app_id: 'A0PRACTICE',
  token: 'practice',
  is_cleared: false,
  view: {
    id: 'V1',
    callback_id: 'form',
    private_metadata: '{}',
    type: 'modal',
    blocks: [],
    hash: '1',
    state: { values: {} },
  },
};
