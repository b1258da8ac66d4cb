/** Find and typeahead over 200,000 customers in a SQLite file, beside plain LIKE over the same file in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find } from '../src/crm/search/index.ts';
import { openCrm, type Crm } from '../src/crm/context/index.ts';
import { theApp } from '../src/model/actor.ts';
import { entityOf } from '../src/model/registry.ts';
import { searchText } from '../src/model/text/search-text.ts';
import { inTurns, median, ms, p99 } from './timing.ts';

const CUSTOMERS = 200_000;
const ROUNDS = 15;
const AT = '2026-11-16T14:00:00.000Z';

const SYLLABLES = 'ka lo mi ter van sol ber gen rix tan dor vel mar qui zen pol'.split(' ');
const TRADES = 'Logistics Software Steel Foods Pharma Energy Media Textiles'.split(' ');

/** The same made-up firm for the same number. */
const firm = (n: number): Record<string, string> => {
  const syllable = (by: number): string => SYLLABLES[Math.floor(n / by) % SYLLABLES.length] ?? '';
  const name = `${syllable(1)}${syllable(16)}${syllable(256)}${syllable(4096)} ${TRADES[n % 8]} ${n}`;
  const phone = `+4930${String(1_000_000 + n)}`;
  return {
    name: name.charAt(0).toUpperCase() + name.slice(1),
    industry: TRADES[n % 8] ?? '',
    phone,
    notes: 'Met at the fair.',
  };
};

const fill = async (crm: Crm): Promise<void> => {
  const { db: knex } = crm.database;
  const stamps = { created_at: AT, updated_at: AT };
  await knex('employees').insert({ name: 'Ana', role: 'rep', ...stamps });
  await crm.database.transaction(async (trx) => {
    for (let from = 0; from < CUSTOMERS; from += 400) {
      const rows = Array.from({ length: 400 }, (_, n) => firm(from + n)).map((values) => ({
        ...values,
        status: 'active',
        owner_id: 1,
        search_text: searchText(entityOf('customer'), values),
        ...stamps,
      }));
      await trx('customers').insert(rows);
    }
  });
};

const like = (crm: Crm, words: string): Promise<unknown[]> => {
  const query = crm.database.db('customers').whereNull('deleted_at');
  for (const word of words.split(' ')) void query.whereLike('search_text', `%${word}%`);
  return query.orderBy('updated_at', 'desc').limit(20);
};

const ASKED: Readonly<Record<string, string>> = {
  'typeahead, one letter': 'k',
  'typeahead, common start': 'kalo',
  'typeahead, rare start': 'zenzen',
  'a word of the name': 'logistics',
  'two words': 'soft 4242',
  'a word of 200,000 notes': 'fair',
  'part of a word': 'istics 777',
  'phone number': '030 1123456',
  'a slip of the pen': 'zenzenpolpok',
  'nothing like it': 'qwertz nothing',
};

export const benchSearch = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'customerhub-bench-'));
  const defaults = { currency: 'EUR', locale: 'de-DE', timeZone: 'Europe/Berlin' };
  const crm = await openCrm({ url: `sqlite:${join(folder, 'crm.db')}`, defaults, defaultRole: 'rep' });
  try {
    await fill(crm);
    const actor = { ...theApp('T0', 'UTC'), employeeId: 1 };
    console.log(
      `\nFind among ${CUSTOMERS.toLocaleString('en')} customers, beside LIKE over the same file (median, p99 of ${ROUNDS})`,
    );
    for (const [what, words] of Object.entries(ASKED)) {
      const ours = (): Promise<unknown> => find({ crm, actor }, words, { only: ['customer'] });
      const [mine = [], theirs = []] = await inTurns(ROUNDS, ours, () => like(crm, words));
      const ratio = (median(theirs) / median(mine)).toFixed(1);
      console.log(
        `${what.padEnd(26)} ${ms(median(mine)).padStart(8)} ${ms(p99(mine)).padStart(8)}   LIKE ${ms(median(theirs)).padStart(8)}   ${ratio}×`,
      );
    }
  } finally {
    await crm.database.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
