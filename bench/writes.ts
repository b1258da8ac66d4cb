/** What keeping the totals costs: the road's writes with the triggers and the folding, and without, in turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carryOut } from '../src/crm/carry-out.ts';
import { openCrm, type Crm } from '../src/crm/crm.ts';
import { create, edit } from '../src/crm/road.ts';
import { foldTotals } from '../src/crm/totals.ts';
import { theApp, type Actor } from '../src/model/actor.ts';
import { layTotals, liftTotals } from '../src/store/running/lay.ts';
import { median, ms, sorted, timeOf } from './timing.ts';

const ROUNDS = 24;
/** Writes of each kind in a round, about as they come in a day: talks most of all. */
const TALKS = 60;
const NEW_DEALS = 20;
const MOVES = 40;

const ana: Actor = { ...theApp('T0', 'Europe/Berlin'), role: 'admin', employeeId: 1 };
const origin = { source: 'command' } as const;

const someWrites = (crm: Crm, customer: number): (() => Promise<void>) => {
  let n = 0;
  const oneOf = (ids: readonly number[]): number => ids[(n * 7919) % ids.length] ?? 1;
  const deals: number[] = [];
  const write = (work: Parameters<typeof carryOut<object>>[3]): Promise<unknown> => carryOut(crm, ana, origin, work);
  const talk = () => write((road) => create(road, 'interaction', { customer, kind: 'call', what: `Talk ${(n += 1)}` }));
  const deal = () =>
    write(async (road) => {
      const { id } = await create(road, 'deal', { name: `Deal ${(n += 1)}`, customer, amount: '1200' });
      deals.push(id);
      return {};
    });
  const move = () =>
    write((road) => edit(road, 'deal', oneOf(deals), { stage: 1 + ((n += 1) % 4), amount: `${1 + (n % 9000)}` }));
  return async () => {
    for (let i = 0; i < NEW_DEALS; i += 1) await deal();
    for (let i = 0; i < TALKS; i += 1) await talk();
    for (let i = 0; i < MOVES; i += 1) await move();
  };
};

export const benchWrites = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const defaults = { currency: 'EUR', locale: 'de-DE', timeZone: 'Europe/Berlin' };
  const crm = await openCrm({ url: `sqlite:${join(folder, 'crm.db')}`, defaults, defaultRole: 'rep' });
  try {
    const stamps = { created_at: new Date().toISOString(), updated_at: new Date().toISOString() };
    await crm.database.knex('employees').insert({ name: 'Ana', role: 'admin', ...stamps });
    const { id } = await carryOut(crm, ana, origin, (road) => create(road, 'customer', { name: 'Acme' }));
    const writes = someWrites(crm, id);
    await writes();
    const times: Record<'kept' | 'not', number[]> = { kept: [], not: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each goes first as often as the other.
      for (const mode of round % 2 === 0 ? (['kept', 'not'] as const) : (['not', 'kept'] as const)) {
        await crm.database.transaction(mode === 'kept' ? layTotals : liftTotals);
        times[mode].push(
          await timeOf(async () => {
            await writes();
            if (mode === 'kept') await foldTotals(crm);
          }),
        );
      }
    }
    const each = TALKS + NEW_DEALS + MOVES;
    const [kept, not] = [median(sorted(times.kept)) / each, median(sorted(times.not)) / each];
    const pairs = sorted(times.kept.map((time, index) => time / (times.not[index] ?? time)));
    const cost = ((1 - 1 / median(pairs)) * 100).toFixed(1);
    console.log(
      `\nA write down the road (${NEW_DEALS} new deals, ${TALKS} talks, ${MOVES} moves; ${ROUNDS} rounds of each, in turns)`,
    );
    console.log(
      `totals kept and folded ${ms(kept)}   without ${ms(not)}   costs ${cost} % of the rate (median of the rounds, each beside its neighbour)`,
    );
  } finally {
    await crm.database.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
