import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  channelsToAsk,
  countDoubts,
  doubtHeadcount,
  doubtHeadcounts,
  hideFromOutsiders,
  knownHeadcount,
  noteHeadcount,
} from '../../src/crm/notifications/channels/channels.ts';
import { aCrm, NOW, TEAM, type TestCrm } from '../support/crm.ts';
import { onBothDatabases } from '../support/databases.ts';

const KEY = { team: TEAM, channel: 'C0DEALS' };
const INSIDE = { guests: 0, externals: 0, shared: false };
const GUEST = { ...INSIDE, guests: 1 };

onBothDatabases((fresh) => {
  let crm: TestCrm;
  beforeEach(async () => {
    crm = await aCrm(await fresh());
  });
  afterEach(() => crm.end());

  const note = async (count: typeof INSIDE): Promise<boolean> =>
    noteHeadcount(crm, KEY, count, await countDoubts(crm, KEY));
  const refreshes = async (): Promise<number> =>
    (await crm.database.db('outbox').where({ op: 'refresh' }).select('id')).length;
  /** A card stands there, and what was asked for it is done. */
  const aCard = async (): Promise<void> => {
    const { db: knex } = crm.database;
    await knex('outbox').delete();
    await knex('cards').delete();
    const place = { ...KEY, posted_in: KEY.channel, ts: '1.1', style: 'full', created_at: '2026-11-16' };
    await knex('cards').insert({ ...place, entity: 'deal', record_id: 1 });
  };

  test('an answer that was under way does not end a doubt that came after the question', async () => {
    for (const first of [true, false]) {
      const doubts = await countDoubts(crm, KEY);
      await doubtHeadcount(crm, KEY);
      expect(await noteHeadcount(crm, KEY, INSIDE, doubts)).toBe(false);
      expect((await knownHeadcount(crm, KEY))?.askedAt).toBe('');
      expect(await note(first ? GUEST : INSIDE)).toBe(true);
      expect(await knownHeadcount(crm, KEY)).toMatchObject({ guests: first ? 1 : 0, hides: first });
    }
    const doubts = await countDoubts(crm, KEY);
    await doubtHeadcounts(crm, TEAM, ['C0OTHER']);
    expect(await noteHeadcount(crm, KEY, INSIDE, doubts)).toBe(true);
    await doubtHeadcounts(crm, TEAM, null);
    expect(await noteHeadcount(crm, KEY, INSIDE, doubts)).toBe(false);
  });

  test('cards are drawn anew whenever what they were drawn for differs, and only then', async () => {
    const drawnAnew = async (change: () => Promise<unknown>): Promise<boolean> => {
      await aCard();
      await change();
      return (await refreshes()) > 0;
    };
    // An older version may have hidden them.
    expect(await drawnAnew(() => note(INSIDE))).toBe(true);
    expect(await drawnAnew(() => note(INSIDE))).toBe(false);
    expect(await drawnAnew(() => hideFromOutsiders(crm, KEY))).toBe(true);
    expect(await drawnAnew(() => hideFromOutsiders(crm, KEY))).toBe(false);
    expect(await drawnAnew(() => note(GUEST))).toBe(false);
    expect(await drawnAnew(() => note(INSIDE))).toBe(true);
    expect(await drawnAnew(() => note(GUEST))).toBe(true);
  });

  test('channels with cards are asked about again: those in doubt at once, the others after a while', async () => {
    await note(INSIDE);
    expect(await channelsToAsk(crm, TEAM, NOW)).toEqual([]);
    await aCard();
    expect(await channelsToAsk(crm, TEAM, NOW)).toEqual([]);
    expect(await channelsToAsk(crm, TEAM, NOW + 1)).toEqual([KEY.channel]);
    await doubtHeadcount(crm, KEY);
    expect(await channelsToAsk(crm, TEAM, NOW)).toEqual([KEY.channel]);
    await crm.database.db('cards').update({ gone_at: '2026-11-16' });
    expect(await channelsToAsk(crm, TEAM, NOW)).toEqual([]);
  });
});
