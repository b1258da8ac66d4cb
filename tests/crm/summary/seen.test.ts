import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readQuestion } from '../../../src/crm/summary/question.ts';
import { behind } from '../../../src/crm/summary/behind.ts';
import { FIGURE_KEYS } from '../../../src/crm/summary/figures.ts';
import { summarize, type Summary } from '../../../src/crm/summary/summary.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { Need } from '../../../src/model/roles.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import { entityOf } from '../../../src/model/registry.ts';
import { sqlOf } from '../../../src/store/reports/figures.ts';
import { aColleague, aCrm, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { fill } from './rows.ts';
import { DATA } from './story.ts';

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ben: Actor;
  const undo: (() => void)[] = [];

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    await fill(crm, DATA);
    const [row] = (await crm.database.db('employees').where({ name: 'Ben' }).select('id')) as { id: number }[];
    ben = { ...(await aColleague(crm, 'Rep', 'rep')), employeeId: row?.id ?? 0 };
  });
  afterEach(async () => {
    for (const back of undo.splice(0)) back();
    await crm.end();
  });

  /** Declares, for this test, who may read an entity. */
  const readable = (name: EntityName, read: Need): void => {
    const entity = entityOf(name) as { access: { read: Need } };
    const before = entity.access;
    entity.access = { ...before, read };
    undo.push(() => void (entity.access = before));
  };
  const asked = async (words = ''): Promise<Summary> =>
    summarize({ crm, actor: ben }, await readQuestion({ crm, actor: ben }, words));

  test('what a role may not see is not counted, and the answer says so', async () => {
    readable('interaction', 'manager');
    const { figures, activity, notes } = await asked();
    expect(figures.interactions).toMatchObject({ value: null, before: null, hidden: 'role' });
    expect(activity).toEqual([]);
    expect(notes).toContain('As a rep, you can’t see interactions, so they aren’t counted.');
    expect(figures.dealsWon.value).toBe(3);
  });

  test('who sees only their own is told of those alone', async () => {
    readable('deal', 'own');
    const { figures, provenance, notes } = await asked();
    expect(figures.valueWon.value).toBe(700_050);
    expect(figures.dealsOpen.value).toBe(1);
    expect(provenance.deals).toBe(2);
    expect(notes).toContain('As a rep, you can see only your own deals. Others aren’t counted.');
  });

  test('the rows behind each figure are as many as it counts, and add up to it', async () => {
    const { figures } = await asked();
    for (const key of FIGURE_KEYS) {
      const { figure, page } = await behind({ crm, actor: ben }, await readQuestion({ crm, actor: ben }, ''), {
        key,
        page: 1,
        perPage: 1000,
      });
      expect([key, figure]).toEqual([key, figures[key]]);
      if (figure.unit === 'count') expect([key, page.total]).toEqual([key, figure.value]);
      expect([key, page.records.length]).toEqual([key, page.total]);
      const sum = page.records.reduce((all, record) => all + Number(record['amount'] ?? 0), 0);
      if (key === 'valueOpen' || key === 'valueWon') expect([key, sum]).toEqual([key, figure.value]);
      if (key === 'averageWon') expect(Math.round(sum / page.total)).toBe(figure.value);
      expect(page.records.every(({ deletedAt }) => deletedAt === null)).toBe(true);
    }
    expect(FIGURE_KEYS.filter((key) => sqlOf(key).rows.trim() === '')).toEqual([]);
  });

  test('they come page by page, and a page beyond the last is the last', async () => {
    const at = async (page: number) =>
      (
        await behind({ crm, actor: ben }, await readQuestion({ crm, actor: ben }, ''), {
          key: 'dealsOpen',
          page,
          perPage: 4,
        })
      ).page;
    expect(await at(1)).toMatchObject({ page: 1, pages: 2, total: 6 });
    const [first, last] = [await at(1), await at(9)];
    expect(last).toMatchObject({ page: 2 });
    expect(new Set([...first.records, ...last.records].map(({ id }) => id)).size).toBe(6);
  });
});
