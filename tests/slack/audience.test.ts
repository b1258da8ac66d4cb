import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { newestWith } from '../support/charts.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** What nobody from outside may read, in every way in which it could be written. */
const SECRETS = ['4,711', '4711', 'iris@acme.example', '30 1234567', 'steamroller', 'Too dear', 'rebate'];

let hub: Hub;
let ana: Person;
let maya: Person;
let deal: number;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, maya } = hub);
  const email = 'iris@acme.example';
  const { id: customer } = await given(hub, ana, 'customer', {
    name: 'Acme',
    phone: '+49 30 1234567',
    notes: 'steamroller',
  });
  const { id: contact } = await given(hub, ana, 'contact', {
    name: 'Iris Meyer',
    customer,
    email,
    notes: 'steamroller',
  });
  const input = { name: 'Rollout', customer, contact, amount: '4711', notes: 'steamroller' };
  ({ id: deal } = await given(hub, ana, 'deal', input));
  await ana.slash('/invite @customerhub', { in: 'ext-fjordfrakt' });
  await maya.slash('/invite @customerhub', { in: 'trade-fair' });
});
afterAll(() => hub.end());
beforeEach(() => hub.practice.workspace.faults.clear());

/** Everything that the whole channel sees there, with every word of every block. */
const posted = (channel: string): string =>
  JSON.stringify(maya.messages(channel).filter(({ ephemeralFor, user }) => !ephemeralFor && user === 'U0PRACTICEBOT'));

const leaks = (channel: string): string[] => SECRETS.filter((secret) => posted(channel).includes(secret));

/** Everything that can happen to a deal and its customer, with secrets in all of it. */
const muchHappens = async (): Promise<void> => {
  await maya.slash('/crm edit D-1', { in: 'sales' });
  await maya.fill({ Amount: '47110' });
  await maya.submit();
  await ana.slash('/crm next D-1 tomorrow offer the rebate', { in: 'sales' });
  await given(hub, ana, 'interaction', { customer: 1, deal, what: 'They fear the steamroller' });
  await ana.slash('/crm lost D-1', { in: 'sales' });
  await ana.fill({ 'Why it was lost': 'Too dear' });
  await ana.submit();
  await ana.slash('/crm stage D-1 lead', { in: 'sales' });
};

describe.each([
  ['a channel that another company shares', 'ext-fjordfrakt', 'reads here', 'ana'],
  ['a channel with a guest in it', 'trade-fair', '1 guest reads here', 'ben'],
] as const)('%s', (_what, channel, who, name) => {
  test('can be subscribed, and its author is told what is hidden there', async () => {
    await hub[name].slash('/crm subscribe all', { in: channel });
    expect(hub[name].sees()).toContain(who);
    expect(hub[name].sees()).toContain('so amounts, contact details and notes are hidden.');
    expect(hub[name].sees()).not.toContain('Show everything');
  });

  test('hears of everything, without amounts, contact details and notes', async () => {
    const before = maya.reads(channel).length;
    await muchHappens();
    await until(() => posted(channel).includes('reopened'));
    expect(maya.reads(channel).length).toBeGreaterThan(before + 2);
    expect(posted(channel)).toContain('•••');
    expect(leaks(channel)).toEqual([]);
  });

  test('is asked about before anything is shared there, and what is shared hides the same', async () => {
    await hub[name].slash('/crm log Acme', { in: channel });
    await hub[name].fill({ 'What was said': 'They fear the steamroller' });
    await hub[name].submit();
    await until(() => hub[name].sees().includes('Logged a call'));
    await hub[name].click('Share');
    await until(() => hub[name].sees().includes('are hidden when you share.'));
    expect(posted(channel)).not.toContain('shared by');
    await hub[name].click('Share anyway');
    await until(() => posted(channel).includes('shared by'));
    expect(leaks(channel)).toEqual([]);
  });

  test('gets a summary without sums, and without pictures of them', async () => {
    const before = hub[name].messages(channel).length;
    await hub[name].slash('/crm summary', { in: channel });
    await newestWith(hub[name], channel, 'Data as of', before);
    await hub[name].click('Share');
    await newestWith(hub[name], channel, 'are hidden when you share.', before);
    await hub[name].click('Share anyway');
    await until(() => posted(channel).includes('Data as of'));
    expect(posted(channel)).toContain('Activity by person');
    expect(posted(channel)).not.toMatch(/Won by month|€[\d]/);
    expect(leaks(channel)).toEqual([]);
  });

  test('gets the numbers laid out without amounts, and without the filter that may name them', async () => {
    await hub[name].slash('/crm summary by:owner amount>=4711', { in: channel });
    await until(() => hub[name].sees().includes('filters: amount>=4711'));
    await hub[name].click('Share');
    await until(() => hub[name].sees().includes('are hidden when you share.'));
    await hub[name].click('Share anyway');
    await until(() => posted(channel).includes('filtered'));
    expect(posted(channel)).toContain('By owner');
    expect(posted(channel)).not.toMatch(/€[\d]/);
    expect(leaks(channel)).toEqual([]);
  });

  test('gets what moved in numbers of deals, without amounts, their picture and the filter', async () => {
    const before = hub[name].messages(channel).length;
    await hub[name].slash('/crm summary moved since:2026-11-10 amount>=4711', { in: channel });
    await newestWith(hub[name], channel, 'Open pipeline rose by €47,110', before);
    await hub[name].click('Share');
    await newestWith(hub[name], channel, 'are hidden when you share.', before);
    await hub[name].click('Share anyway');
    await until(() => posted(channel).includes('What moved since'));
    expect(posted(channel)).toContain('*0 open deals* at the start, *1* now.');
    expect(posted(channel)).toContain('read from the audit log · filtered · EUR');
    expect(posted(channel)).not.toMatch(/€[\d]|Show deals/);
    expect(leaks(channel)).toEqual([]);
  });

  test('can be opened by a manager alone, which stands in the audit trail and can be undone', async () => {
    await hub[name].slash('/crm audience show', { in: channel });
    expect(hub[name].sees()).toContain('you can’t');
    expect(hub[name].sees()).toContain('Ask Maya Lindqvist');
    await maya.slash('/crm audience', { in: channel });
    await maya.click('Show everything');
    await until(() => maya.sees().includes('can see everything. A manager allowed it.'));
    await ana.slash('/crm stage D-1 proposal', { in: 'sales' });
    await until(() => posted(channel).includes('47,110'));
    expect(await hub.crm.database.db('audit_log').where({ entity: 'channel', slack_user_id: maya.id })).not.toEqual([]);
    await maya.click('Undo');
    await until(
      async () =>
        (await hub.crm.database.db('channels').where({ outsiders: 'open' }).whereNull('deleted_at')).length === 0,
    );
    await maya.slash('/crm audience', { in: channel });
    expect(maya.sees()).toContain('are hidden.');
  });
});

describe('a channel where everybody is of the house', () => {
  test('shows everything, and shares without asking', async () => {
    await ana.slash('/crm subscribe all', { in: 'deals' });
    expect(ana.sees()).not.toContain('reads here');
    await ana.slash('/crm stage D-1 lead', { in: 'sales' });
    await until(() => posted('deals').includes('47,110'));
    await ana.slash('/crm audience', { in: 'deals' });
    expect(ana.sees()).toContain('No external people are in this channel, so nothing is hidden.');
  });

  test('hides from the moment a guest is in it, tells the maker once, and shows all again when they left', async () => {
    const told = () => ana.reads('app').filter((text) => text.includes('1 guest reads in #deals now'));
    await maya.slash('/invite @gus', { in: 'deals' });
    await until(() => told().length === 1);
    const before = posted('deals').length;
    await ana.slash('/crm stage D-1 proposal', { in: 'sales' });
    await until(() => posted('deals').length > before);
    expect(posted('deals').slice(before)).not.toContain('47,110');
    // What stood there before shows amounts to nobody from outside either.
    const card = (): string =>
      JSON.stringify(maya.messages('deals').find(({ threadTs, user }) => !threadTs && user === 'U0PRACTICEBOT'));
    await until(() => !card().includes('47,110') && card().includes('•••'));
    await maya.slash('/remove @gus', { in: 'deals' });
    await hub.practice.workspace.quiet();
    const after = posted('deals').length;
    await ana.slash('/crm stage D-1 lead', { in: 'sales' });
    await until(() => posted('deals').slice(after).includes('47,110'));
    await until(() => card().includes('47,110'));
    expect(told()).toHaveLength(1);
  });

  test('a card that nobody subscribed is drawn anew at once when a guest comes, also where Slack does not say who reads', async () => {
    await maya.slash('/invite @customerhub', { in: 'customer-care' });
    await ana.slash('/crm link D-1', { in: 'customer-care' });
    const card = (): string => JSON.stringify(maya.messages('customer-care').find(({ pinned }) => pinned) ?? '');
    await until(() => card().includes('47,110'));
    await maya.slash('/invite @gus', { in: 'customer-care' });
    await until(() => card().includes('•••') && !card().includes('47,110'));
    await maya.slash('/remove @gus', { in: 'customer-care' });
    await until(() => card().includes('47,110'));
    hub.practice.workspace.faults.always('conversations.members', { kind: 'http', status: 500 });
    await maya.slash('/invite @gus', { in: 'customer-care' });
    await until(() => card().includes('•••') && !card().includes('47,110'));
  });

  test('hides from the moment one of its people becomes a guest', async () => {
    hub.practice.workspace.changePerson('U0DANA', { isGuest: true });
    await hub.practice.workspace.quiet();
    const before = posted('deals').length;
    await ana.slash('/crm stage D-1 proposal', { in: 'sales' });
    await until(() => posted('deals').length > before);
    expect(posted('deals').slice(before)).not.toContain('47,110');
    hub.practice.workspace.changePerson('U0DANA', { isGuest: false });
  });

  test('hides from the moment it is shared with another company', async () => {
    hub.practice.workspace.changeChannel('C0SALES', { isExtShared: true });
    await hub.practice.workspace.quiet();
    await ana.slash('/crm audience', { in: 'sales' });
    expect(ana.sees()).toContain('Another company reads here, so amounts, contact details and notes are hidden.');
    hub.practice.workspace.changeChannel('C0SALES', { isExtShared: false });
    await hub.practice.workspace.quiet();
  });
});

// A 429 comes last: Slack is not asked again before it may be.
const TROUBLES: [string, string, ApiFault][] = [
  ['conversations.info', '500', { kind: 'http', status: 500 }],
  ['conversations.info', 'missing_scope', { kind: 'error', error: 'missing_scope' }],
  ['conversations.members', '500', { kind: 'http', status: 500 }],
  ['conversations.members', 'missing_scope', { kind: 'error', error: 'missing_scope' }],
  ['conversations.members', '429', { kind: 'rate_limited', retryAfter: 30 }],
];

describe.each(TROUBLES)('when Slack answers %s with %s', (method, _how, fault) => {
  test('people from outside are taken to read there', async () => {
    const { db: knex } = hub.crm.database;
    await knex('audiences').delete();
    hub.crm.at(new Date(hub.crm.now() + 60_000).toISOString());
    hub.practice.workspace.faults.always(method, fault);
    hub.practice.workspace.record.clear();
    await ana.slash('/crm audience', { in: 'customer-care' });
    expect(hub.practice.workspace.record.callsTo(method)).not.toEqual([]);
    expect(ana.sees()).toContain(
      'CustomerHub can’t see who’s in this channel, so amounts, contact details and notes are hidden.',
    );
  });
});
