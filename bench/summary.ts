/** The figures of a summary of a company of a million deals, beside plain SQL scans of the same file in the same run. */
import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runInTransaction, create, edit, remove } from '../src/crm/records/index.ts';
import { openCrm, type Crm } from '../src/crm/context/index.ts';
import { merge } from '../src/crm/duplicates/index.ts';
import {
  askIn,
  type Asked,
  FIGURE_KEYS,
  type FigureKey,
  figuresOf,
  measure,
  scan,
  type Figure,
  readQuestion,
  OVERVIEW,
} from '../src/crm/summary/index.ts';
import { applyPendingTotals, verifyTotals } from '../src/crm/totals/index.ts';
import { undo } from '../src/crm/undo/index.ts';
import { theApp, type Actor } from '../src/model/actor.ts';
import { Problem } from '../src/model/errors.ts';
import { AT, company, type Size } from './company.ts';
import { sorted, median, ms, p99, timeOf } from './timing.ts';

const ROUNDS = 3;
/** Answers before any is measured, as of an app that has run for a while. */
const WARM_UP = 200;
/** Answers from the totals for each scan. */
const ANSWERS = 300;
/** Deals for each random edit. */
const DEALS_TO_AN_EDIT = 100;

const admin: Actor = { ...theApp('T0', 'Europe/Berlin'), role: 'admin', employeeId: 1 };

/** Opens a copy, so that the next run finds the company as it was. */
const openCopy = async (size: Size): Promise<{ crm: Crm; close: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const file = join(folder, 'crm.db');
  copyFileSync(await company(size), file, constants.COPYFILE_FICLONE);
  const defaults = { currency: 'EUR', locale: 'de-DE', timeZone: 'Europe/Berlin' };
  const crm = await openCrm({ url: `sqlite:${file}`, defaults, defaultRole: 'rep', now: () => Date.parse(AT) });
  const close = async (): Promise<void> => {
    await crm.database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { crm, close };
};

const request = async (crm: Crm, words: string): Promise<Asked> => {
  const question = await readQuestion({ crm, actor: admin }, words);
  return askIn(crm.database.db, question, { actor: admin, asOf: crm.now(), currency: crm.settings.currency });
};

const beside = async (crm: Crm, words: string, keys: readonly FigureKey[]): Promise<void> => {
  const asked = await request(crm, words);
  const { db: knex } = crm.database;
  const answer = () => crm.database.snapshot((db) => measure(db, asked, keys));
  for (let n = 0; n < WARM_UP; n += 1) await answer();
  const [ours, scans, cpu]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    scans.push(await timeOf(() => scan(knex, asked, keys)));
    const before = process.cpuUsage();
    for (let n = 0; n < ANSWERS; n += 1) ours.push(await timeOf(answer));
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000 / ANSWERS);
  }
  const [mine, theirs] = [sorted(ours), sorted(scans)];
  const ratio = Math.round(median(theirs) / median(mine)).toLocaleString('en');
  console.log(
    `${(words || 'this month (default)').padEnd(22)} ${String(keys.length).padStart(2)} figures ${ms(median(mine)).padStart(9)} ${ms(p99(mine)).padStart(9)}   of the processor ${ms(median(sorted(cpu)))}   scan ${ms(median(theirs)).padStart(9)}   ${ratio}×`,
  );
};

/** Edits, deletions, merges and undos at random; refusals are part of life. @returns how many changed something */
const liveOn = async (crm: Crm, { deals, interactions, customers }: Size): Promise<number> => {
  let state = 42;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const origin = { source: 'command' } as const;
  const acts: string[] = [];
  const one = async (): Promise<{ act: string }> => {
    const [deal, talk] = [1 + pick(deals), 1 + pick(interactions)];
    const does = pick(12);
    if (does === 0 && acts.length > 0) return undo({ crm, actor: admin, origin }, acts[pick(acts.length)] ?? '');
    if (does === 1) return merge({ crm, actor: admin, origin }, { entity: 'deal', keep: deal, other: 1 + pick(deals) });
    return runInTransaction({ crm, actor: admin, origin }, async (tx) => {
      if (does === 2) await remove(tx, { entity: 'deal', id: deal });
      else if (does === 3) await remove(tx, { entity: 'interaction', id: talk });
      else if (does === 4) await edit(tx, { entity: 'interaction', id: talk }, { kind: 'note' });
      else if (does === 5) await edit(tx, { entity: 'deal', id: deal }, { owner: 1 + pick(50) });
      else if (does === 6) await edit(tx, { entity: 'customer', id: 1 + pick(customers) }, { owner: 1 + pick(50) });
      else if (does === 10) await edit(tx, { entity: 'deal', id: deal }, { closeOn: `2026-12-${10 + pick(20)}` });
      else if (does === 11)
        await create(tx, 'interaction', { customer: 1 + pick(customers), kind: 'call', what: 'They talked.' });
      else await edit(tx, { entity: 'deal', id: deal }, { stage: 1 + pick(5), amount: String(1 + pick(90_000)) });
      return {};
    });
  };
  for (let n = 0; n < deals / DEALS_TO_AN_EDIT; n += 1) {
    try {
      acts.push((await one()).act);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    if (n % 500 === 0) await applyPendingTotals(crm);
  }
  return acts.length;
};

const rounded = (figures: Readonly<Record<string, Figure>>): unknown =>
  Object.values(figures).map(({ key, value, before }) => [key, value?.toFixed(6), before?.toFixed(6)]);

/** Are all figures what a scan gives, to the cent? */
const isEqual = async (crm: Crm): Promise<boolean> => {
  const asked = await request(crm, '');
  const { db: knex } = crm.database;
  return isDeepStrictEqual(
    rounded(await measure(knex, asked)),
    rounded(figuresOf(await scan(knex, asked, FIGURE_KEYS), asked)),
  );
};

export const benchSummary = async (size: Size): Promise<void> => {
  const { crm, close } = await openCopy(size);
  try {
    const of = `${size.deals.toLocaleString('en')} deals and ${size.interactions.toLocaleString('en')} interactions`;
    console.log(
      `\nFigures of a summary of ${of} (median, p99 of ${ROUNDS * ANSWERS}), beside a scan of the same file (median of ${ROUNDS})`,
    );
    for (const words of ['', 'this year']) await beside(crm, words, OVERVIEW);
    await beside(crm, 'this month', FIGURE_KEYS);
    const changed = await liveOn(crm, size);
    const equal = await isEqual(crm);
    const wrong = (await verifyTotals(crm)).length;
    // As the app does every second.
    await applyPendingTotals(crm);
    console.log(
      `after ${(size.deals / DEALS_TO_AN_EDIT).toLocaleString('en')} random edits, deletions, merges and undos (${changed.toLocaleString('en')} changed something): ${equal ? 'equal to the scan' : 'NOT EQUAL'}, ${wrong} wrong totals`,
    );
    await beside(crm, '', OVERVIEW);
  } finally {
    await close();
  }
};
