import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApiFault } from '../../src/practice/server/index.ts';
import { newestWith } from '../support/charts.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

/** How long an impatient app waits for an answer, in real milliseconds: what does answer has long done so. */
const IMPATIENT = 2000;

let hub: Hub;
beforeAll(async () => {
  hub = await openHub({ patience: IMPATIENT });
  await given(hub, hub.ana, 'customer', { name: 'Acme' });
});
afterEach(() => hub.practice.workspace.faults.clear());
afterAll(() => hub.end());

const TROUBLES: [string, ApiFault][] = [
  ['500', { kind: 'http', status: 500 }],
  ['429', { kind: 'rate_limited', retryAfter: 30 }],
  ['a reset', { kind: 'reset' }],
  ['a reset after it was taken', { kind: 'reset', when: 'after' }],
  ['silence', { kind: 'hang' }],
];
const STEPS = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];

describe.each(STEPS.flatMap((step) => TROUBLES.map(([name, fault]) => ({ step, name, fault }))))(
  '$name at $step',
  ({ step, fault }) => {
    test('a file that Slack does not take is said not to have come, where it was asked for and where it was promised', async () => {
      hub.practice.workspace.faults.next(step, fault);
      await hub.maya.slash('/crm export customers', { in: 'sales' });
      await until(() => hub.maya.sees().includes('Slack didn’t confirm the file.'), 25_000);
      expect(hub.maya.reads('app').slice(-2).join()).toContain('Slack didn’t confirm the file.');
      await hub.maya.slash('/crm export customers', { in: 'sales' });
      await until(() => hub.maya.sees().includes('is in your messages with'), 25_000);
    });

    test('a picture that Slack does not take is missing, and its summary comes all the same', async () => {
      hub.practice.workspace.faults.next(step, fault);
      const since = hub.maya.messages('sales').length;
      await hub.maya.slash('/crm summary', { in: 'sales' });
      await newestWith(hub.maya, 'sales', 'Data as of', since);
      const lost = 'The figures are correct. Run the command again for the chart.';
      await newestWith(hub.maya, 'sales', lost, since);
    });
  },
);

describe.each([
  ['500 after it was shown', { kind: 'http', status: 500, when: 'after' }],
  ['a reset', { kind: 'reset' }],
  ['a reset after it was shown', { kind: 'reset', when: 'after' }],
  ['silence', { kind: 'hang' }],
  ['silence after it was shown', { kind: 'hang', when: 'after' }],
] satisfies [string, ApiFault][])('a response URL that answers with %s', (_how, fault) => {
  test('what was shared is not shared twice, and whoever shared it is told to look', async () => {
    await hub.maya.slash('/crm log Acme', { in: 'sales' });
    await hub.maya.fill({ 'What was said': 'To be shared' });
    await hub.maya.submit();
    await until(() => hub.maya.sees().includes('Logged a call'));
    const shared = (): number => hub.ben.reads('sales').filter((text) => text.includes('shared by')).length;
    const [before, told] = [shared(), hub.maya.reads('sales').length];
    hub.practice.workspace.faults.always('response_url', fault);
    await hub.maya.click('Share');
    await newestWith(hub.maya, 'sales', 'Slack didn’t confirm sharing this', told);
    const isShown = 'when' in fault && fault.when === 'after';
    expect(shared()).toBe(before + (isShown ? 1 : 0));
  });
});
