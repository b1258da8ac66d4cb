/** What keeping the totals costs: the road's writes with the triggers and the folding, and without, in turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInTransaction, create, edit } from '../src/crm/records/index.ts';
import { openCrm, type Crm } from '../src/crm/context/index.ts';
import { applyPendingTotals } from '../src/crm/totals/index.ts';
import { theApp, type Actor } from '../src/model/actor.ts';
import { liftTotals } from '../src/store/totals/create-triggers.ts';
import { median, ms, sorted, timeOf } from './timing.ts';

const ROUNDS = 60;
const WARM_UP = 4;
/** Writes of each kind in a round, about as they come in a day: talks most of all. Few, so that both sides see the same machine. */
const TALKS = 25;
const NEW_DEALS = 8;
const MOVES = 17;

const ana: Actor = { ...theApp('T0', 'Europe/Berlin'), role: 'admin', employeeId: 1 };
const origin = { source: 'command' } as const;

const someWrites = (crm: Crm, customer: number): (() => Promise<void>) => {
  let n = 0;
  const oneOf = (ids: readonly number[]): number => ids[(n * 7919) % ids.length] ?? 1;
  const deals: number[] = [];
  const write = (work: Parameters<typeof runInTransaction<object>>[1]): Promise<unknown> =>
    runInTransaction({ crm, actor: ana, origin }, work);
  const talk = () => write((tx) => create(tx, 'interaction', { customer, kind: 'call', what: `Talk ${(n += 1)}` }));
  const deal = () =>
    write(async (tx) => {
      const { id } = await create(tx, 'deal', { name: `Deal ${(n += 1)}`, customer, amount: '1200' });
      deals.push(id);
      return {};
    });
  const move = () =>
    write((tx) =>
      edit(tx, { entity: 'deal', id: oneOf(deals) }, { stage: 1 + ((n += 1) % 4), amount: `${1 + (n % 9000)}` }),
    );
  return async () => {
    for (let i = 0; i < NEW_DEALS; i += 1) await deal();
    for (let i = 0; i < TALKS; i += 1) await talk();
    for (let i = 0; i < MOVES; i += 1) await move();
  };
};

/** A file of its own, with the totals kept or not: the same writes go to both. */
const openSide = async (folder: string, name: string, kept: boolean) => {
  const defaults = { currency: 'EUR', locale: 'de-DE', timeZone: 'Europe/Berlin' };
  const crm = await openCrm({ url: `sqlite:${join(folder, `${name}.db`)}`, defaults, defaultRole: 'rep' });
  const stamps = { created_at: new Date().toISOString(), updated_at: new Date().toISOString() };
  await crm.database.db('employees').insert({ name: 'Ana', role: 'admin', ...stamps });
  const { id } = await runInTransaction({ crm, actor: ana, origin }, (tx) => create(tx, 'customer', { name: 'Acme' }));
  if (!kept) await crm.database.transaction(liftTotals);
  const writes = someWrites(crm, id);
  const round = async (): Promise<void> => {
    await writes();
    if (kept) await applyPendingTotals(crm);
  };
  return { round, close: () => crm.database.close() };
};

const costOf = (kept: number, not: number): string => `${((1 - not / kept) * 100).toFixed(1)} %`;
const sumOf = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0);

export const benchWrites = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const [kept, not] = [await openSide(folder, 'kept', true), await openSide(folder, 'not', false)];
  try {
    const times: [number[], number[]] = [[], []];
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      // Each goes first as often as the other.
      const first = Math.abs(round % 2);
      for (const side of [first, 1 - first] as const) {
        const time = await timeOf((side === 0 ? kept : not).round);
        if (round >= 0) times[side === 0 ? 0 : 1].push(time);
      }
    }
    const [ours, theirs] = times;
    const each = TALKS + NEW_DEALS + MOVES;
    const pairs = sorted(ours.map((time, index) => time / (theirs[index] ?? time)));
    const [mine, others] = [median(sorted(ours)), median(sorted(theirs))];
    console.log(
      `\nA write down the road (${ROUNDS} rounds of ${NEW_DEALS} new deals, ${TALKS} talks and ${MOVES} moves on each of two files, in turns)`,
    );
    console.log(`totals kept and folded ${ms(mine / each)}   without ${ms(others / each)}   (medians)`);
    console.log(
      `costs of the rate: ${costOf(median(pairs), 1)} as the median of pairs, ${costOf(mine, others)} by the medians, ${costOf(sumOf(ours), sumOf(theirs))} of all the time`,
    );
  } finally {
    await kept.close();
    await not.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
