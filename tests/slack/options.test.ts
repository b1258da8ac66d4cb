/** What a command is told and does not take is said, instead of becoming part of a name or a note. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/slack/commands/table.ts';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ruth: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ruth } = hub);
  const { id: customer } = await given(hub, ruth, 'customer', { name: 'Acme' });
  await given(hub, ruth, 'deal', { name: 'Dock', customer, amount: '60k' });
});
afterEach(() => ruth.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

const types = async (line: string): Promise<string> => {
  await ruth.slash(`/crm ${line}`, { in: 'sales' });
  await until(() => ruth.sees() !== '');
  return ruth.sees();
};
const records = async (): Promise<unknown[]> => {
  const { db: knex } = hub.crm.database;
  return Promise.all(
    ['customers', 'deals', 'interactions', 'follow_ups', 'rooms'].map((table) => knex(table).select('*')),
  );
};

const PRESENT = COMMANDS.filter(
  ({ usage, past, words }) => usage !== undefined && past === undefined && words !== 'own' && words !== 'filter',
);

describe('as-of: is told by every command that cannot look back, and nothing is done', () => {
  test.each(PRESENT.flatMap(({ name, also = [] }) => [name, ...also]))('/crm %s D-1 as-of:2026-09-30', async (name) => {
    const before = await records();
    const seen = await types(`${name} D-1 as-of:2026-09-30`);
    expect(seen).toMatch(
      /^:warning: \/crm \w+ doesn’t take “as-of:2026-09-30”\. It can’t show or change an earlier day\./,
    );
    expect(seen).toContain('/crm summary');
    expect(await records()).toEqual(before);
  });

  test.each([
    ['edit Acme as-of:yesterday', 'Use /crm show Acme as-of:yesterday.'],
    ['edit as-of:"last month" Acme', 'Use /crm show Acme as-of:"last month".'],
    ['won D-1 asof:2026-09-30', 'Use /crm show D-1 as-of:2026-09-30.'],
    ['log D-1 they agreed as-of:2026-09-30', 'Put it in quotes to keep it as text.'],
    ['next D-1 friday call as-of:last-week', 'Put it in quotes to keep it as text.'],
    ['audit as-of:2026-09-30', 'Use by:@person'],
    ['subscribe won as-of:2026-09-30', 'as-of'],
  ])('/crm %s says what works', async (line, says) => expect(await types(line)).toContain(says));
});

describe('so is every other option, where it is hardly meant as text', () => {
  test.each([
    ['show D-1 by:owner', 'by:owner', 'by: works with /crm summary and /crm audit.'],
    ['edit Acme to:me', 'to:me', 'to: works with /crm summary, /crm subscribe, '],
    ['todo owner:ben', 'owner:ben', 'Filters work with /crm list and /crm export.'],
    ['todo every:monday', 'every:monday', 'every: works with /crm summary.'],
    ['stage D-1 proposal since:monday', 'since:monday', 'since: works with /crm summary and /crm audit.'],
    ['history D-1 amount>1k', 'amount>1k', 'Filters work with'],
    ['log Acme every:monday 9:00', 'every:monday', 'every: works with /crm summary.'],
    ['log they agreed to:me', 'to:me', 'Put it in quotes to keep it as text.'],
    ['list deals every:monday', 'every:monday', 'every: works with /crm summary.'],
    ['list deals to:me', 'to:me', 'to: works with /crm summary, /crm subscribe, '],
    ['export deals by:owner', 'by:owner', 'by: works with /crm summary and /crm audit.'],
  ])('/crm %s', async (line, typed, works) => {
    const seen = await types(line);
    expect(seen).toContain(`doesn’t take “${typed}”.`);
    expect(seen).toContain(works);
  });

  test('a kind of records that has a field of that name is filtered by it', async () => {
    expect(await types('list interactions by:me')).toContain('No interactions match: logged by is Ruth Adler.');
  });
});

describe('text stays text', () => {
  test.each([
    'call re: offer',
    'they asked: by:phone or by:mail?',
    'to: Ana, about the dock',
    'owner:unclear, stage:late',
    'see https://acme.example/a:b at 14:30',
    '"as-of:2026-09-30" is what they wrote',
    'every: single one',
  ])('/crm log %s', async (text) => {
    expect(await types(`log ${text}`)).toContain(text);
  });

  test.each(['add customer Re:think', 'add deal Phase: by:sea', 'find by:phone', 'next D-1 friday call by:phone'])(
    '/crm %s',
    async (line) => expect(await types(line)).not.toContain('doesn’t take'),
  );
});
