import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
beforeAll(async () => {
  hub = await openHub({ patience: 2000 });
  ({ maya } = hub);
  await given(hub, hub.ana, 'customer', { name: 'Acme' });
});
afterEach(() => hub.practice.workspace.faults.clear());
afterAll(() => hub.end());

/** What somebody types, and the call that Slack refuses meanwhile. */
const PLACES: [string, string][] = [
  ['/crm subscribe usual', 'conversations.info'],
  ['/crm log', 'views.open'],
  ['/crm show C-1', 'users.info'],
  ['/crm export customers', 'files.getUploadURLExternal'],
  ['/crm export customers', 'chat.postMessage'],
  ['/crm summary', 'files.getUploadURLExternal'],
];
/** Refusals that would come again, and who can mend them. */
const REFUSALS: [string, string][] = [
  ['missing_scope', 'Ask an admin to install the app again from the current manifest.yml.'],
  ['no_permission', 'Ask an admin of this workspace to allow it.'],
  ['token_revoked', 'Ask an admin to install the app again and give CustomerHub its new token.'],
  ['restricted_action', 'Tell your admin.'],
];

describe.each(PLACES)('%s, while %s is refused', (line, method) => {
  test.each(REFUSALS)('%s: it is not told to be tried again, but who can mend it', async (error, helps) => {
    const { workspace } = hub.practice;
    // Who types is asked of Slack anew.
    hub.crm.at(new Date(hub.crm.now() + 6 * 60_000).toISOString());
    workspace.faults.always(method, { kind: 'error', error });
    await maya.slash(line, { in: 'sales' });
    await until(() => maya.sees().includes(helps));
    expect(maya.sees()).toContain(`(${error})`);
    expect(maya.sees()).not.toMatch(/try again|request it again|run the command again/i);
  });
});

test('what passes by itself is told to be tried again', async () => {
  hub.practice.workspace.faults.always('views.open', { kind: 'error', error: 'expired_trigger_id' });
  await maya.slash('/crm log', { in: 'sales' });
  expect(maya.sees()).toContain('Slack didn’t open the form. Try again.');
  hub.practice.workspace.faults.clear();
  hub.practice.workspace.faults.always('conversations.info', { kind: 'error', error: 'internal_error' });
  await maya.slash('/crm subscribe usual', { in: 'sales' });
  expect(maya.sees()).toContain('Try again in a moment.');
});
