import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { create } from '../../../src/crm/records/mutations.ts';
import { readQuestion } from '../../../src/crm/summary/question.ts';
import { summarize } from '../../../src/crm/summary/summary.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';

let crm: TestCrm;
let maya: Actor;
let ana: Actor;
beforeAll(async () => {
  crm = await aCrm();
  maya = await aColleague(crm, 'Maya', 'manager');
  ana = await aColleague(crm, 'Ana', 'rep');
});
afterAll(() => crm.end());

const ask = async (who: Actor, words = '') =>
  summarize({ crm, actor: who }, await readQuestion({ crm, actor: who }, words));
const askTwice = async (who: Actor, other: Actor, words = '') => {
  const [mine, theirs] = [
    await readQuestion({ crm, actor: who }, ''),
    await readQuestion({ crm, actor: other }, words),
  ];
  return Promise.all([summarize({ crm, actor: who }, mine), summarize({ crm, actor: other }, theirs)]);
};

test('who asks the same while it is being answered gets the same answer, which is worked out once', async () => {
  const [first, second] = await askTwice(maya, maya);
  expect(second).toBe(first);
  expect(await ask(maya)).not.toBe(first);
});

test('another question, and that of somebody else, is another one', async () => {
  const [month, quarter] = await askTwice(maya, maya, 'this quarter');
  expect(quarter).not.toBe(month);
  const [hers, anas] = await askTwice(maya, ana);
  expect([hers.own, anas.own]).toEqual([null, expect.any(Object)]);
});

test('whoever wrote something meanwhile finds it in the answer', async () => {
  const question = await readQuestion({ crm, actor: maya }, '');
  const before = summarize({ crm, actor: maya }, question);
  await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => create(tx, 'customer', { name: 'Acme' }));
  const after = await summarize({ crm, actor: maya }, question);
  expect(after).not.toBe(await before);
  expect(after.figures.customers.value).toBe(1);
});
