import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newestWith } from '../support/charts.ts';
import { audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { until } from '../support/until.ts';

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  const { id: customer } = await given(hub, hub.ana, 'customer', { name: 'Acme' });
  await given(hub, hub.ana, 'deal', { name: 'Pilot', customer, amount: '25k', stage: 5 });
});
afterAll(() => hub.end());

test('a manager sets a target with a form, and the summary says how much is attained', async () => {
  const { maya, ana } = hub;
  await maya.slash('/crm targets', { in: 'sales' });
  expect(maya.sees()).toContain('No targets yet.');
  await maya.click('Add target');
  await until(() => maya.sees().includes('New target'));
  await maya.fill({ Person: 'Ana', Quarter: 'sometime', Target: '50k' });
  expect(await maya.submit()).toEqual({ Quarter: 'Enter a calendar quarter, like 2026-Q4.' });
  await maya.fill({ Quarter: 'q4 2026', Target: '$50k' });
  expect(await maya.submit()).toEqual({
    Target: 'Amounts here are in EUR. Enter the amount in euros, without $.',
  });
  await maya.fill({ Target: '€50k' });
  expect(await maya.submit()).toEqual({});
  await until(() => maya.sees().includes('2026-Q4  €50,000 in total'));
  expect((await audit(hub))[0]).toMatchObject({ verb: 'create', entity: 'target' });

  await ana.slash('/crm summary this quarter', { in: 'sales' });
  const numbers = await newestWith(ana, 'sales', 'Data as of');
  expect(numbers).toContain('50% of your target');
  expect(numbers).toContain('Target attained\n50%');
  await ana.click('Forecast');
  const forecast = await newestWith(ana, 'sales', 'Targets of the period');
  expect(forecast).toContain('Ana Kovačević | €50,000 | €25,000 | €0 | +€25,000 | 50%');
  expect(forecast).not.toMatch(/^Targets$/m);
});

test('a second target of the same person and quarter is refused, and a rep sets none', async () => {
  const { maya, ana } = hub;
  await maya.slash('/crm targets', { in: 'sales' });
  await maya.click('Add target');
  await until(() => maya.sees().includes('New target'));
  await maya.fill({ Person: 'Ana', Quarter: '2026-Q4', Target: '60k' });
  expect(await maya.submit()).toEqual({
    Quarter: 'They already have a target for 2026-Q4. Edit that one.',
  });
  await maya.cancel({ all: true });
  await ana.slash('/crm targets', { in: 'sales' });
  expect(ana.sees()).toContain('€50,000');
  expect(ana.sees()).not.toContain('Add target');
});

test('a target is removed, and that is undone', async () => {
  const { maya } = hub;
  await maya.slash('/crm summary this quarter', { in: 'sales' });
  await newestWith(maya, 'sales', 'Data as of');
  await maya.click('Forecast');
  await newestWith(maya, 'sales', 'Targets');
  await maya.click('Targets');
  await newestWith(maya, 'sales', 'Add target');
  await maya.choose('Ana Kovačević  €50,000', 'Remove');
  await until(() => maya.sees().includes('Removed the target.'));
  expect(await hub.crm.database.db('targets').whereNull('deleted_at')).toEqual([]);
  await maya.click('Undo');
  await until(async () => (await hub.crm.database.db('targets').whereNull('deleted_at')).length === 1);
});
