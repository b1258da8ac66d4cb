import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { carryImport } from '../../../src/crm/import/carry.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { takeFile } from '../../../src/crm/import/import.ts';
import { create, edit, remove } from '../../../src/crm/records/mutations.ts';
import { BAR_KEYS, whatMoved } from '../../../src/crm/summary/moved/moved.ts';
import { readMoved } from '../../../src/crm/summary/moved/question.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Actor } from '../../../src/model/actor.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let maya: Actor;
  let acme: number;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
    maya = await aColleague(crm, 'Maya', 'admin');
    crm.at('2026-11-12T09:00:00Z');
    ({ id: acme } = await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      create(tx, 'customer', { name: 'Acme' }),
    ));
    crm.at('2026-11-16T14:00:00Z');
  });
  afterEach(() => crm.end());

  const added = (name = 'Rollout') =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      create(tx, 'deal', { name, customer: acme, amount: '100' }),
    );
  const deleted = (id: number) =>
    runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) => remove(tx, { entity: 'deal', id }));
  const takenBack = (act: string) => undo({ crm, actor: maya, origin: byCommand }, act);

  /** What came and went, and how many deals stand behind any bar. */
  const moved = async (words = 'since:monday'): Promise<[passing: number, behind: number]> => {
    const { passing, bars } = await whatMoved({ crm, actor: maya }, await readMoved({ crm, actor: maya }, words));
    return [passing, BAR_KEYS.reduce((sum, bar) => sum + bars[bar].count, 0)];
  };

  const imported = async (): Promise<number | undefined> =>
    (await whatMoved({ crm, actor: maya }, await readMoved({ crm, actor: maya }, 'since:monday'))).imports?.count;

  test('an import that was undone moved nothing', async () => {
    const rows = Array.from({ length: 250 }, (_, at) => `Deal ${at},Acme,${at},${at % 2 ? 'Won' : 'Lead'}`);
    const bytes = Buffer.from(`Name,Customer,Amount,Stage\n${rows.join('\n')}`);
    const file = { entity: entityOf('deal'), file: 'deals.csv', bytes };
    const { id } = await takeFile({ crm, actor: maya, origin: { source: 'form' } }, file);
    await checkImport({ crm, actor: maya, origin: { source: 'form' } }, id);
    const done = await carryImport({ crm, actor: maya, origin: { source: 'form' } }, id, {});
    expect(done.tally.created).toBe(250);
    // Nobody knows when the won ones began, so they did not come and go.
    expect([await moved(), await imported()]).toEqual([[0, 125], 250]);
    await takenBack(done.act);
    expect([await moved(), await imported()]).toEqual([[0, 0], undefined]);
  });

  test('a deal whose creation was undone never was; redone it is new; undone again it never was', async () => {
    const { act } = await added();
    const undone = await takenBack(act);
    expect(await moved()).toEqual([0, 0]);
    const redone = await takenBack(undone.act);
    expect(await moved()).toEqual([0, 1]);
    await takenBack(redone.act);
    expect(await moved()).toEqual([0, 0]);
  });

  test('a deal that somebody deleted came and went, by redo as well', async () => {
    const { id } = await added();
    const { act } = await deleted(id);
    expect(await moved()).toEqual([1, 0]);
    const undone = await takenBack(act);
    expect(await moved()).toEqual([0, 1]);
    await takenBack(undone.act);
    expect(await moved()).toEqual([1, 0]);
  });

  test('a deal that was won since came and closed, and one that was undone afterwards did not', async () => {
    const { id, act } = await added();
    await runInTransaction({ crm, actor: maya, origin: byCommand }, (tx) =>
      edit(tx, { entity: 'deal', id }, { stage: 5 }),
    );
    expect(await moved()).toEqual([1, 0]);
    const { act: other } = await added('Mistake');
    await takenBack(other);
    expect(await moved()).toEqual([1, 0]);
    expect(act).not.toBe(other);
  });

  test('of a creation that is older the undo is a deletion since', async () => {
    const { act } = await added();
    crm.at('2026-11-18T09:00:00Z');
    await takenBack(act);
    expect(await moved('since:2026-11-17')).toEqual([0, 1]);
    expect(await moved('since:monday')).toEqual([0, 0]);
  });
});
