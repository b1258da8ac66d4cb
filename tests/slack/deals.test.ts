import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let rollout: number;
const deal = () => hub.crm.database.db('deals').where({ id: rollout }).first();

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  await given(hub, ana, 'customer', { name: 'Acme Logistics' });
});
beforeEach(async () => {
  const { id } = await given(hub, ana, 'deal', { name: 'Big Rollout', customer: 1 });
  if (rollout) await hub.crm.database.db('deals').where({ id: rollout }).update({ deleted_at: '2026-11-16T00:00:00Z' });
  rollout = id;
});
afterAll(() => hub.end());

test('a deal is moved by its id or name and the beginning of a stage, and moved back by Undo', async () => {
  await ana.slash(`/crm stage D-${rollout} neg`, { in: 'sales' });
  expect(ana.sees()).toContain(`Big Rollout · D-${rollout} is now in Negotiation.`);
  await ana.slash('/crm stage big rollout proposal', { in: 'sales' });
  expect(ana.sees()).toContain('is now in Proposal.');
  await ana.click('Undo');
  await until(async () => (await deal()).stage_id === 4);
  await ana.slash('/crm stage big roll negotiation', { in: 'sales' });
  expect(ana.sees()).toContain('is in Negotiation already.');
});

test('winning a deal without an amount asks for it', async () => {
  await ana.slash('/crm won big', { in: 'sales' });
  expect(ana.sees()).toContain('Enter an amount to mark the deal as won.');
  expect((await deal()).stage_id).toBe(1);
  expect(await ana.submit()).toEqual({ Amount: 'Enter an amount to mark the deal as won.' });
  await ana.fill({ Amount: '12k' });
  expect(await ana.submit()).toEqual({});
  await until(() => ana.sees().includes('Saved deal'));
  expect(await deal()).toMatchObject({ stage_id: 5, amount: 1_200_000, closed_on: '2026-11-16' });
});

test('a deal with an amount is won at once', async () => {
  await hub.crm.database.db('deals').where({ id: rollout }).update({ amount: 500 });
  await ana.slash('/crm won big', { in: 'sales' });
  expect(ana.sees()).toContain('is now in Won.');
});

test('losing a deal asks why', async () => {
  await ana.slash(`/crm lost D-${rollout}`, { in: 'sales' });
  expect(ana.sees()).toContain('Enter why the deal was lost.');
  await ana.fill({ 'Why it was lost': '   ' });
  expect(await ana.submit()).toEqual({ 'Why it was lost': 'Enter why the deal was lost.' });
  await ana.fill({ 'Why it was lost': 'No budget' });
  expect(await ana.submit()).toEqual({});
  expect(await deal()).toMatchObject({ stage_id: 6, lost_reason: 'No budget' });
});

describe('losing a deal with the reason behind it', () => {
  test.each([
    ['an id', () => `D-${rollout} too expensive`, 'too expensive'],
    ['a name', () => 'big rollout too expensive', 'too expensive'],
    ['the start of a name', () => 'big no budget in 2027, they say', 'no budget in 2027, they say'],
    ['words that begin no stage', () => `D-${rollout} won by another firm`, 'won by another firm'],
  ])('after %s', async (_how, words, reason) => {
    await ana.slash(`/crm lost ${words()}`, { in: 'sales' });
    expect(ana.sees()).toContain(`Big Rollout · D-${rollout} is now in Lost. Why: “${reason}”`);
    expect(await deal()).toMatchObject({ stage_id: 6, lost_reason: reason, closed_on: '2026-11-16' });
  });

  test('of one that is lost already mends the reason', async () => {
    await ana.slash(`/crm lost D-${rollout} price`, { in: 'sales' });
    await ana.slash(`/crm lost D-${rollout} no budget`, { in: 'sales' });
    expect(await deal()).toMatchObject({ stage_id: 6, lost_reason: 'no budget' });
    await ana.slash(`/crm lost D-${rollout}`, { in: 'sales' });
    expect(ana.sees()).toContain('is in Lost already.');
  });

  test('that is too long opens the form with it', async () => {
    await ana.slash(`/crm lost D-${rollout} ${'why '.repeat(200)}`, { in: 'sales' });
    expect(ana.sees()).toContain('Shorten this to 500 characters');
    expect((await deal()).stage_id).toBe(1);
    await ana.cancel();
  });

  test('of several that fit asks which, and keeps the reason', async () => {
    const { id: other } = await given(hub, ana, 'deal', { name: 'Big Renewal', customer: 1 });
    await ana.slash('/crm lost big too expensive', { in: 'sales' });
    expect(ana.sees()).toContain('“big” matches 2 records. Which one?');
    await ana.click('Lost');
    await until(() => ana.sees().includes('is now in Lost. Why: “too expensive”'));
    await hub.crm.database.db('deals').where({ id: other }).update({ deleted_at: '2026-11-16T00:00:00Z' });
  });

  test('of none says what was looked for', async () => {
    await ana.slash('/crm lost spaceship too expensive', { in: 'sales' });
    expect(ana.sees()).toContain('No record starts with “spaceship too expensive”.');
  });
});

test('a deal that is reopened forgets its closing day and reason', async () => {
  await ana.slash(`/crm lost D-${rollout}`, { in: 'sales' });
  await ana.fill({ 'Why it was lost': 'No budget' });
  await ana.submit();
  await ana.slash(`/crm stage D-${rollout} lead`, { in: 'sales' });
  expect(await deal()).toMatchObject({ stage_id: 1, lost_reason: null, closed_on: null });
});

test('a deal alone is answered with the stages it can go to', async () => {
  await ana.slash('/crm stage big rollout', { in: 'sales' });
  expect(ana.sees()).toContain('is in Lead. Move it to:');
  await ana.choose('Move to', 'Negotiation');
  await until(async () => (await deal()).stage_id === 4);
});

test.each(['/crm stage', '/crm stage big rollout limbo'])(
  '%s is answered with the stages there are',
  async (command) => {
    await ana.slash(command, { in: 'sales' });
    expect(ana.sees()).toContain('isn’t a stage. Stages: Lead, Qualified, Proposal, Negotiation, Won, Lost.');
  },
);

test('a name that fits two deals is answered with both; the button does what the command would have done', async () => {
  const { id: other } = await given(hub, ana, 'deal', { name: 'Big Renewal', customer: 1 });
  await ana.slash('/crm stage big negotiation', { in: 'sales' });
  expect(ana.sees()).toContain('“big” matches 2 records. Which one?');
  expect((await deal()).stage_id).toBe(1);
  await ana.click('Stage');
  await until(() => ana.sees().includes('is now in Negotiation.'));
  const moved = await hub.crm.database.db('deals').where({ stage_id: 4 }).whereIn('id', [rollout, other]);
  expect(moved).toHaveLength(1);
  await hub.crm.database.db('deals').where({ id: other }).update({ deleted_at: '2026-11-16T00:00:00Z' });
});
