import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  const { id: customer } = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
  await given(hub, ana, 'deal', { name: 'Rollout', customer, amount: '12k', closeOn: '2026-11-10' });
  await given(hub, ana, 'followUp', { customer, what: 'Send the offer', dueOn: '2026-11-13' });
  await given(hub, hub.ben, 'deal', { name: 'Of Ben', customer });
});
beforeEach(async () => {
  await ana.cancel({ all: true }).catch(() => undefined);
  await ana.home();
  await until(() => ana.sees().includes('Hi Ana'));
});
afterAll(() => hub.end());

describe('Home', () => {
  test('shows what is on this person’s table, the late things first to see', () => {
    expect(ana.sees()).toContain('Follow-ups · 1\nSend the offer · 13 Nov 2026 :warning: overdue');
    expect(ana.sees()).toContain('My open deals · 1\nRollout · D-1');
    expect(ana.sees()).toContain('closes 10 Nov 2026\nAcme Logistics · :warning: expected close is past');
    expect(ana.sees()).not.toContain('Of Ben');
  });

  test('opens a form, answers in its window, and then shows what was saved', async () => {
    await ana.click('Add deal');
    await ana.fill({ Name: 'Second ramp', Customer: 'Acme' });
    expect(await ana.submit()).toEqual({});
    expect(ana.sees()).toContain('Saved deal');
    await ana.cancel();
    await until(() => ana.sees().includes('My open deals · 2'));
    expect(ana.sees()).toContain('Second ramp');
  });

  test('answers in windows, as deep as Slack stacks them, and then in the topmost', async () => {
    await ana.click('Show');
    await until(() => ana.sees().includes('Send the offer'));
    for (const [button, shown] of [
      ['Delete', 'Delete :alarm_clock:'],
      ['Cancel', 'Changed'],
      ['Delete', 'Delete :alarm_clock:'],
      ['Cancel', 'Changed'],
      ['Edit', 'Save'],
    ] as const) {
      await ana.click(button);
      await until(() => ana.sees().includes(shown));
    }
    expect(ana.driver.snapshot().views).toHaveLength(3);
    await ana.fill({ 'Next step': 'Send the better offer' });
    expect(await ana.submit()).toEqual({});
    expect(ana.sees()).toContain('Send the better offer');
  });

  test('sums up in a window, which first says that it is working', async () => {
    hub.practice.workspace.record.clear();
    await ana.click('This month');
    await until(() => ana.modal().blocks.filter(({ type }) => type === 'image').length === 3);
    const [opened] = hub.practice.workspace.record.callsTo('views.open');
    expect(JSON.stringify(opened?.args)).toContain('Preparing');
    await ana.click('Share');
    await until(() => ana.sees().includes('To share this, run a command'));
  });

  test('lets a follow-up be done', async () => {
    await ana.click('Show');
    await ana.click('Done');
    await until(() => ana.sees().includes('Done:'));
    await ana.cancel({ all: true });
    await ana.home();
    await until(() => ana.sees().includes('You’re all caught up.'));
  });
});
