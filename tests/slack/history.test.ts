import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runInTransaction } from '../../src/crm/records/run-in-transaction.ts';
import { edit, remove, type Input } from '../../src/crm/records/mutations.ts';
import { refOf } from '../../src/model/entity.ts';
import type { AnyRecord } from '../../src/model/record.ts';
import { entityOf, RECORDS } from '../../src/model/registry.ts';
import { actorFor, audit, given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import { Notice, type Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let ben: Person;
let acme: AnyRecord;

const stageId = async (name: string): Promise<number> =>
  (await hub.crm.database.db('stages').where({ name }).first<{ id: number }>())!.id;

/** A deal of Ana's that went from Lead to Proposal to Won, a day in each. */
const aDeal = async (name: string): Promise<AnyRecord> => {
  hub.crm.at('2026-11-10T10:00:00Z');
  const deal = await given(hub, ana, 'deal', { name, customer: acme.id, amount: '12k' });
  hub.crm.at('2026-11-13T10:00:00Z');
  await change(ana, deal, { stage: await stageId('Proposal') });
  hub.crm.at('2026-11-16T14:00:00Z');
  return deal;
};

const change = async (who: Person, deal: AnyRecord, input: Input): Promise<void> => {
  const actor = await actorFor(hub, who);
  await runInTransaction({ crm: hub.crm, actor, origin: { source: 'button' } }, async (tx) => ({
    record: await edit(tx, { entity: 'deal', id: deal.id }, input),
  }));
};

const dealNow = (deal: AnyRecord): Promise<Record<string, unknown>> =>
  hub.crm.database.db('deals').where({ id: deal.id }).first();

beforeAll(async () => {
  hub = await openHub();
  ({ ana, ben } = hub);
  acme = await given(hub, ana, 'customer', { name: 'Acme Logistics' });
});
beforeEach(() => hub.crm.at('2026-11-16T14:00:00Z'));
afterAll(() => hub.end());

describe('/crm history', () => {
  test('tells who did what, newest first, with when and whence', async () => {
    const deal = await aDeal('Rollout');
    await change(ana, deal, { stage: await stageId('Won') });
    await ana.slash(`/crm history ${refOf(entityOf('deal'), deal.id)}`);
    const seen = ana.sees();
    expect(seen).toMatch(
      /Ana Kovačević moved Rollout · D-1 from Proposal to Won · .*, from a button\n• set Closed on to today/,
    );
    expect(seen).toContain('Ana Kovačević moved Rollout · D-1 from Lead to Proposal');
    expect(seen).toMatch(/Ana Kovačević created Rollout · D-1 · .*\nStage Lead · Customer Acme Logistics/);
    expect(seen.indexOf('to Won')).toBeLessThan(seen.indexOf('to Proposal'));
    expect(seen.indexOf('to Proposal')).toBeLessThan(seen.indexOf('created'));
    expect(seen).toContain('3 changes, newest first');
    expect(await audit(hub)).toMatchObject([{ verb: 'history', entity: 'deal', record_id: deal.id }]);
  });

  test('gives times that Slack writes in the zone of whoever reads them', async () => {
    const deal = await aDeal('Times');
    await ana.slash(`/crm history times`);
    const seconds = Date.parse('2026-11-13T10:00:00Z') / 1000;
    expect(JSON.stringify(ana.messages('sales').at(-1)?.blocks)).toContain(
      `<!date^${seconds}^{date_short_pretty} {time}|`,
    );
    expect(deal.id).toBeGreaterThan(0);
  });

  test.each(RECORDS)('works for a %s', async (name) => {
    const employee = { name: 'Zoe' };
    const input = {
      customer: { name: 'Globex' },
      contact: { name: 'Iris', customer: acme.id },
      deal: { name: 'Pilot', customer: acme.id },
      interaction: { what: 'They called.', customer: acme.id },
      employee,
    }[name as 'customer'] as Input;
    const record = await given(hub, name === 'employee' ? hub.ruth : ana, name, input);
    await ana.slash(`/crm history ${refOf(entityOf(name), record.id)}`);
    expect(ana.sees()).toContain('created');
    expect(ana.sees()).toContain('1 change, newest first');
  });

  test('is behind a button of the card', async () => {
    await aDeal('Card');
    await ana.slash('/crm show card');
    await ana.click('History');
    await until(() => ana.sees().includes('2 changes, newest first'));
  });

  test('goes page by page through many changes', async () => {
    const deal = await aDeal('Pages');
    for (let n = 1; n <= 12; n += 1) await change(ana, deal, { amount: n * 100 });
    await ana.slash('/crm history pages');
    expect(ana.sees()).toContain('from €11 to €12');
    expect(ana.sees()).not.toContain('created');
    await ana.click('Older ▶');
    await until(() => ana.sees().includes('Page 2 of 2'));
    expect(ana.sees()).toContain('created');
    await ana.click('◀ Newer');
    await until(() => ana.sees().includes('Page 1 of 2'));
  });

  test('finds no record that never was', async () => {
    await ana.slash('/crm history D-9999');
    expect(ana.sees()).toContain('D-9999 wasn’t found. Search with /crm find.');
  });

  test('says how a change was undone', async () => {
    const deal = await aDeal('Undone');
    await change(ana, deal, { amount: '20k' });
    await ana.slash('/crm undo');
    await ana.slash('/crm history undone');
    expect(ana.sees()).toMatch(/changed Undone · D-\d+: changed Amount from €20,000 to €12,000 · .*, by undo/);
  });
});

describe('putting back', () => {
  test('gives one field its earlier value, and leaves the others', async () => {
    const deal = await aDeal('Single');
    await change(ana, deal, { amount: '15k' });
    await change(ana, deal, { closeOn: '2026-12-24' });
    await ana.slash('/crm history single');
    // The newest entry, the closing day, has its button above that of the amount.
    await ana.click('Revert');
    await until(() => ana.sees().includes('Expected close of Single reverted to empty.'));
    expect(await dealNow(deal)).toMatchObject({ close_on: null, amount: 1_500_000 });
    await ana.click('Undo');
    await until(async () => (await dealNow(deal))['close_on'] === '2026-12-24');
  });

  test('offers each field of a change of several', async () => {
    const deal = await aDeal('Several');
    await change(ana, deal, { amount: '15k', closeOn: '2026-12-24', notes: 'Hello' });
    await ana.slash('/crm history several');
    await ana.click('Revert fields');
    await until(() => ana.sees().includes('Amount\nAmount from €12,000 to €15,000\nRevert'));
    await ana.click('Revert');
    await until(() => ana.sees().includes('Amount of Several reverted to €12,000.'));
    expect(await dealNow(deal)).toMatchObject({ amount: 1_200_000, close_on: '2026-12-24', notes: 'Hello' });
  });

  test('is not offered to a rep on a record of somebody else, and refused if they try', async () => {
    const deal = await aDeal('Not yours');
    await change(ana, deal, { amount: '15k' });
    await ben.slash('/crm history not yours');
    await expect(Promise.resolve().then(() => ben.sees())).resolves.not.toContain('Revert');
    const [entry] = await hub.crm.database.db('audit_log').where({ verb: 'update' }).orderBy('id', 'desc').limit(1);
    const { runCommand } = await import('../../src/slack/commands/table.ts');
    const request = {
      crm: hub.crm,
      slack: { crm: hub.crm },
      actor: await actorFor(hub, ben),
      origin: { source: 'button' },
      channel: null,
    };
    await expect(runCommand(request as never, 'putback', `${entry.id} amount`)).rejects.toThrow('only your own deals');
    expect(await dealNow(deal)).toMatchObject({ amount: 1_500_000 });
    expect(await audit(hub)).toMatchObject([{ verb: 'refused', slack_user_id: ben.id }]);
  });

  test('is refused with the reason when the rules forbid it', async () => {
    const deal = await aDeal('Lost once');
    await change(ana, deal, { stage: await stageId('Lost'), lostReason: 'Too expensive' });
    await change(ana, deal, { stage: await stageId('Proposal') });
    await ana.slash('/crm history lost once');
    await ana.click('Revert fields');
    await until(() => ana.sees().includes('Stage from Lost to Proposal'));
    await ana.click('Revert');
    await until(() => ana.sees().includes('Stage can’t be reverted: Enter why the deal was lost.'));
  });

  test('is no way past the command line', async () => {
    await ana.slash('/crm putback 1 name').catch((error: unknown) => expect(error).not.toBeInstanceOf(Notice));
    expect(ana.sees()).toContain('/crm putback isn’t a command');
  });
});

describe('a deleted record', () => {
  test('still has its history, with Restore for those who may', async () => {
    const deal = await aDeal('Gone');
    const actor = await actorFor(hub, ana);
    await runInTransaction({ crm: hub.crm, actor, origin: { source: 'button' } }, async (tx) => ({
      gone: await remove(tx, { entity: 'deal', id: deal.id }),
    }));
    const ref = refOf(entityOf('deal'), deal.id);
    await ben.slash(`/crm history ${ref}`);
    expect(ben.sees()).toContain('· deleted');
    expect(ben.sees()).not.toContain('Restore');
    await ana.slash(`/crm history ${ref}`);
    expect(ana.sees()).toContain('Ana Kovačević deleted Gone');
    await ana.click('Restore');
    await until(() => ana.sees().includes('Restored'));
    expect(await dealNow(deal)).toMatchObject({ deleted_at: null });
  });
});

describe('a deal’s card', () => {
  test('shows its stages with the days in each', async () => {
    const deal = await aDeal('Journey');
    await ana.slash('/crm show journey');
    expect(ana.sees()).toContain('Stages\nLead 3 days → Proposal 3 days so far');
    await change(ana, deal, { stage: await stageId('Won') });
    await ana.slash('/crm show journey');
    expect(ana.sees()).toContain('Lead 3 days → Proposal 3 days → Won since today');
  });
});
