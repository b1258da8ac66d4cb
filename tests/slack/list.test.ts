import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana, ben } = hub);
  const acme = await given(hub, ana, 'customer', { name: 'Acme', industry: 'Software', country: 'New Zealand' });
  const globex = await given(hub, ben, 'customer', { name: 'Globex', industry: 'Steel' });
  for (let n = 1; n <= 40; n += 1) {
    const name = `Deal ${String(n).padStart(2, '0')}`;
    await given(hub, n % 2 ? ana : ben, 'deal', { name, customer: n > 20 ? acme.id : globex.id, amount: `${n}k` });
  }
  await hub.crm.database.db('deals').where('amount', '>', 3_500_000).update({ currency: 'USD' });
});
afterAll(() => hub.end());

/** Types the command and gives what is answered. */
const list = async (who: Person, words: string): Promise<string> => {
  const before = who.reads('sales').length;
  await who.slash(`/crm list ${words}`);
  await until(() => who.reads('sales').length > before);
  return who.sees();
};
const rowsOf = (text: string): string[] => text.split('\n').filter((line) => /^D-\d+ \| /.test(line));
const namesIn = (text: string): string[] => rowsOf(text).map((row) => row.split(' | ')[1]!);
/** The types of the blocks of what was answered last. */
const blocks = (who: Person): string[] =>
  who
    .messages('sales')
    .at(-1)!
    .blocks.map((block) => String(block['type']));

describe('a list', () => {
  test('is a table with its totals', async () => {
    const shown = await list(ana, 'deals sort:-amount');
    expect(blocks(ana)).toContain('data_table');
    expect(shown).toContain('40 deals · €630,000, weighted €63,000 · US$190,000, weighted US$19,000');
    expect(namesIn(shown).slice(0, 2)).toEqual(['Deal 40', 'Deal 39']);
    expect(rowsOf(shown)).toHaveLength(15);
    expect(rowsOf(shown)[0]).toBe('D-40 | Deal 40 | Acme | Lead | US$40,000 | – | Ben Okafor');
  });

  test('has its first and last page at hand', async () => {
    await list(ana, 'deals sort:name');
    await ana.click('Last ⏭');
    await until(() => ana.sees().includes('Page 3 of 3'));
    expect(namesIn(ana.sees())).toHaveLength(10);
    await ana.click('⏮ First');
    await until(() => ana.sees().includes('Page 1 of 3'));
  });

  test('is leafed through to the last page and back', async () => {
    const first = await list(ana, 'deals owner:me sort:amount');
    expect(first).toContain('20 deals');
    await ana.click('Next ▶');
    await until(() => ana.sees().includes('Page 2 of 2'));
    expect(namesIn(ana.sees())).toEqual(['Deal 31', 'Deal 33', 'Deal 35', 'Deal 37', 'Deal 39']);
    expect(ana.sees()).not.toContain('Next ▶');
    await ana.click('◀ Previous');
    await until(() => ana.sees().includes('Page 1 of 2'));
    expect(ana.sees()).toBe(first);
  });

  test('narrows by everything at once', async () => {
    const shown = await list(
      ana,
      'deals stage:lead owner:<@U0ANA> amount>30k customer:acme closing:empty quiet:30d -owner:<@U0BEN> "deal 3"',
    );
    expect(namesIn(shown).toSorted()).toEqual(['Deal 31', 'Deal 33', 'Deal 35', 'Deal 37', 'Deal 39']);
    expect(namesIn(await list(ana, 'deals won'))).toEqual([]);
    expect(ana.sees()).toContain('No deals match: stage is Won.');
    expect(await list(ana, 'customers country:"new zealand"')).toContain('Acme');
  });

  test('leads from a row to its card', async () => {
    await list(ana, 'deals sort:name');
    await ana.choose('Show a deal', 'D-3 · Deal 03');
    await until(() => ana.sees().includes('Deal 03 · D-3'));
    expect(ana.sees()).toContain('Next step\nNo follow-up planned.');
  });

  test('keeps filters that are longer than a button holds', async () => {
    const many = Array.from({ length: 150 }, (_, n) => `-name:nothing${n}`).join(' ');
    expect(many.length).toBeGreaterThan(2000);
    await list(ana, `deals ${many} sort:name`);
    await ana.click('Next ▶');
    await until(() => ana.sees().includes('Page 2 of 3'));
    expect(namesIn(ana.sees())[0]).toBe('Deal 16');
  });

  test('reaches the last of 10,000 rows and comes back', async () => {
    const stamps = { created_at: '2026-11-16', updated_at: '2026-11-16' };
    const rows = Array.from({ length: 10_000 }, (_, n) => {
      const name = `Firm ${String(n).padStart(5, '0')}`;
      return { name, status: 'former', owner_id: 1, search_text: name.toLowerCase(), ...stamps };
    });
    await hub.crm.database.db.batchInsert('customers', rows, 400);
    expect(await list(ana, 'customers status:former')).toContain('10,000 customers');
    await ana.click('Last ⏭');
    await until(() => ana.sees().includes('Page 667 of 667'));
    expect(ana.sees()).toContain('Firm 09999');
    await ana.click('◀ Previous');
    await until(() => ana.sees().includes('Page 666 of 667'));
    expect(ana.sees()).toContain('Firm 09975');
  });

  test('goes on where it ends when it has become shorter', async () => {
    const names = Array.from({ length: 16 }, (_, n) => `Contact ${n}`);
    const contacts = await Promise.all(names.map((name) => given(hub, ana, 'contact', { name, customer: 1 })));
    await list(ana, 'contacts sort:-created');
    await hub.crm.database.db('contacts').where('id', contacts[0]!.id).update({ deleted_at: '2026-11-16' });
    await ana.click('Next ▶');
    await until(() => ana.sees().startsWith('15 contacts'));
    expect(ana.sees()).not.toContain('Page');
  });
});

describe('a filter that means nothing', () => {
  test.each([
    ['deals stage:won amuont>10k owner:me', 'amuont', 'Did you mean amount?'],
    ['deals owner:@zoe', '@zoe', 'no employee by that name'],
    ['deals stage:wno', 'wno', 'Did you mean Won?'],
    ['customers stage:won', 'stage', 'isn’t a field of customers'],
    ['deals sort:amuont', 'sort:amuont', 'sort:amount'],
    ['deals closing:soon', 'soon', 'this-month'],
  ])('%s points at the word', async (words, at, says) => {
    const answer = await list(ana, words);
    expect(answer).toContain(says);
    expect(answer).toContain(`:point_right: ${at}`);
  });

  test('of hostile words harms nobody', async () => {
    const answer = await list(ana, 'deals stage:<!channel>');
    expect(answer).toContain('<!channel>');
    expect(JSON.stringify(ana.messages('sales').at(-1))).not.toContain('<!channel>');
    expect(await list(ana, 'spaceships')).toContain('No saved list is named “spaceships”.');
  });
});

describe('a saved list', () => {
  test('is called by its name, alone or with more filters, and is as the records are then', async () => {
    expect(await list(ana, 'deals owner:me amount>30k sort:name save:"big ones"')).toContain('Saved as big ones');
    expect(namesIn(await list(ana, '"big ones"'))).toEqual(['Deal 31', 'Deal 33', 'Deal 35', 'Deal 37', 'Deal 39']);
    expect(namesIn(await list(ana, 'Big'))).toHaveLength(5);
    expect(namesIn(await list(ana, 'deals saved:"big ones" amount<34k'))).toEqual(['Deal 31', 'Deal 33']);
    expect(await list(ana, 'customers saved:"big ones"')).toContain('a list of deals, not of customers');
    expect(await list(ana, 'deals owner:me amount>38k save:"big ones"')).toContain('Saved as big ones');
    expect(namesIn(await list(ana, '"big ones"'))).toEqual(['Deal 39']);
    expect(await hub.crm.database.db('saved_lists')).toHaveLength(1);
  });

  test('is seen by its owner until it is shared, and by nobody once it is forgotten', async () => {
    expect(await list(ben, '"big ones"')).toContain('No saved list');
    await ana.slash('/crm lists');
    await ana.click('Share');
    await until(() => ana.sees().includes('shared with everyone'));
    expect(namesIn(await list(ben, '"big ones"'))).toEqual(['Deal 40']);
    await ben.slash('/crm list');
    expect(ben.sees()).toContain('big ones · deals · shared');
    expect(ben.sees()).not.toContain('Delete');
    await ana.slash('/crm list');
    await ana.click('Delete');
    await until(() => ana.sees().includes('Deleted the list big ones'));
    expect(await list(ben, '"big ones"')).toContain('No saved list');
    await ana.click('Undo');
    await until(async () => (await list(ben, '"big ones"')).includes('Deal 40'));
  });

  test.each([
    ['deals save:"x"', 'no filter to save'],
    ['deals won save:deals', 'is already a list'],
    ['deals won save:', 'needs a value'],
    [`deals won save:${'x'.repeat(81)}`, '80'],
  ])('%s is not saved', async (words, says) => expect(await list(ana, words)).toContain(says));
});

describe('where Slack shows no tables', () => {
  test('a window says it as text', async () => {
    await hub.maya.slash('/crm');
    await hub.maya.home();
    expect(JSON.stringify(hub.maya.driver.snapshot().home)).not.toContain('data_table');
  });

  test('a list is text with buttons, from the first that is refused on', async () => {
    const other = await openHub();
    other.practice.workspace.blockKit.unknownBlocks.add('data_table');
    try {
      await given(other, other.ana, 'customer', { name: 'Acme' });
      expect(await list(other.ana, 'customers')).toContain('1 customer\nAcme · C-1');
      expect(await list(other.ana, 'customers acme')).toContain('Acme · C-1');
      const tried = other.practice.workspace.record.traffic.filter(({ request }) =>
        JSON.stringify(request).includes('data_table'),
      );
      expect(tried).toHaveLength(1);
      await other.ana.click('Show');
      await until(() => other.ana.sees().includes('Recent interactions'));
    } finally {
      await other.end();
    }
  });
});
