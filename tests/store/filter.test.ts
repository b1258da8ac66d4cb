/** The database and plain TypeScript answer every filter alike, over random records and random filters. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import type { Entity } from '../../src/model/entity.ts';
import type { AnyRecord, Stage } from '../../src/model/record.ts';
import type { Value } from '../../src/model/fields.ts';
import type { Filter, FilterContext } from '../../src/model/filter/filter.ts';
import { matches } from '../../src/model/filter/matches.ts';
import { parseFilter } from '../../src/model/filter/parse.ts';
import { entityOf } from '../../src/model/registry.ts';
import { normalizeText } from '../../src/model/text/text.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { insertRecord, listRecords } from '../../src/store/records.ts';
import { sumsOf } from '../../src/store/totals/rebuild.ts';
import { onBothDatabases } from '../support/databases.ts';

const AT = '2026-11-16T14:00:00.000Z';
const TODAY = '2026-11-16';
const [customers, deals, employees, interactions] = (['customer', 'deal', 'employee', 'interaction'] as const).map(
  entityOf,
) as [Entity, Entity, Entity, Entity];

/** Words that fold in every way there is, and signs that mean something to some database. */
const WORDS = [
  'Acme',
  'ÅCMÉ',
  'Müller',
  'STRASSE',
  'Straße',
  'ΟΔΟΣ',
  'οδος',
  'İstanbul',
  'Łódź',
  'Đà',
  'Ærø',
  '한국',
  'ﬁn',
  '١٢',
];
const SIGNS = ['100%', 'a_b', String.raw`c\d`, "o'neil", '“x”', '🚚', 'Ω≈', 'é', 'e\u0301', '  ', 'ß', 'Ж', 'ж'];
/** Marks that are folded into plain ones, with those that are not beside them. */
const MARKS = [...'‘’‚‛‹›ʹʻʼʽ′´`＇‐‑‒–—―−⁃﹘﹣－"“”„‟〝〞″＂«»…·•'].map((mark) => `a${mark}b`);
const text = fc
  .array(fc.oneof(fc.constantFrom(...WORDS, ...SIGNS, ...MARKS), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    maxLength: 4,
  })
  .map((words) => words.join(' ').normalize('NFC').replace(/\p{C}/gu, '').trim());
const blank = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const orNull = (words: fc.Arbitrary<string>) => blank(words).map((one) => one || null);
const day = fc.integer({ min: -400, max: 400 }).map((n) => new Date(Date.parse(TODAY) + n * 86_400_000).toISOString());

const aDeal = fc.record({
  name: text.map((words) => words || 'Deal'),
  customer: fc.constantFrom(1, 2, 3),
  stage: fc.integer({ min: 1, max: 6 }),
  amount: blank(fc.oneof(fc.integer({ min: 0, max: 100_000_000_000_000 }), fc.integer({ min: 0, max: 3_000_000 }))),
  currency: fc.constantFrom('EUR', 'USD', 'JPY', 'KWD'),
  closeOn: blank(day.map((iso) => iso.slice(0, 10))),
  closedOn: blank(day.map((iso) => iso.slice(0, 10))),
  owner: fc.constantFrom(1, 2),
  lostReason: orNull(text),
  notes: orNull(text),
});
const aTouch = fc.record({
  customer: fc.constantFrom(1, 2, 3),
  deal: blank(fc.integer({ min: 1, max: 12 })),
  happenedAt: day,
});

const amount = fc.oneof(
  fc.constantFrom('10k', '1.5m', '0', '10k..50k', '1,200.50'),
  fc.integer({ min: 0, max: 1e9 }).map(String),
);
const sign = fc.constantFrom(':', '<', '<=', '>', '>=');
const quoted = (words: string): string => `"${words.replace(/["“”„]/g, '')}"`;
const days = fc.oneof(
  fc.constantFrom('today', 'this-month', 'next-quarter', 'last-90-days', '2026', 'december', 'next-30-days'),
  day.map((iso) => iso.slice(0, 10)),
);
const clause = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('name', 'notes', 'reason', 'currency'),
      text.filter((words) => normalizeText(words.replace(/["“”„]/g, '')) !== ''),
    )
    .map(([name, words]) => `${name}:${quoted(words)}`),
  fc.tuple(sign, amount).map(([s, value]) => `amount${s}${value}`),
  fc
    .tuple(fc.constantFrom('closing', 'closed', 'expected-close', 'created', 'touched', 'changed'), sign, days)
    .map((parts) => parts.join('')),
  fc.tuple(sign, fc.constantFrom('lead', 'won', 'l', 'proposal')).map(([s, value]) => `stage${s}${value}`),
  fc.constantFrom(
    'owner:E-1',
    'owner:E-1,E-2',
    'owner:me',
    'customer:C-2,C-3',
    'is:open',
    'is:open,lost',
    'stage:lead,won',
    'quiet:30d',
    'quiet:1y',
  ),
  fc.constantFrom(
    'close:empty',
    'closed:empty',
    'expected-close:empty',
    'amount:empty,5k',
    'notes:empty',
    'touched:empty',
    'reason:empty,x',
    'contact:empty',
  ),
);
const filter = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.tuple(fc.boolean(), clause).map(([not, words]) => (not ? `-${words}` : words)) },
      { weight: 1, arbitrary: fc.oneof(fc.constantFrom('open', 'mine', 'won'), text.map(quoted)) },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((words) => words.join(' '));

onBothDatabases((fresh) => {
  let database: Database;
  let context: FilterContext;
  beforeEach(async () => {
    database = await openDatabase(await fresh());
    const { db: knex } = database;
    for (const name of ['Ana', 'Ben']) await insertRecord(knex, employees, { name, role: 'rep' }, AT);
    for (const name of ['Acme', 'Globex', 'Initech'])
      await insertRecord(knex, customers, { name, status: 'active', owner: 1 }, AT);
    const stages: Stage[] = await knex('stages').orderBy('position').select('*');
    const refs = (_to: string, words: string) => [Number(words.slice(2))];
    context = { today: TODAY, timeZone: 'Europe/Berlin', currency: 'EUR', me: 2, stages, refs };
  });
  afterEach(() => database.close());

  const found = async (entity: Entity, asked: Filter): Promise<number[]> =>
    (await listRecords(database.db, entity, { filter: asked, limit: 1000 })).records.map(({ id }) => id).toSorted();

  test('SQL finds what a predicate over all records finds', async () => {
    const set = fc.tuple(
      fc.array(aDeal, { minLength: 12, maxLength: 12 }),
      fc.array(aTouch, { maxLength: 6 }),
      fc.array(filter, { minLength: 40, maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(set, async ([rows, touches, filters]) => {
        const { db: knex } = database;
        await knex('interactions').delete();
        await knex('deals').delete();
        const records: AnyRecord[] = [];
        for (const row of rows) records.push(await insertRecord(knex, deals, row as Record<string, Value>, AT));
        const first = records[0]!.id;
        const moments = touches.map((touch) => ({
          ...touch,
          deal: touch.deal === null ? null : first + touch.deal - 1,
        }));
        for (const touch of moments)
          await insertRecord(knex, interactions, { ...touch, kind: 'call', what: 'x', owner: 1 }, AT);
        for (const words of filters) {
          const { filter: asked } = parseFilter(deals, words, context);
          const expected = records.filter((record) => {
            const own = moments.filter(({ deal }) => deal === record.id).map(({ happenedAt }) => happenedAt);
            return matches(deals, asked, record, { lastTouch: own.toSorted().at(-1) ?? null, currency: 'EUR' });
          });
          expect([words, await found(deals, asked)]).toEqual([words, expected.map(({ id }) => id).toSorted()]);
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  test('a deal closes on the day on which it did, or while it is open, on the one that is expected', async () => {
    const deal = { customer: 1, owner: 1, amount: null, currency: 'EUR' };
    const rows = [
      { name: 'won, late', stage: 5, closeOn: '2017-01-31', closedOn: '2017-03-08' },
      { name: 'lost, unexpected', stage: 6, closeOn: null, closedOn: '2017-03-01' },
      { name: 'won, early', stage: 5, closeOn: '2017-03-31', closedOn: '2017-02-10' },
      { name: 'open', stage: 2, closeOn: '2017-03-20', closedOn: null },
      { name: 'open, some day', stage: 2, closeOn: null, closedOn: null },
    ];
    const records: AnyRecord[] = [];
    for (const row of rows) records.push(await insertRecord(database.db, deals, { ...deal, ...row }, AT));
    const named = async (words: string, sort = { by: 'id', descending: false }): Promise<unknown[]> => {
      const { filter: asked } = parseFilter(deals, words, context);
      const page = await listRecords(database.db, deals, { filter: asked, sort, limit: 10 });
      const around = { lastTouch: null, currency: 'EUR' };
      const alike = records.filter((record) => matches(deals, asked, record, around));
      expect(new Set(page.records.map(({ id }) => id))).toEqual(new Set(alike.map(({ id }) => id)));
      return page.records.map((record) => record['name']);
    };
    expect(await named('closing:2017-03')).toEqual(['won, late', 'lost, unexpected', 'open']);
    expect(await named('closing:2017-03 won')).toEqual(['won, late']);
    expect(await named('close<2017-03')).toEqual(['won, early']);
    expect(await named('closing:empty')).toEqual(['open, some day']);
    expect(await named('expected-close:2017-03')).toEqual(['won, early', 'open']);
    expect(await named('closed:2017-03')).toEqual(['won, late', 'lost, unexpected']);
    expect(await named('-closing:2017-03')).toEqual(['won, early', 'open, some day']);
    expect(await named('', { by: 'closing', descending: true })).toEqual([
      ...['open', 'won, late', 'lost, unexpected', 'won, early', 'open, some day'],
    ]);
  });

  test('the database folds letters as the application does', async () => {
    const everything = [
      ...WORDS,
      ...SIGNS,
      'ẞ',
      'ǅ',
      'Ⅷ',
      'ﬀ',
      '½',
      'ﾊﾟ',
      'Ǆ',
      'ĳ',
      'Ⓐ',
      'x\u00a0\u2003y',
      'Ϋ́',
      ...MARKS,
    ];
    const sampled = Array.from({ length: 3000 }, (_, n) => String.fromCodePoint(0xa0 + n * 20)).filter(
      (one) => !/\p{C}/u.test(one),
    );
    for (const words of [...everything, ...sampled]) {
      const result: unknown = await database.db.raw('select crm_fold(?) as folded', [words]);
      const [row] = (database.kind === 'sqlite' ? result : (result as { rows: unknown }).rows) as { folded: string }[];
      expect([words, row?.folded]).toEqual([words, normalizeText(words)]);
    }
  });

  test('quiet tells who was not heard of, deleted conversations aside', async () => {
    const touch = { kind: 'call', what: 'x', owner: 1 };
    await insertRecord(
      database.db,
      interactions,
      { ...touch, customer: 1, happenedAt: '2026-11-10T10:00:00.000Z' },
      AT,
    );
    await insertRecord(
      database.db,
      interactions,
      { ...touch, customer: 2, happenedAt: '2026-09-01T10:00:00.000Z' },
      AT,
    );
    await insertRecord(
      database.db,
      interactions,
      { ...touch, customer: 3, happenedAt: '2026-11-10T10:00:00.000Z', deletedAt: AT },
      AT,
    );
    const quiet = (words: string) => found(customers, parseFilter(customers, words, context).filter);
    expect(await quiet('quiet:30d')).toEqual([2, 3]);
    expect(await quiet('-quiet:30d')).toEqual([1]);
    expect(await quiet('quiet:1y')).toEqual([3]);
    expect(await quiet('touched:september')).toEqual([2]);
  });

  test('sums go by currency, over what the filter leaves', async () => {
    const deal = { name: 'x', customer: 1, owner: 1 };
    const rows = [
      { stage: 1, amount: 100_000, currency: 'EUR' },
      { stage: 5, amount: 50_050, currency: 'EUR' },
      { stage: 3, amount: 9_000, currency: 'JPY' },
      { stage: 1, amount: null, currency: 'EUR' },
      { stage: 1, amount: 7, currency: 'EUR', deletedAt: AT },
    ];
    for (const row of rows) await insertRecord(database.db, deals, { ...deal, ...row }, AT);
    const sums = (words: string) =>
      sumsOf(database.db, deals, { filter: parseFilter(deals, words, context).filter, limit: 0 });
    expect(await sums('')).toEqual([
      { currency: 'EUR', amount: 150_050, weighted: 60_050 },
      { currency: 'JPY', amount: 9_000, weighted: 4_500 },
    ]);
    expect(await sums('won')).toEqual([{ currency: 'EUR', amount: 50_050, weighted: 50_050 }]);
    // ¥9,000 is more than €1,000 in figures.
    expect(await sums('amount>5k')).toEqual([{ currency: 'JPY', amount: 9_000, weighted: 4_500 }]);
    expect(await sums('lost')).toEqual([]);
  });
});
