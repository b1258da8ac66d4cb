import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
const faults = () => hub.practice.workspace.faults;
const sockets = () => hub.practice.workspace.socketMode;

beforeAll(async () => {
  hub = await openHub({ socket: true, patience: 800 });
  ({ ana } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
  await given(hub, ana, 'contact', { name: 'Iris Meyer', customer });
});
afterEach(async () => {
  faults().clear();
  await ana.cancel({ all: true }).catch(() => undefined);
  await until(async () => (await answers()) && hub.status.state().status === 'ok');
});
afterAll(() => hub.end());

/** Whether a command gets its answer. */
const answers = async (): Promise<boolean> => {
  const before = ana.reads('sales').length;
  await ana.slash('/crm', { in: 'sales' });
  return ana.reads('sales').length > before;
};
const interactions = () => hub.crm.database.db('interactions').whereNull('deleted_at');

describe('over Socket Mode people do everything', () => {
  test('a command opens a form, whose choices are looked up, and which is saved and answered', async () => {
    await ana.slash('/crm log', { in: 'sales' });
    expect(await ana.offered('Customer', 'acm')).toContain('Acme Logistics');
    await ana.fill({ Customer: 'Acme', 'What was said': 'They will renew.' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Logged a call'));
    expect(await interactions()).toMatchObject([{ what: 'They will renew.' }]);
  });

  test('a form that cannot be saved says why under its field', async () => {
    await ana.slash('/crm log', { in: 'sales' });
    await ana.fill({ Customer: 'Acme' });
    expect(Object.keys(await ana.submit())).toEqual(['What was said']);
  });

  test('buttons, Home and shortcuts', async () => {
    await ana.slash('/crm show C-1', { in: 'sales' });
    await ana.click('Edit');
    await until(() => ana.modal());
    await ana.cancel({ all: true });
    await ana.home();
    await until(() => ana.sees().includes('Hi Ana'));
    await ana.shortcut('Log to CRM');
    await until(() => ana.sees().includes('What was said'));
  });

  test('a command that arrives twice is carried out once', async () => {
    const before = (await hub.crm.database.db('audit_log').where({ verb: 'undo' })).length;
    faults().duplicateEnvelopes();
    await ana.slash('/crm next C-1 tomorrow call them', { in: 'sales' });
    await hub.practice.workspace.quiet();
    await until(async () => (await hub.crm.database.db('follow_ups')).length > 0);
    expect(await hub.crm.database.db('follow_ups')).toHaveLength(1);
    expect(await hub.crm.database.db('audit_log').where({ verb: 'undo' })).toHaveLength(before);
  });
});

describe('when Slack sends the connection away', () => {
  test.each(['warning', 'refresh_requested'] as const)(
    '%s: the next is open before the old one is closed',
    async (reason) => {
      const opened = hub.practice.workspace.record.callsTo('apps.connections.open').length;
      sockets().disconnect(reason);
      await until(() => hub.practice.workspace.record.callsTo('apps.connections.open').length > opened);
      await until(() => sockets().connections === 1);
      expect(await answers()).toBe(true);
    },
  );

  test('what is being worked on is acknowledged through the old one', async () => {
    faults().next('views.open', { kind: 'http', status: 500, when: 'after' });
    let sent = false;
    const opening = ana.slash('/crm log', { in: 'sales' }).finally(() => (sent = true));
    sockets().disconnect('refresh_requested');
    expect(sent).toBe(false);
    await opening;
    expect(ana.sees()).toContain('What was said');
  });
});

/** Every way in which opening the next connection fails. */
const TROUBLES: [string, string, ApiFault, RegExp][] = [
  ['reset', 'apps.connections.open', { kind: 'reset' }, /can’t connect to Slack \(.*(fetch failed|ECONNRESET)\)/],
  ['500', 'apps.connections.open', { kind: 'http', status: 500 }, /can’t connect to Slack \(HTTP 500\)/],
  ['hang', 'apps.connections.open', { kind: 'hang' }, /can’t connect to Slack \(.*timed? ?out.*\)/i],
  [
    '429',
    'apps.connections.open',
    { kind: 'rate_limited', retryAfter: 1 },
    /can’t connect to Slack \(too many tries\)/,
  ],
  [
    'an answer cut short',
    'apps.connections.open',
    { kind: 'truncated' },
    /can’t connect to Slack \((?!the connection broke)/,
  ],
  ['internal_error', 'apps.connections.open', { kind: 'error', error: 'internal_error' }, /\(internal_error\)/],
  ['a handshake that is reset', 'socket', { kind: 'reset' }, /closed before Slack’s greeting/],
  ['a handshake that is refused', 'socket', { kind: 'http', status: 503 }, /closed before Slack’s greeting/],
  ['a handshake that hangs', 'socket', { kind: 'hang' }, /Slack did not greet in time/],
  ['too_many_websockets', 'socket', { kind: 'error', error: 'too_many_websockets' }, /ten Socket Mode connections/],
];

describe('when the next connection cannot be opened', () => {
  test.each(TROUBLES)('%s: it says so meanwhile, and goes on when it can', async (_name, method, fault, why) => {
    faults().always(method, fault);
    sockets().drop();
    await until(() => why.test(hub.status.state().why ?? ''));
    expect(hub.status.state().status).toBe(fault.kind === 'error' && method === 'socket' ? 'refused' : 'unreachable');
    await expect(ana.slash('/crm', { in: 'sales' })).rejects.toThrow('dispatch_failed');
    faults().clear();
    await until(() => hub.status.state().status === 'ok');
    expect(hub.status.state()).toEqual({ status: 'ok', why: null, since: null });
    expect(await answers()).toBe(true);
  });

  test('the old one serves on, as long as Slack leaves it open', async () => {
    faults().always('apps.connections.open', { kind: 'reset' });
    sockets().disconnect('warning');
    await until(() => hub.status.state().status === 'unreachable');
    expect(await answers()).toBe(true);
  });
});

test('a connection that falls silent is given up, and another one opened', async () => {
  sockets().freeze();
  const opened = hub.practice.workspace.record.callsTo('apps.connections.open').length;
  await until(() => hub.practice.workspace.record.callsTo('apps.connections.open').length > opened);
  await until(answers);
});

test('what a command was to be answered comes through its response URL, where the connection breaks in between', async () => {
  const { record, deliveries } = { ...hub.practice.workspace, deliveries: () => record.deliveriesOf('/crm log') };
  // One that fell silent before may still be open, and would get the command.
  await until(() => sockets().connections === 1);
  faults().next('views.open', { kind: 'hang' });
  const calls = record.callsTo('views.open').length;
  const asking = hub.ben.slash('/crm log', { in: 'sales' });
  await until(() => record.callsTo('views.open').length > calls);
  sockets().drop();
  await expect(asking).rejects.toThrow('operation_timeout');
  expect(deliveries().at(-1)).toMatchObject({ status: 0 });
  await until(() => hub.ben.sees().includes('Slack didn’t open the form'));
});

test('what Slack sends without an event in it is acknowledged, and ends nothing', async () => {
  const notice = { type: 'app_rate_limited', team_id: 'T0RAMPWERK', minute_rate_limited: 1, api_app_id: 'A0PRACTICE' };
  expect(await sockets().deliver({ name: 'app_rate_limited', as: 'event', payload: notice })).toMatchObject({
    status: 200,
  });
  expect(await answers()).toBe(true);
});
