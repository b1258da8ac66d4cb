import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
const faults = () => hub.practice.workspace.faults;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
  await given(hub, ana, 'contact', { name: 'Iris Meyer', customer });
});
afterEach(async () => {
  faults().clear();
  await ana.cancel({ all: true }).catch(() => undefined);
});
afterAll(() => hub.end());

const newest = (table: string) => hub.crm.database.db(table).orderBy('id', 'desc').first();

/** Every way in which Slack does not do what it is asked, but for silence. */
const TROUBLES: [string, ApiFault][] = [
  ['429', { kind: 'rate_limited', retryAfter: 30 }],
  ['500', { kind: 'http', status: 500 }],
  ['an error', { kind: 'error', error: 'internal_error' }],
  ['a dropped connection', { kind: 'reset' }],
];

describe.each(TROUBLES)('when Slack answers with %s', (_how, fault) => {
  test('a form that does not open says so, and gives back what was typed', async () => {
    faults().next('views.open', fault);
    await ana.slash('/crm log they want a second ramp', { in: 'sales' });
    expect(ana.sees()).toContain('Slack didn’t open the form. Try again.');
    expect(ana.sees()).toContain('/crm log they want a second ramp');
  });

  test('a button whose form does not open says so', async () => {
    await ana.slash('/crm show C-1', { in: 'sales' });
    faults().next('views.open', fault);
    await ana.click('Edit');
    await until(() => ana.sees().includes('Slack didn’t open the form. Try again.'));
  });

  test('Home whose window does not open answers in the private conversation', async () => {
    await ana.home();
    await until(() => ana.sees().includes('Hi Ana'));
    const before = ana.reads('app').length;
    faults().always('views.open', fault);
    await ana.click('Add deal');
    await until(() => ana.reads('app').slice(before).join().includes('Slack didn’t open the form.'));
  });

  test('a shortcut that does not open is acknowledged, and answers in the private conversation', async () => {
    const before = ana.reads('app').length;
    faults().always('views.open', fault);
    await ana.shortcut('Log to CRM').catch((error: unknown) => expect(String(error)).toContain('operation_timeout'));
    await until(() => ana.reads('app').slice(before).join().includes('Slack didn’t open the form.'));
  });

  test('a form that is not redrawn keeps what was typed, and can still be saved', async () => {
    await ana.slash('/crm log', { in: 'sales' });
    faults().always('views.update', fault);
    await ana.fill({ 'What was said': 'Still here', Customer: 'Acme' }).catch(() => undefined);
    faults().clear();
    expect(ana.sees()).toContain('Still here');
    await ana.fill({ Customer: 'Acme' });
    expect(await ana.submit()).toEqual({});
    await until(async () => (await newest('interactions'))?.what === 'Still here');
  });
});

test('a call that Slack leaves unanswered is given up before Slack gives up on the person', async () => {
  faults().next('views.open', { kind: 'hang' });
  await ana.slash('/crm log they want a second ramp', { in: 'sales' });
  expect(ana.sees()).toContain('Slack didn’t open the form. Try again.');
});

describe('when response URLs do not take an answer', () => {
  const there = (...words: string[]) => until(() => words.every((word) => ana.reads('sales').at(-1)?.includes(word)));
  beforeEach(() => faults().always('response_url', { kind: 'http', status: 500 }));

  test('what was saved is saved, and said all the same', async () => {
    await ana.slash('/crm add contact Jonas Roth', { in: 'sales' });
    await ana.fill({ Customer: 'Acme' });
    expect(await ana.submit()).toEqual({});
    await there('Saved contact', 'Jonas Roth');
    expect((await newest('contacts')).name).toBe('Jonas Roth');
  });

  test('a button’s answer comes, and what was shared is not shared twice', async () => {
    await ana.slash('/crm log Acme', { in: 'sales' });
    await ana.fill({ 'What was said': 'To be shared' });
    faults().clear();
    await ana.submit();
    await until(() => ana.sees().includes('Logged a call'));
    faults().next('response_url', { kind: 'http', status: 500 }, 3);
    await ana.click('Share');
    await there('Slack didn’t confirm sharing this');
    expect(hub.ben.reads('sales').join()).not.toContain('To be shared');
  });

  test('what an address that is used up did not share is posted by the app', async () => {
    await ana.slash('/crm log Acme', { in: 'sales' });
    await ana.fill({ 'What was said': 'Shared in the end' });
    faults().clear();
    await ana.submit();
    await until(() => ana.sees().includes('Logged a call'));
    faults().next('response_url', { kind: 'error', error: 'used_url' });
    await ana.click('Share');
    await until(() => hub.ben.reads('sales').join().includes('Shared in the end'));
  });
});
