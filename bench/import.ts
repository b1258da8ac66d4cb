/** How long a file of 10,000 customers takes, from its first byte to its Undo; and how long others wait meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openCrm } from '../src/crm/context/index.ts';
import { carryImport, checkImport, takeFile } from '../src/crm/import/index.ts';
import { enter } from '../src/crm/team/index.ts';
import { undo } from '../src/crm/undo/index.ts';
import { entityOf } from '../src/model/registry.ts';
import { ms } from './timing.ts';

const ROWS = 10_000;
const line = (n: number): string =>
  `"Firm ${n} Works GmbH",Software,https://firm${n}.example,info@firm${n}.example,+49 30 ${1_000_000 + n},Germany,"Met at the fair, ${n}"`;

/** The longest time for which nothing else got its turn. */
const watchGaps = (): { longest: () => number } => {
  let [longest, last] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 2);
  return { longest: () => (clearInterval(timer), longest) };
};

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const gaps = watchGaps();
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const took = performance.now() - start;
  console.log(`${what}: ${ms(took)} (${ms((user + system) / 1000)} of CPU), others wait ${ms(gaps.longest())} at most`);
  return result;
};

export const benchImport = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const url = process.env['BENCH_DATABASE_URL'] ?? `sqlite:${join(folder, 'crm.db')}`;
  const defaults = { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin' };
  const crm = await openCrm({ url, defaults, defaultRole: 'rep' });
  const identity = { userId: 'U0BENCH', teamId: 'T0BENCH', name: 'Bench', email: null, timeZone: 'Europe/Berlin' };
  const admin = await enter(crm, { ...identity, isAdmin: true, outsider: null });
  const origin = { source: 'form' } as const;
  const bytes = Buffer.from(
    `Name,Industry,Website,Email,Phone,Country,Notes\n${Array.from({ length: ROWS }, (_, n) => line(n)).join('\n')}`,
  );
  console.log(`import of ${ROWS.toLocaleString('en')} customers on ${crm.database.kind}`);
  const given = { entity: entityOf('customer'), file: 'firms.csv', bytes };
  const { id, act } = await timed('  read', () => takeFile({ crm, actor: admin, origin }, given));
  await timed('  dry run', () => checkImport({ crm, actor: admin, origin }, id));
  const { tally } = await timed('  import', () => carryImport({ crm, actor: admin, origin }, id));
  if (tally.created !== ROWS) throw new Error(`only ${tally.created} were created`);
  await timed('  undo', () => undo({ crm, actor: admin, origin }, act));
  await crm.database.close();
  rmSync(folder, { recursive: true, force: true });
};
