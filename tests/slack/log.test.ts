import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHub, type Hub } from '../support/hub.ts';
import { labelsOf } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  const { ana } = hub;
  await ana.slash('/crm add customer Acme Logistics', { in: 'sales' });
  await ana.submit();
  await ana.slash('/crm add contact Iris Meyer', { in: 'sales' });
  await ana.fill({ Customer: 'Acme Logistics', Role: 'Head of Logistics' });
  await ana.submit();
  await ana.slash('/crm add deal Rollout', { in: 'sales' });
  await ana.fill({ Customer: 'Acme Logistics', Contact: 'Iris Meyer', Amount: '12k' });
  await ana.submit();
});
afterAll(() => hub.end());

test('the log form asks for everything once, and gives the latest on the customer back', async () => {
  const { ana } = hub;
  await ana.slash('/crm log', { in: 'sales' });
  expect(labelsOf(ana.modal())).toEqual([
    'Customer', 'Contact', 'Deal', 'Kind', 'When', 'What was said', 'Stage', 'Next step', 'Follow up on',
  ]);
  await ana.fill({ Customer: 'Acme Logistics', Contact: 'Iris Meyer', Deal: 'Rollout', Kind: 'Meeting', 'What was said': 'They like <!channel> & co.', Stage: 'Proposal', 'Next step': 'Send the offer', 'Follow up on': '2026-11-20' });
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved a'));
  console.log(ana.sees());
  expect(ana.sees()).toContain('Saved a meeting with Iris Meyer of Acme Logistics about Rollout.');
});
