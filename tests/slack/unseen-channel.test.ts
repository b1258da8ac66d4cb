import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

/** A private channel that CustomerHub is not in: Slack tells it nothing of it, and takes no message for it. */
const HERE = { in: 'leadership' };

let hub: Hub;
let maya: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  const { id: customer } = await given(hub, maya, 'customer', { name: 'Acme' });
  await given(hub, maya, 'deal', { name: 'Rollout', customer, amount: '10k' });
});
afterAll(() => hub.end());

const seesHere = (part: string) => until(() => (maya.reads('leadership').at(-1) ?? '').includes(part));

test('a command and the buttons of its answer are answered there all the same', async () => {
  await maya.slash('/crm find rollout', HERE);
  await seesHere('Rollout · D-1');
  await maya.click('Show');
  await seesHere('€10,000');
  await maya.slash('/crm stage D-1 proposal', HERE);
  await seesHere('is now in Proposal');
  await maya.click('Undo');
  await seesHere('Undone.');
});

test('a form that was opened there is answered there, with what was saved', async () => {
  await maya.slash('/crm log D-1', HERE);
  await maya.fill({ 'What was said': 'They agreed.' });
  expect(await maya.submit()).toEqual({});
  await seesHere('Logged a call with Acme about Rollout.');
});

test('it can be shared with the channel, without what not everybody may read: who does, Slack does not say', async () => {
  await maya.slash('/crm log D-1', HERE);
  await maya.fill({ 'What was said': 'They signed.' });
  expect(await maya.submit()).toEqual({});
  await seesHere('Logged a call');
  await maya.click('Share');
  await seesHere('CustomerHub can’t see who’s in this channel');
  expect(hub.ruth.reads('leadership').join()).not.toContain('shared by');
  await maya.click('Share anyway');
  await until(() => hub.ruth.reads('leadership').some((text) => text.includes('logged a call with Acme')));
  expect(hub.ruth.reads('leadership').join()).not.toContain('They signed.');
});

test('what takes being there says so, and how to change that', async () => {
  await maya.slash('/crm subscribe usual', HERE);
  expect(maya.sees()).toContain('/invite');
  expect(await hub.crm.database.db('subscriptions').where({ channel: 'C0LEADERS' })).toEqual([]);
});

test('no call of Slack’s API was tried that had to fail', () => {
  const failed = hub.practice.workspace.record.calls.filter(({ method }) => method === 'chat.postMessage');
  expect(failed.filter(({ args }) => args['channel'] === 'C0LEADERS')).toEqual([]);
});
