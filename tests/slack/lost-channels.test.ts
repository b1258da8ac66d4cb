import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loseChannel, type Loss } from '../../src/crm/notifications/channels/lost-channels.ts';
import { TEAM } from '../../src/demo/cast.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer });
});
afterAll(() => hub.end());

const workspace = () => hub.practice.workspace;
const told = (words: string): number => ana.reads('app').filter((text) => text.includes(words)).length;
const unheard = async (): Promise<string[]> =>
  (await hub.crm.database.db('subscriptions').whereNull('deleted_at').orderBy('id')).map(({ unheard: why }) => why);
const move = async (): Promise<void> => {
  await maya.slash('/crm stage D-1 proposal', { in: 'sales' });
  await maya.slash('/crm stage D-1 lead', { in: 'sales' });
};

/** What becomes of #deals, and what brings it back. */
const LOSSES: [string, string, () => void | Promise<void>, (() => Promise<void>) | null][] = [
  [
    'is archived',
    'was archived',
    () => maya.slash('/archive', { in: 'deals' }),
    () => maya.slash('/unarchive', { in: 'deals' }),
  ],
  [
    'loses the bot',
    'no longer has CustomerHub in it',
    () => maya.slash('/remove @customerhub', { in: 'deals' }),
    () => maya.slash('/invite @customerhub', { in: 'deals' }),
  ],
  ['is renamed', 'was renamed', () => maya.slash('/rename deals', { in: 'was-deals' }), null],
];

describe.each(LOSSES)('a channel that %s', (_what, why, lose, find) => {
  beforeEach(async () => {
    await workspace().quiet();
    await hub.crm.database.db('subscriptions').update({ unheard: null });
    if (why === 'was renamed') workspace().changeChannel('C0DEALS', { name: 'was-deals' });
    await workspace().quiet();
    await hub.crm.database.db('subscriptions').update({ unheard: null });
    await hub.crm.database.db('outbox').update({ delivered_at: '2026-01-01' });
  });

  test('pauses its subscriptions, tells whoever made them once, and goes on with one click', async () => {
    const channel = why === 'was renamed' ? 'was-deals' : 'deals';
    await ana.slash('/crm subscribe all', { in: channel });
    await ana.slash('/crm subscribe won lost name:closed', { in: channel });
    const before = told(why);
    await lose();
    await workspace().quiet();
    await until(() => told(why) === before + 1);
    // Another process notices it too.
    const loss = (await unheard())[0] as Loss;
    await loseChannel(hub.crm, { team: TEAM.id, channel: 'C0DEALS' }, loss);
    await until(async () => (await hub.crm.database.db('outbox').whereNull('delivered_at')).length === 0);
    expect(told(why)).toBe(before + 1);
    expect((await unheard()).every((cause) => cause !== null)).toBe(true);
    await move();
    expect(await hub.crm.database.db('outbox').whereNull('delivered_at')).toEqual([]);

    if (find) {
      await ana.click('Resume closed');
      await until(() => /Unarchive it first|isn’t in that channel/.test(ana.sees()));
      expect((await unheard()).every((cause) => cause !== null)).toBe(true);
      const again = told('is back.');
      await find();
      if (why === 'was archived') await workspace().quiet();
      await until(() => told('is back.') === again + 1);
    }
    await ana.click('Resume closed');
    await until(async () => (await unheard()).filter((cause) => cause === null).length === 1);
    expect(told(why)).toBe(before + 1);
    const trail = await hub.crm.database.db('audit_log').where({ verb: 'go on', slack_user_id: ana.id });
    expect(trail.length).toBeGreaterThan(0);
    await hub.crm.database.db('subscriptions').update({ deleted_at: '2026-01-01' });
  });
});

test('a channel that is deleted pauses its subscriptions as well, and the list says why', async () => {
  await ana.slash('/crm subscribe all name:gone', { in: 'sales' });
  workspace().deleteChannel('C0SALES');
  await until(() => told('was deleted') === 1);
  await hub.ruth.slash('/crm subscriptions all', { in: 'deals' });
  expect(hub.ruth.sees()).toContain('paused: the channel was deleted');
});

test('a channel whose loss nobody was told of is noticed by the first message that does not arrive', async () => {
  await ana.slash('/crm subscribe all name:silent', { in: 'deals' });
  hub.practice.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'not_in_channel' });
  const before = told('no longer has CustomerHub in it');
  await maya.slash('/crm stage D-1 proposal', { in: 'deals' });
  await until(() => told('no longer has CustomerHub in it') === before + 1);
  await until(() => hub.ruth.reads('app').some((text) => text.includes('failed: not_in_channel')));
  expect(hub.ruth.reads('app').at(-1)).toContain('Invite CustomerHub to the channel');
});
