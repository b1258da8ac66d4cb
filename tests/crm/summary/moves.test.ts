import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fillMoves } from '../../../migrations/011_reports.ts';
import { runInTransaction } from '../../../src/crm/records/run-in-transaction.ts';
import { erase } from '../../../src/crm/erasure/erase.ts';
import { resolve } from '../../../src/crm/search/index.ts';
import { merge } from '../../../src/crm/duplicates/merge.ts';
import { create, edit, remove, type Input } from '../../../src/crm/records/mutations.ts';
import { removeStage } from '../../../src/crm/pipeline/stages.ts';
import { readQuestion } from '../../../src/crm/summary/question.ts';
import { summarize } from '../../../src/crm/summary/summary.ts';
import { undo } from '../../../src/crm/undo/undo.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { aColleague, aCrm, byCommand, type TestCrm } from '../../support/crm.ts';
import { onBothDatabases } from '../../support/databases.ts';

const [LEAD, QUALIFIED, PROPOSAL, NEGOTIATION, WON, LOST] = [1, 2, 3, 4, 5, 6];

onBothDatabases((fresh) => {
  let crm: TestCrm;
  let ruth: Actor;
  let customer: number;

  beforeEach(async () => {
    crm = await aCrm(await fresh());
    ruth = await aColleague(crm, 'Ruth', 'admin');
    customer = (await make('customer', { name: 'Acme' })).id;
  });
  afterEach(() => crm.end());

  const make = async (name: EntityName, input: Input): Promise<AnyRecord> =>
    (
      await runInTransaction({ crm, actor: ruth, origin: byCommand }, async (tx) => ({
        made: await create(tx, name, input),
      }))
    ).made;
  const aDeal = (input: Input = {}) => make('deal', { name: 'Rollout', customer, amount: '100', ...input });
  const change = async (id: number, input: Input): Promise<string> =>
    (await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) => edit(tx, { entity: 'deal', id }, input)))
      .act;
  const goBack = async (act: string): Promise<string> => (await undo({ crm, actor: ruth, origin: byCommand }, act)).act;

  const rows = (table: string): Promise<Record<string, unknown>[]> => crm.database.db(table).orderBy('id');
  const standing = async (deal: number): Promise<unknown[]> =>
    (await rows('stage_moves'))
      .filter((move) => move['deal_id'] === deal && move['taken_back'] === 0)
      .map((move) => [move['from_stage_id'], move['to_stage_id']]);
  const figure = async (key: 'dealsReopened' | 'dealsSlipped') =>
    (await summarize({ crm, actor: ruth }, await readQuestion({ crm, actor: ruth }, ''))).figures[key].value;

  test('a deal’s way is kept from where it was made on', async () => {
    const { id } = await aDeal();
    await change(id, { stage: PROPOSAL });
    await change(id, { amount: '200' });
    await change(id, { stage: WON });
    expect(await standing(id)).toEqual([
      [null, LEAD],
      [LEAD, PROPOSAL],
      [PROPOSAL, WON],
    ]);
  });

  test('won by mistake and undone is not reopened; undoing the undo puts the move back in its place', async () => {
    const { id } = await aDeal();
    const won = await change(id, { stage: WON });
    const back = await goBack(won);
    expect(await standing(id)).toEqual([[null, LEAD]]);
    expect(await figure('dealsReopened')).toBe(0);
    await goBack(back);
    expect(await standing(id)).toEqual([
      [null, LEAD],
      [LEAD, WON],
    ]);
    await change(id, { stage: NEGOTIATION });
    expect(await figure('dealsReopened')).toBe(1);
  });

  test('a deal that went to and fro loses the move that was undone, and no other', async () => {
    const { id } = await aDeal();
    await change(id, { stage: WON });
    await change(id, { stage: LEAD });
    await goBack(await change(id, { stage: WON }));
    await goBack(await change(id, { stage: WON }));
    expect(await standing(id)).toEqual([
      [null, LEAD],
      [LEAD, WON],
      [WON, LEAD],
    ]);
    expect(await figure('dealsReopened')).toBe(1);
  });

  test('an expected close counts as slipped when it was put off, unless that was undone', async () => {
    const { id } = await aDeal({ closeOn: '2026-11-20' });
    const later = await change(id, { closeOn: '2026-12-20' });
    expect(await figure('dealsSlipped')).toBe(1);
    await goBack(later);
    expect(await figure('dealsSlipped')).toBe(0);
    await change(id, { closeOn: '2026-11-18' });
    await change(id, { closeOn: null });
    await change(id, { closeOn: '2027-01-01' });
    expect(await figure('dealsSlipped')).toBe(0);
  });

  test('deals that are deleted or merged away count nowhere', async () => {
    const [one, other, kept] = [await aDeal(), await aDeal({ name: 'Twin' }), await aDeal({ name: 'Stays' })];
    for (const { id } of [one, other]) {
      await change(id, { stage: LOST, lostReason: 'Price' });
      await change(id, { stage: LEAD });
    }
    expect(await figure('dealsReopened')).toBe(2);
    const { act } = await runInTransaction({ crm, actor: ruth, origin: byCommand }, (tx) =>
      remove(tx, { entity: 'deal', id: one.id }),
    );
    expect(await figure('dealsReopened')).toBe(1);
    const merged = await merge(
      { crm, actor: ruth, origin: byCommand },
      { entity: 'deal', keep: kept.id, other: other.id },
    );
    expect(await figure('dealsReopened')).toBe(0);
    await goBack(merged.act);
    await goBack(act);
    expect(await figure('dealsReopened')).toBe(2);
  });

  test('a stage that is removed hands its deals on, and back', async () => {
    const { id } = await aDeal({ stage: QUALIFIED });
    const { act } = await removeStage({ crm, actor: ruth, origin: byCommand }, QUALIFIED, PROPOSAL);
    expect(await standing(id)).toEqual([
      [null, QUALIFIED],
      [QUALIFIED, PROPOSAL],
    ]);
    await goBack(act);
    expect(await standing(id)).toEqual([[null, QUALIFIED]]);
  });

  test('they are what the trail gives when it is read anew, also after a person was erased', async () => {
    const contact = await make('contact', { name: 'Eva Klein', customer });
    const { id } = await aDeal({ contact: contact.id, closeOn: '2026-11-20', notes: 'Eva Klein decides.' });
    const won = await change(id, { stage: WON, closeOn: '2026-12-01' });
    await goBack(await goBack(won));
    await goBack(await change(id, { closeOn: '2026-12-24' }));
    await change(id, { stage: NEGOTIATION });
    const [stages, closes] = [await rows('stage_moves'), await rows('close_moves')];
    await erase(
      { crm, actor: ruth, origin: byCommand },
      await resolve({ crm, actor: ruth }, `P-${contact.id}`, ['contact']),
    );
    expect(await rows('stage_moves')).toEqual(stages);
    for (const table of ['stage_moves', 'close_moves']) await crm.database.db(table).delete();
    await fillMoves(crm.database.db);
    expect(await rows('stage_moves')).toEqual(stages);
    expect(await rows('close_moves')).toEqual(closes);
    expect(stages.map((move) => move['taken_back'])).toEqual([0, 0, 0]);
  });
});
