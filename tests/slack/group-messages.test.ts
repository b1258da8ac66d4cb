import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANA, BEN, GUS, MAYA } from '../../src/demo/cast.ts';
import type { ChannelSpec } from '../../src/practice/server/index.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { asObject, strings } from '../../src/practice/server/json.ts';
import { given } from '../support/given.ts';
import { manifest, openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

const group = (spec: Pick<ChannelSpec, 'id' | 'name' | 'members'> & Partial<ChannelSpec>): ChannelSpec => ({
  kind: 'mpim',
  hasApp: true,
  ...spec,
});
const WITH_APP = 'mpdm-ana--ben--maya--customerhub-1';
const WITHOUT = 'mpdm-ana--ben-1';
const WITH_GUEST = 'mpdm-ana--gus--customerhub-1';
const GROUPS = [
  group({ id: 'C0GROUP', name: WITH_APP, members: [ANA.id, BEN.id, MAYA.id] }),
  group({ id: 'C0PAIR', name: WITHOUT, members: [ANA.id, BEN.id], hasApp: false }),
  group({ id: 'C0GUEST', name: WITH_GUEST, members: [ANA.id, GUS.id] }),
];

let hub: Hub;
let ana: Person;
let customer: number;
beforeAll(async () => {
  hub = await openHub({ more: GROUPS });
  ({ ana } = hub);
  ({ id: customer } = await given(hub, ana, 'customer', { name: 'Acme' }));
});
afterAll(() => hub.end());

const here = { in: WITH_APP };
const deal = (name: string) => given(hub, ana, 'deal', { name, customer, amount: '5000' });

describe('in a group direct message', () => {
  test('a subscription is told what happens, to everybody in it', async () => {
    await ana.slash('/crm subscribe created', here);
    expect(ana.sees()).toContain('Subscribed');
    expect(ana.sees()).not.toContain('hidden');
    await deal('Dock');
    hub.slack.delivery.wake();
    await until(() => hub.ben.reads(WITH_APP).join().includes('Dock'));
    expect(hub.maya.reads(WITH_APP).join()).toContain('5');
    await ana.slash('/crm why D-1', here);
    await until(() => ana.sees().includes('posted'));
  });

  test('forms open and are answered there, numbers are shared there', async () => {
    await ana.slash('/crm log acme', here);
    await ana.fill({ 'What was said': 'They will renew.' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.reads(WITH_APP).join().includes('Logged a call'));
    await ana.slash('/crm show C-1', here);
    await ana.click('Share');
    await until(() => hub.ben.reads(WITH_APP).join().includes('Acme'));
  });

  test('it can be about a customer, and says who reads there', async () => {
    await ana.slash('/crm link C-1', here);
    expect(ana.sees()).toContain('This channel is now linked to');
    hub.slack.delivery.wake();
    await until(() => hub.practice.workspace.record.callsTo('pins.add').length > 0);
    await ana.slash('/crm audience', here);
    expect(ana.sees()).toContain('No external people are in this channel');
  });

  test('a guest in it is not shown amounts', async () => {
    await ana.slash('/crm subscribe created', { in: WITH_GUEST });
    expect(ana.sees()).toContain('1 guest reads here, so amounts, contact details and notes are hidden.');
    await deal('Quay');
    hub.slack.delivery.wake();
    await until(() => hub.gus.reads(WITH_GUEST).join().includes('Quay'));
    expect(hub.gus.reads(WITH_GUEST).join()).not.toMatch(/5[.,]?000/);
  });

  test('where CustomerHub is not in it, it answers the person, and says how it comes to post there', async () => {
    await ana.slash('/crm show C-1', { in: WITHOUT });
    expect(ana.sees()).toContain('Acme');
    await ana.slash('/crm subscribe', { in: WITHOUT });
    expect(ana.sees()).toContain(
      'isn’t in this group message, so it can’t post here. Start a group message that includes',
    );
    expect(ana.sees()).not.toContain('C0PAIR');
  });
});

describe('an app that was installed from an older manifest, without mpim:read', () => {
  let old: Hub;
  beforeAll(async () => {
    const { scopes } = asObject(manifest['oauth_config'] ?? null);
    const bot = strings(asObject(scopes ?? null)['bot']).filter((scope) => scope !== 'mpim:read');
    const lacking: JsonObject = { ...manifest, oauth_config: { scopes: { bot } } };
    old = await openHub({ more: GROUPS, manifest: lacking });
  });
  afterAll(() => old.end());

  test.each(['/crm subscribe usual', '/crm subscribe'])('%s says what is missing and who can mend it', async (line) => {
    await old.ana.slash(line, here);
    expect(old.ana.sees()).toContain(
      'CustomerHub lacks a permission in Slack (missing_scope: mpim:read). Ask an admin to install the app again from the current manifest.yml.',
    );
    expect(old.ana.sees()).not.toMatch(/try again/i);
  });

  test('everything that needs no such permission works', async () => {
    await old.ana.slash('/crm log', here);
    await until(() => old.ana.sees().includes('What was said'));
  });
});
