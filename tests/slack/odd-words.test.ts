import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '../support/given.ts';
import { openHub, type Hub } from '../support/hub.ts';
import type { Person } from '../support/person.ts';
import { until } from '../support/until.ts';

let hub: Hub;
let ana: Person;

beforeAll(async () => {
  hub = await openHub();
  ({ ana } = hub);
  await given(hub, ana, 'customer', { name: 'Acme Logistics' });
});
afterEach(() => ana.cancel({ all: true }).catch(() => undefined));
afterAll(() => hub.end());

const newest = (table: string) => hub.crm.database.db(table).orderBy('id', 'desc').first();

/** Everything that left the app: calls of the Web API, acknowledgements and what went to response URLs. */
const sent = (): string => {
  const { calls, traffic } = hub.practice.workspace.record;
  const spoken = traffic.map(({ direction, request, response }) => (direction === 'app' ? response : request));
  return JSON.stringify([calls.map(({ args }) => args), spoken]);
};

describe('words of every kind are kept as they are', () => {
  test.each([
    ['an emoji', '🚚 Truck & Co 👩‍👩‍👧'],
    ['from right to left', 'شركة الشحن المتحدة'],
    ['with turned direction', 'abc \u202e gnirts'],
    ['accents', 'Zürich Ré Ångström'],
    ['markup', '*bold* _it_ ~no~ `code` <b>'],
    ['entities', '&amp; &lt;script&gt;'],
    ['wildcards', '100%_\\ sure'],
    ['SQL', "Robert'); drop table customers;--"],
  ])('%s', async (_kind, name) => {
    await ana.slash('/crm add customer', { in: 'sales' });
    await ana.fill({ Name: name });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Saved customer'));
    const { id, name: stored } = await newest('customers');
    expect(stored).toBe(name.normalize('NFC'));
    await ana.slash(`/crm show C-${id}`, { in: 'sales' });
    expect(JSON.stringify(ana.messages('sales').at(-1)?.blocks)).toContain(
      JSON.stringify(name.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')).slice(1, -1),
    );
    await ana.slash(`/crm find ${name}`, { in: 'sales' });
    expect(ana.sees()).toContain(`C-${id}`);
  });

  test.each([
    ['NUL', '\u0000'],
    ['a control sign', '\u0007'],
    ['a control sign beyond ASCII', '\u0085'],
  ])('%s is dropped wherever words come in', async (_what, sign) => {
    const name = `Odd ${sign.codePointAt(0)} Ltd`;
    const odd = name.replace('dd', `d${sign}d`);
    await ana.slash(`/crm add customer ${odd}`, { in: 'sales' });
    await ana.fill({ Notes: `so${sign} said` });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Saved customer'));
    expect(await newest('customers')).toMatchObject({ name, notes: 'so said' });
    for (const words of [`find ${odd}`, `show ${odd}`, `list customers name:"${odd}"`, `history ${odd}`]) {
      await ana.slash(`/crm ${words}`, { in: 'sales' });
      expect(ana.sees()).toContain(name);
    }
    await ana.slash('/crm log', { in: 'sales' });
    expect(await ana.offered('Customer', odd)).toContain(name);
  });

  test('half of a pair of signs is shown as what it is, a sign that is missing', async () => {
    await ana.slash('/crm add customer Half \ud83d Ltd', { in: 'sales' });
    expect(await ana.submit()).toEqual({});
    await until(() => ana.sees().includes('Saved customer'));
    expect((await newest('customers')).name).toBe('Half \ufffd Ltd');
  });

  test('<!channel> notifies nobody, wherever it is said back', async () => {
    const shout = '<!channel> <!here> <@U0MAYA>';
    await ana.slash(`/crm add customer ${shout}`, { in: 'sales' });
    await ana.fill({ Notes: shout, Address: shout });
    await ana.submit();
    await until(() => ana.sees().includes('Saved customer'));
    const { id } = await newest('customers');
    await given(hub, ana, 'contact', { name: shout, customer: id, role: shout });
    await given(hub, ana, 'deal', { name: shout, customer: id, notes: shout });
    await ana.slash(`/crm log C-${id}`, { in: 'sales' });
    await ana.fill({ 'What was said': shout, 'Next step': shout, Due: '2026-11-20' });
    await ana.submit();
    await until(() => ana.sees().includes('Logged a call'));
    await ana.click('Share');
    await until(() => ana.reads('sales').some((text) => text.includes('Shared with the channel.')));
    for (const verb of [
      'show',
      'find',
      'edit',
      'log',
      'delete',
      'stage',
      'won',
      'add',
      'list',
      'list customers',
      'summary',
      'help',
      'history',
      'next',
      '',
    ])
      for (const words of [shout, '<!everyone>']) {
        await ana.slash(`/crm ${verb} ${words}`, { in: 'sales' });
        await ana.cancel({ all: true }).catch(() => undefined);
      }
    await ana.slash(`/crm delete C-${id}`, { in: 'sales' });
    await ana.click('Delete');
    await until(() => ana.sees().includes('Deleted'));
    await ana.slash(`/crm show C-${id}`, { in: 'sales' });
    await ana.home();
    await until(() => hub.practice.workspace.record.callsTo('views.publish').length > 0);
    expect(sent()).toContain('&lt;!channel&gt;');
    expect(plainPartsRemoved(sent()).match(/.{60}<!(channel|here|everyone)/g)).toBeNull();
  });
});

/** Slack reads no markup in plain text, in what inputs hold, or in what buttons carry. */
const plainPartsRemoved = (json: string): string => {
  const strip = (value: unknown): unknown => {
    if (typeof value === 'string') return /^[[{]/.test(value) ? parsed(value) : value;
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const { type } = value as { type?: unknown };
    if (['plain_text', 'plain_text_input', 'raw_text'].includes(String(type))) return null;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (QUIET.has(key) ? [] : [[key, strip(one)]])),
    );
  };
  const parsed = (text: string): unknown => {
    try {
      return strip(JSON.parse(text));
    } catch {
      return text;
    }
  };
  return JSON.stringify(strip(JSON.parse(json)));
};
const QUIET = new Set(['value', 'action_id', 'initial_value', 'private_metadata']);

describe('too much', () => {
  test('a name that is too long is refused under its field, with its length', async () => {
    await ana.slash('/crm add customer', { in: 'sales' });
    await ana.fill({ Name: 'x'.repeat(500) });
    expect(await ana.submit()).toEqual({ Name: 'Shorten this to 120 characters. It has 500.' });
    expect(ana.sees()).toContain('x'.repeat(500));
  });

  test('3000 signs of emoji are kept, shown cut, and can be edited', async () => {
    const what = '🚚'.repeat(3000);
    const { id } = await given(hub, ana, 'interaction', { customer: 1, what });
    await ana.slash(`/crm show I-${id}`, { in: 'sales' });
    expect(ana.sees()).toContain('🚚…');
    await ana.slash(`/crm edit I-${id}`, { in: 'sales' });
    expect(await ana.submit()).toEqual({});
    expect((await newest('interactions')).what).toBe(what);
  });

  test.each([
    ['log', 5000],
    ['add customer', 5000],
    ['add customer', 250_000],
    ['log', 250_000],
  ])('/crm %s with %i letters opens the form with as many as it takes, and says so with …', async (verb, length) => {
    await ana.slash(`/crm ${verb} ${'long '.repeat(length / 5)}`, { in: 'sales' });
    expect(ana.sees()).toContain('long…');
  });

  test.each(['find', 'show', 'list customers', 'stage', 'summary', 'help', 'nonsense', 'undo', 'won', 'history'])(
    '/crm %s with 250 KB of words is answered',
    async (verb) => {
      await ana.slash(`/crm ${verb} ${'x'.repeat(250_000)}`, { in: 'sales' });
      expect(ana.sees()).not.toContain('went wrong');
    },
  );

  test.each([
    'log',
    'find',
    'show',
    'edit',
    'stage',
    'won',
    'merge',
    'next',
    'mute',
    'list deals',
    'summary',
    'subscribe',
  ])('/crm %s with 10,000 words is answered', async (verb) => {
    for (const words of ['a ', 'D-1 ', '1 to ', 'friday '])
      await ana.slash(`/crm ${verb} ${words.repeat(10_000)}`, { in: 'sales' });
    await ana.cancel({ all: true }).catch(() => undefined);
  });

  test('more than a megabyte is turned away', async () => {
    await expect(ana.slash(`/crm find ${'x'.repeat(1_100_000)}`, { in: 'sales' })).rejects.toThrow(
      'http_service_error',
    );
  });
});

describe('nothing', () => {
  test.each(['   ', '\t', '\u200b\ufeff', '\u00a0'])('a name of blanks (%j) is no name', async (blank) => {
    await ana.slash('/crm add customer', { in: 'sales' });
    await ana.fill({ Name: blank });
    expect(await ana.submit()).toEqual({ Name: 'Name is required.' });
  });

  test('an empty form is refused by each field that is needed', async () => {
    await ana.slash('/crm log', { in: 'sales' });
    expect(Object.keys(await ana.submit())).toEqual(['Customer', 'What was said']);
  });
});

describe('amounts and days', () => {
  test.each([
    ['1,200.50', 120_050],
    ['1.200,50', 120_050],
    ['12k', 1_200_000],
    ['€ 1.5m', 150_000_000],
  ])('the amount %s is understood', async (amount, minor) => {
    await ana.slash(`/crm add deal Worth ${minor}`, { in: 'sales' });
    await ana.fill({ Customer: 'Acme', Amount: amount });
    expect(await ana.submit()).toEqual({});
    expect((await newest('deals')).amount).toBe(minor);
  });

  test.each(['-5', '1e9', 'NaN', 'Infinity', '0x10', '1.2.3', '12,34,56', 'ten', '1000000000000000'])(
    'the amount %s is refused under its field',
    async (amount) => {
      await ana.slash('/crm add deal Priced', { in: 'sales' });
      await ana.fill({ Customer: 'Acme', Amount: amount });
      expect(Object.keys(await ana.submit())).toEqual(['Amount']);
    },
  );

  test('a phone number is read where its record is', async () => {
    await ana.slash('/crm add customer Lumen Inc', { in: 'sales' });
    await ana.fill({ Country: 'USA', Phone: '(067) 271-9000' });
    expect(await ana.submit()).toEqual({ Phone: expect.stringContaining('Enter the phone number') });
    await ana.fill({ Phone: '(608) 271-9000' });
    expect(await ana.submit()).toEqual({});
    expect((await newest('customers')).phone).toBe('+16082719000');
    await ana.slash('/crm add contact Lou Lumen', { in: 'sales' });
    await ana.fill({ Customer: 'Lumen', Phone: '608 271 9001' });
    expect(await ana.submit()).toEqual({});
    expect((await newest('contacts')).phone).toBe('+16082719001');
  });

  const otherwise = 'Amounts here are in EUR. Enter the amount in euros, without';
  test.each([
    ['£12k', `${otherwise} £.`],
    ['12000 USD', `${otherwise} USD.`],
    ['¥ 500', `${otherwise} ¥.`],
    ['abc 5', 'Enter an amount in digits, like 1,200.50 or 12k.'],
    ['19.990', '“19.990” could be two amounts. Enter 19990 or 19.99.'],
  ])('the amount %s is asked about in forms and filters, and nothing is saved', async (amount, problem) => {
    const before = await newest('deals');
    await ana.slash('/crm add deal Priced', { in: 'sales' });
    await ana.fill({ Customer: 'Acme', Amount: amount });
    expect(await ana.submit()).toEqual({ Amount: problem });
    await ana.cancel();
    expect(await newest('deals')).toEqual(before);
    await ana.slash(`/crm list deals amount>"${amount}"`, { in: 'sales' });
    expect(ana.sees()).toContain(problem);
  });

  test.each([
    ['2026-02-30', 'Enter the day as 2026-03-31'],
    ['1969-12-31', 'Pick a day from 1970-01-01 to 2100-12-31.'],
    ['9999-12-31', 'Pick a day from 1970-01-01 to 2100-12-31.'],
    ['soon', 'Please enter a valid date.'],
  ])('the day %s is refused under its field', async (day, problem) => {
    await ana.slash('/crm add deal Dated', { in: 'sales' });
    await ana.fill({ Customer: 'Acme', 'Expected close': day });
    expect(await ana.submit()).toEqual({ 'Expected close': expect.stringContaining(problem) });
  });
});
