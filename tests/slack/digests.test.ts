import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { doAllDue } from '../support/due.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let maya: Person;
let customer: number;

beforeAll(async () => {
  hub = await openHub();
  ({ maya } = hub);
  customer = (await given(hub, maya, 'customer', { name: 'Acme <Logistics>' })).id;
});
afterAll(() => hub.end());

const inDeals = (words: string): Promise<void> => maya.slash(`/crm ${words}`, { in: 'deals' });
const at = async (iso: string): Promise<void> => {
  hub.crm.at(iso);
  await doAllDue(hub.crm);
};
const newest = (): string => maya.reads('deals').at(-1) ?? '';

test('a line makes a digest, says when it first comes, and lists it', async () => {
  await inDeals('subscribe digest:daily 9:00 name:"Big ones"');
  expect(maya.sees()).toContain('Subscribed: Big ones. #deals will get updates about: Created, deleted or restored');
  expect(maya.sees()).toContain('digest every weekday at 9:00');
  expect(maya.sees()).toContain('First digest: 2026-11-17 08:00 UTC.');
  await inDeals('subscriptions');
  expect(maya.sees()).toContain('digest every weekday at 9:00');
});

test('it comes with totals, deals and a picture; people’s words are harmless in it', async () => {
  await given(hub, hub.ana, 'deal', { name: 'Rollout <!channel>', customer, amount: '12k' });
  const pilot = await given(hub, hub.ana, 'deal', { name: 'Pilot', customer, amount: '3,400' });
  await hub.ana.slash(`/crm won D-${pilot.id}`, { in: 'sales' });
  const before = maya.messages('deals').length;
  await at('2026-11-17T08:00:00Z');
  await until(() => maya.messages('deals').length === before + 1);
  expect(newest()).toContain(':newspaper: Big ones: daily digest');
  expect(newest()).toContain('1 won for €3,400, 2 new.');
  expect(newest()).toContain('• Pilot for Acme <Logistics> · €3,400 · Ana');
  expect(newest()).toContain('• Rollout <!channel> for Acme <Logistics> · €12,000 · Lead · Ana');
  expect(
    maya
      .messages('deals')
      .at(-1)
      ?.blocks.filter(({ type }) => type === 'image'),
  ).toHaveLength(1);
  await at('2026-11-18T08:00:00Z');
  expect(maya.messages('deals')).toHaveLength(before + 1);
});

test('the form asks for it, and says under the answer what is wrong', async () => {
  await inDeals('subscribe');
  await maya.fill({ Name: 'By form', Digest: 'now and then' });
  expect(await maya.submit()).toMatchObject({ Digest: expect.stringContaining('“now” isn’t a day') });
  await maya.fill({ Digest: null, 'Instant updates': 'Only in the digest' });
  expect(await maya.submit()).toMatchObject({ Digest: expect.stringContaining('send updates instantly') });
  await maya.fill({ Digest: 'weekly friday 16:00', 'Weekly limit': '20' });
  expect(await maya.submit()).toEqual({});
  const [row] = await hub.crm.database.db('subscriptions').where({ name: 'By form' });
  expect(row).toMatchObject({ digest: 'friday 16:00', stream: 'no', budget: 20 });
});

test('what is wrong in a line is pointed at', async () => {
  await inDeals('subscribe won digest:monthly');
  expect(maya.sees()).toContain('“monthly” isn’t a day');
});

test('a budget that is used up is said once, in the channel', async () => {
  await inDeals('subscribe created where amount>100k budget:1 settle:0 name:Few');
  for (const name of ['One', 'Two', 'Three']) await given(hub, hub.ana, 'deal', { name, customer, amount: '200k' });
  await until(() => maya.reads('deals').some((text) => text.includes('Few reached its weekly limit (1 message)')));
  await at('2026-11-19T08:00:00Z');
  await until(() => maya.reads('deals').some((text) => text.includes('Few: held-back updates')));
  expect(maya.reads('deals').filter((text) => text.includes('Few reached its weekly limit'))).toHaveLength(1);
});

test('a deal that stalled is told in the channel, a follow-up on its day and a silent customer too', async () => {
  await inDeals('subscribe stalled:2d silent:3d follow-up due where -customer:nobody name:Time').catch(() => {});
  await inDeals('subscribe stalled:2d silent:3d follow-up due name:Time');
  hub.crm.at('2026-11-24T10:00:00Z');
  const { id } = await given(hub, hub.ana, 'customer', { name: 'Quiet Ltd' });
  await given(hub, hub.ana, 'deal', { name: 'Sleeper', customer: id });
  await given(hub, hub.ana, 'followUp', { what: 'Send the offer', customer: id, dueOn: '2026-11-27' });
  await at('2026-11-27T07:00:00Z');
  await until(
    () => maya.reads('deals').some((text) => text.includes('Due today: Send the offer with Quiet Ltd')),
    15_000,
  );
  await until(() => maya.reads('deals').some((text) => text.includes('Sleeper')));
  await at('2026-11-30T07:00:00Z');
  await until(
    () => maya.reads('deals').some((text) => text.includes('No interactions with Quiet Ltd for 5 days')),
    15_000,
  );
});

test('where Slack refuses the picture, it comes without it, once', async () => {
  hub.crm.at('2026-12-14T08:30:00Z');
  await given(hub, hub.ana, 'deal', { name: 'Unpictured', customer, amount: '7k' });
  const digests = () => maya.reads('deals').filter((text) => text.includes('Big ones: daily digest'));
  const before = digests().length;
  hub.practice.workspace.faults.hidesFiles = true;
  await at('2026-12-15T08:00:00Z');
  await until(() => digests().length === before + 1);
  expect(digests().at(-1)).toContain('Unpictured for Acme <Logistics> · €7,000');
  expect(digests().at(-1)).toContain('Slack couldn’t show the charts.');
});
