import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../../../src/model/record.ts';
import type { Filter, FilterContext, Test } from '../../../src/model/filter/filter.ts';
import { namesFor, parseFilter, referencesIn } from '../../../src/model/filter/parse.ts';
import { Unclear } from '../../../src/model/errors.ts';
import { entityOf, RECORDS } from '../../../src/model/registry.ts';

const STAGES = ['Lead', 'Qualified', 'Proposal', 'Negotiation', 'Won', 'Lost'].map((name, at): Stage => ({
  id: at + 1,
  name,
  position: at + 1,
  probability: 0,
  outcome: name === 'Won' ? 'won' : name === 'Lost' ? 'lost' : 'open',
}));
const PEOPLE: Readonly<Record<string, number[]>> = { '@ana': [1], '<@U0BEN>': [2], 'E-3': [3], acme: [10, 11] };

/** A Monday. */
const context: FilterContext = {
  today: '2026-11-16',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  me: 7,
  stages: STAGES,
  refs: (_to, words) => PEOPLE[words] ?? [],
};
const [deal, customer, contact, interaction, employee] = (
  ['deal', 'customer', 'contact', 'interaction', 'employee'] as const
).map(entityOf) as [
  ReturnType<typeof entityOf>,
  ReturnType<typeof entityOf>,
  ReturnType<typeof entityOf>,
  ReturnType<typeof entityOf>,
  ReturnType<typeof entityOf>,
];

const read = (words: string, entity = deal): Filter => parseFilter(entity, words, context).filter;
/** What the one condition of the filter tests. */
const tests = (words: string, entity = deal): readonly Test[] => {
  const { conditions } = read(words, entity);
  expect(conditions).toHaveLength(1);
  return conditions[0]!.any;
};
const refusal = (words: string, entity = deal, asides: string[] = []): { says: string; at: string | undefined } => {
  try {
    parseFilter(entity, words, context, asides);
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return { says: error.message, at: error.where?.words.slice(error.where.from, error.where.to) };
  }
  throw new Error(`${words} was understood`);
};

test('the filter of the documentation is understood whole', () => {
  const words =
    'stage:won owner:@ana amount>10k closing:this-month quiet:30d -lost-reason:price owner:@ana,<@U0BEN> close:empty "big rollout" fast';
  const { filter } = parseFilter(
    { ...deal, fields: { ...deal.fields, lostReason: { ...deal.fields['lostReason']!, label: 'Lost reason' } } },
    words,
    context,
  );
  expect(filter).toEqual({
    conditions: [
      { field: 'stage', not: false, any: [{ in: [5] }] },
      { field: 'owner', not: false, any: [{ in: [1] }] },
      { field: 'amount', not: false, any: [{ range: { above: 100_000_000 } }] },
      { field: 'closing', not: false, any: [{ range: { from: '2026-11-01', to: '2026-11-30' } }] },
      { field: 'lastTouch', not: false, any: [{ empty: true }, { range: { below: '2026-10-16T22:00:00.000Z' } }] },
      { field: 'lostReason', not: true, any: [{ has: 'price' }] },
      { field: 'owner', not: false, any: [{ in: [1, 2] }] },
      { field: 'closing', not: false, any: [{ empty: true }] },
    ],
    words: ['big rollout', 'fast'],
  });
  expect(JSON.parse(JSON.stringify(filter))).toEqual(filter);
});

describe('names', () => {
  test.each(['closeOn', 'CLOSEON', 'expected-close', 'expected_close', 'Expected-Close'])(
    '%s is the expected close',
    (name) => expect(read(`${name}:empty`).conditions[0]?.field).toBe('closeOn'),
  );

  test.each(['closing', 'close', 'CLOSING'])('%s is when it closes, or closed', (name) =>
    expect(read(`${name}:empty`).conditions[0]?.field).toBe('closing'),
  );

  test.each(RECORDS.map(entityOf).flatMap((entity) => namesFor(entity).map((name) => [entity.plural, name] as const)))(
    '%s take %s, which they are told to take',
    (plural, name) => {
      const entity = RECORDS.map(entityOf).find((one) => one.plural === plural)!;
      const value = name === 'is' ? 'open' : name === 'quiet' ? '3w' : 'empty';
      expect(read(`${name}:${value}`, entity).conditions).toHaveLength(1);
    },
  );

  test('what is no name is pointed at, with the one that was meant', () => {
    expect(refusal('stage:won amuont>10k')).toEqual({
      at: 'amuont',
      says: expect.stringContaining('“amuont” isn’t a field of deals. Did you mean amount?'),
    });
    expect(refusal('amount>10k', customer)).toEqual({
      at: 'amount',
      says: expect.stringContaining('Filter by name, status, industry'),
    });
    expect(refusal('quiet:30d', employee).at).toBe('quiet');
    expect(refusal('toString:1').at).toBe('toString');
    expect(refusal('constructor:1').at).toBe('constructor');
  });
});

describe('words', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['Müller  AG', ['muller', 'ag']],
    ['"New Zealand" x', ['new zealand', 'x']],
    ['“smart quotes” here', ['smart quotes', 'here']],
    ['"never closed', ['never', 'closed']],
    ['""', []],
    ['https://acme.example/a:b 14:30', ['https://acme.example/a:b', '14:30']],
    ['a > b', ['a', '>', 'b']],
    ['"open" "mine"', ['open', 'mine']],
    ['<@U0ANA>', ['<@u0ana>']],
    ["'; drop table deals; --", ["';", 'drop', 'table', 'deals;', '--']],
  ])('%s', (typed, words) => expect(read(typed)).toEqual({ conditions: [], words }));

  test('a minus before them leaves them out', () => {
    expect(read('-won -mine').conditions).toEqual([
      { field: 'stage', not: true, any: [{ in: [5] }] },
      { field: 'owner', not: true, any: [{ in: [7] }] },
    ]);
    expect(read('-open', customer)).toEqual({ conditions: [], words: ['-open'] });
  });

  test('open, won, lost and mine say it without a colon', () => {
    expect(read('open mine').conditions).toEqual([
      { field: 'stage', not: false, any: [{ in: [1, 2, 3, 4] }] },
      { field: 'owner', not: false, any: [{ in: [7] }] },
    ]);
    expect(tests('is:lost')).toEqual([{ in: [6] }]);
    expect(tests('is:open,won')).toEqual([{ in: [1, 2, 3, 4, 5] }]);
    expect(read('open', customer)).toEqual({ conditions: [], words: ['open'] });
    expect(refusal('is:asleep').says).toContain('open, won or lost');
  });

  test('blanks around the sign are forgiven where a name stands before it', () => {
    expect(tests('amount > 10k')).toEqual(tests('amount>10k'));
    expect(tests('stage: won')).toEqual(tests('stage:won'));
    expect(tests('owner:@ana, <@U0BEN>')).toEqual([{ in: [1, 2] }]);
  });

  test('a filter of 250 KB is refused, not worked through', () => {
    expect(refusal('x'.repeat(250_000)).says).toContain('4000');
    expect(read('x '.repeat(1999)).words).toHaveLength(1999);
  });
});

describe('text', () => {
  test.each([
    ['industry:software', 'software'],
    ['industry:"Health care"', 'health care'],
    ['industry:SÃO', 'sao'],
    ['country:"New Zealand"', 'new zealand'],
    ['industry:"empty"', 'empty'],
    ['email:@acme.example', '@acme.example'],
    ['website:acme.example/about', 'acme.example/about'],
    [String.raw`notes:100%_\ `, String.raw`100%_\ `.trim()],
  ])('%s', (words, has) => expect(tests(words, customer)).toEqual([{ has }]));

  test('several are any of them, a minus none', () => {
    expect(read('-industry:software,steel', customer).conditions).toEqual([
      { field: 'industry', not: true, any: [{ has: 'software' }, { has: 'steel' }] },
    ]);
    expect(read('industry!=software', customer)).toEqual(read('-industry:software', customer));
    expect(read('-industry!=software', customer)).toEqual(read('industry=software', customer));
    expect(tests('industry:empty', customer)).toEqual([{ empty: true }]);
    expect(tests('industry:empty,steel', customer)).toEqual([{ empty: true }, { has: 'steel' }]);
  });

  test.each(['industry:', 'industry:""', 'industry:"  "', 'name>m', '-industry:,'])('%s is not understood', (words) =>
    expect(words).toContain(refusal(words, customer).at),
  );
});

describe('phones', () => {
  test.each([
    'phone:0301234567',
    'phone:"030 1234567"',
    'phone:+49(0)301234567',
    'phone:030/1234567',
    'phone:"+49 (0)30 123-4567"',
  ])('%s', (words) => {
    const [{ has }] = tests(words, contact) as [{ has: string }];
    expect('+49301234567').toContain(has);
  });
  test.each(['phone:ana', 'phone:000', 'phone>1'])('%s is not understood', (words) =>
    expect(refusal(words, contact).says).toMatch(/digits|colon/),
  );
});

describe('amounts', () => {
  test.each([
    ['amount:10k', { from: 1e8, to: 1e8 }],
    ['amount>10k', { above: 1e8 }],
    ['amount>=€1,200.50', { from: 12_005_000 }],
    ['amount<1.5m', { below: 1.5e10 }],
    ['amount<="1.200,50"', { to: 12_005_000 }],
    ['amount:10k..50k', { from: 1e8, to: 5e8 }],
    ['amount:10,000', { from: 1e8, to: 1e8 }],
    ['amount>12000 EUR', { above: 1.2e8 }],
    ['amount>12k €', { above: 1.2e8 }],
    ['value>0', { above: 0 }],
  ])('%s', (words, range) => expect(tests(words)).toEqual([{ range }]));

  test.each(['amount>12000 USD', 'amount>£12k stage:won', 'amount:5k..10k $'])(
    'an amount in another currency is told, not compared: %s',
    (words) => {
      expect(refusal(words).says).toContain('Amounts here are in EUR.');
    },
  );

  test('a word in capitals elsewhere is a word to look for', () => {
    expect(read('amount>12k Umbrella').words).toEqual(['umbrella']);
    expect(read('USD amount>12k').words).toEqual(['usd']);
    expect(read('stage:won USD').words).toEqual(['usd']);
    expect(read('amount>12k "USD"').words).toEqual(['usd']);
  });

  test('a list of amounts is any of them', () => {
    expect(tests('amount:5k,10k')).toEqual([{ range: { from: 5e7, to: 5e7 } }, { range: { from: 1e8, to: 1e8 } }]);
  });

  test('in a currency without decimals', () => {
    const { filter } = parseFilter(deal, 'amount>10k', { ...context, currency: 'JPY' });
    expect(filter.conditions[0]?.any).toEqual([{ range: { above: 1e8 } }]);
  });

  test.each(['amount>lots', 'amount:-5', 'amount:1e99', 'amount:NaN', 'amount:50k..10k', 'amount>', 'amount:10k..x'])(
    '%s is not understood',
    (words) => expect(words).toContain(refusal(words).at),
  );
});

describe('days', () => {
  test.each([
    ['closing:2026-12-01', { from: '2026-12-01', to: '2026-12-01' }],
    ['closing:today', { from: '2026-11-16', to: '2026-11-16' }],
    ['closing:tomorrow', { from: '2026-11-17', to: '2026-11-17' }],
    ['closing:this-month', { from: '2026-11-01', to: '2026-11-30' }],
    ['closing:next-quarter', { from: '2027-01-01', to: '2027-03-31' }],
    ['closing:"next month"', { from: '2026-12-01', to: '2026-12-31' }],
    ['closing:december', { from: '2026-12-01', to: '2026-12-31' }],
    ['closing:Q4', { from: '2026-10-01', to: '2026-12-31' }],
    ['closing:2027-Q1', { from: '2027-01-01', to: '2027-03-31' }],
    ['closing:next-30-days', { from: '2026-11-17', to: '2026-12-16' }],
    ['closing:last-90-days', { from: '2026-08-19', to: '2026-11-16' }],
    ['closing:2026-01-01..2026-03-31', { from: '2026-01-01', to: '2026-03-31' }],
    ['closing<today', { below: '2026-11-16' }],
    ['closing<=this-month', { to: '2026-11-30' }],
    ['closing>this-month', { above: '2026-11-30' }],
    ['closing>=2028-02-29', { from: '2028-02-29' }],
    ['closed:2025', { from: '2025-01-01', to: '2025-12-31' }],
    ['closed:ytd', { from: '2026-01-01', to: '2026-11-16' }],
    ['closing<=eom', { to: '2026-11-30' }],
    ['closing:eoq', { from: '2026-12-31', to: '2026-12-31' }],
    ['closing<end-of-year', { below: '2026-12-31' }],
    ['closing:"dec 1"', { from: '2026-12-01', to: '2026-12-01' }],
    ['closing:1-dec-2027', { from: '2027-12-01', to: '2027-12-01' }],
  ])('%s', (words, range) => expect(tests(words)).toEqual([{ range }]));

  test('of moments are days by the clock of who asks', () => {
    const day = { from: '2026-11-15T23:00:00.000Z', below: '2026-11-16T23:00:00.000Z' };
    expect(tests('when:today', interaction)).toEqual([{ range: day }]);
    expect(tests('created:today')).toEqual([{ range: day }]);
    expect(tests('when>today', interaction)).toEqual([{ range: { from: day.below } }]);
    expect(tests('when<=today', interaction)).toEqual([{ range: { below: day.below } }]);
    // A day of 25 hours.
    expect(tests('when:2026-10-25', interaction)).toEqual([
      { range: { from: '2026-10-24T22:00:00.000Z', below: '2026-10-25T23:00:00.000Z' } },
    ]);
  });

  test.each([
    'closing:soon',
    'closing:2026-02-30',
    'closing:2026-13-01',
    'closing:last-9999-years',
    'closing:2026-03-31..2026-01-01',
  ])('%s is not understood', (words) =>
    expect(refusal(words)).toEqual({ at: words.slice(8), says: expect.stringContaining('this-month') }),
  );

  test('quiet is never touched, or not for so long', () => {
    expect(tests('quiet:2w')).toEqual([{ empty: true }, { range: { below: '2026-11-01T23:00:00.000Z' } }]);
    expect(tests('quiet>30', customer)).toEqual(tests('quiet:30d', customer));
    expect(tests('touched:this-week')).toHaveLength(1);
    expect(refusal('quiet:long').at).toBe('long');
    expect(refusal('quiet<30d').says).toContain('quiet:30d');
    expect(refusal('quiet:99999d').at).toBe('99999d');
  });
});

describe('choices and stages', () => {
  test.each([
    ['stage:won', [5]],
    ['stage:W', [5]],
    ['stage:l', [1, 6]],
    ['stage:lead,prop', [1, 3]],
    ['stage>=proposal', [3, 4, 5, 6]],
    ['stage<proposal', [1, 2]],
    ['stage>lost', []],
  ])('%s', (words, ids) => expect(tests(words)).toEqual([{ in: ids }]));

  test('choices go by label, key or how they begin', () => {
    expect(tests('status:Active', customer)).toEqual([{ in: ['active'] }]);
    expect(tests('status:pro,form', customer)).toEqual([{ in: ['prospect', 'former'] }]);
    expect(tests('role:none', employee)).toEqual([{ in: ['none'] }]);
    expect(tests('kind:call', interaction)).toEqual([{ in: ['call'] }]);
  });

  test.each([
    ['stage:wno', 'wno', 'Did you mean Won?'],
    ['stage:zzzz', 'zzzz', 'Lead, Qualified, Proposal, Negotiation, Won or Lost'],
    ['stage:won,lsot', 'lsot', 'Did you mean Lost?'],
  ])('%s is not understood', (words, at, says) =>
    expect(refusal(words)).toEqual({ at, says: expect.stringContaining(says) }),
  );

  test('choices have no order', () => expect(refusal('status>active', customer).says).toContain('Use a colon'));
});

describe('references', () => {
  test('are those that were looked up', () => {
    expect(tests('owner:@ana,E-3')).toEqual([{ in: [1, 3] }]);
    expect(tests('customer:acme')).toEqual([{ in: [10, 11] }]);
    expect(tests('owner:me')).toEqual([{ in: [7] }]);
    expect(tests('by:@me', interaction)).toEqual([{ in: [7] }]);
    expect(referencesIn(deal, 'owner:@ana,E-3 -customer:"Acme Ltd" stage:won sort:x', ['sort'])).toEqual([
      { to: 'employee', words: '@ana' },
      { to: 'employee', words: 'E-3' },
      { to: 'customer', words: 'Acme Ltd' },
    ]);
  });

  test('nobody is pointed at', () => {
    expect(refusal('stage:won owner:@zoe')).toEqual({ at: '@zoe', says: expect.stringContaining('no employee') });
    expect(refusal('owner>me').says).toContain('Use a colon');
  });

  test('people are mentioned', () => {
    expect(tests('person:<@U0ANA>', employee)).toEqual([{ in: ['U0ANA'] }]);
    expect(refusal('person:ana', employee).at).toBe('ana');
  });
});

describe('signs of other languages of filters', () => {
  test.each([
    ['stage:won OR stage:lead', 'OR', 'Use stage:won,lead instead.'],
    ['stage:won or stage:lead', 'or', 'Use stage:won,lead instead.'],
    ['stage:won or lead', 'or', 'Use stage:won,lead instead.'],
    ['stage:won OR stage:lead OR stage:lost owner:me', 'OR', 'Use stage:won,lead,lost owner:me instead.'],
    ['stage:won | stage:lead', '|', 'Use stage:won,lead instead.'],
    ['stage:won || stage:lead', '||', 'Use stage:won,lead instead.'],
    ['stage:won|lead', 'won|lead', 'Use stage:won,lead instead.'],
    ['stage:won,stage:lead', 'stage:lead', 'Use stage:won,lead instead.'],
    ['stage=won|stage=lead', 'won|stage=lead', 'Use stage:won,lead instead.'],
    ['open OR won', 'OR', 'Use is:open,won instead.'],
    ['mine or owner:@ana', 'or', 'Use owner:me,@ana instead.'],
    ['(stage:won OR stage:lead) owner:me', '(stage:won', 'Use stage:won,lead owner:me instead.'],
    ['owner:me ( stage:won )', '(', 'Use owner:me stage:won instead.'],
    ['owner:"New York" OR owner:"Big & Co"', 'OR', 'Use owner:"New York","Big & Co" instead.'],
    ['NOT stage:won', 'NOT', 'Use -stage:won instead.'],
    ['not stage:won', 'not', 'Use -stage:won instead.'],
    ['open and not owner:me', 'not', 'Use is:open -owner:me instead.'],
    ['NOT won', 'NOT', 'Use -is:won instead.'],
    ['stage:won AND NOT owner:me', 'NOT', 'Use stage:won -owner:me instead.'],
    ['!(stage:won)', '!(stage:won)', 'Use -stage:won instead.'],
    ['-(stage:won or stage:lead)', '-(stage:won', 'a comma for either value'],
    ['NOT (stage:won AND owner:me)', 'NOT', 'a comma for either value'],
    ['-(stage:won owner:me)', '-(stage:won', 'a comma for either value'],
    ['stage:won OR amount>10k', 'OR', 'a comma for either value'],
    ['amount>10k OR amount<1k', 'OR', 'a comma for either value'],
    ['stage:won OR', 'OR', 'a comma for either value'],
    ['smith OR jones', 'OR', 'a comma for either value'],
    ['NOT smith', 'NOT', 'a minus to exclude'],
  ])('%s is told with what would work', (words, at, says) => {
    expect(refusal(words)).toEqual({ at, says: expect.stringContaining(says) });
  });

  test.each([
    ['stage:won AND owner:me', 'stage:won owner:me'],
    ['stage:won and owner:me', 'stage:won owner:me'],
    ['stage:won && owner:me & amount>1k', 'stage:won owner:me amount>1k'],
    ['open AND mine', 'open mine'],
  ])('%s is %s, which must all hold anyway', (words, plain) => expect(read(words)).toEqual(read(plain)));

  test.each([
    ['smith and sons', ['smith', 'and', 'sons']],
    ['smith & sons', ['smith', '&', 'sons']],
    ['black or white', ['black', 'or', 'white']],
    ['"stage:won OR stage:lead"', ['stage:won or stage:lead']],
    ['stage:won "OR"', ['or']],
    ['acme (berlin)', ['acme', '(berlin)']],
    ['to be or not to be', ['to', 'be', 'or', 'not', 'to', 'be']],
  ])('%s are words to look for', (typed, words) => expect(read(typed).words).toEqual(words));

  test('what it says would work does work', () => {
    for (const words of [
      'stage:won OR stage:lead',
      '(open or won) and not owner:me',
      'stage:won|lead|lost amount>1k',
    ]) {
      const [, better = ''] = /Use (.*) instead\./.exec(refusal(words).says) ?? [];
      expect(read(better).words).toEqual([]);
      expect(read(better).conditions.length).toBeGreaterThan(0);
    }
  });

  test.each(['closing:tomorrow 3pm', 'created:today 15:30'])('the time in “%s” is told', (words) => {
    const time = words.split(' ')[1]!;
    expect(refusal(words)).toEqual({ at: time, says: `Filters use days, not times. Leave out “${time}”.` });
    expect(read(`amount>1k ${time}`).words).toEqual([time]);
  });
});

describe('what is said beside conditions', () => {
  test('is handed to who takes it', () => {
    const parsed = parseFilter(deal, 'stage:won sort:-amount save:"big ones"', context, ['sort', 'save']);
    expect(parsed.asides).toEqual({
      sort: { value: '-amount', from: 10, to: 22 },
      save: { value: 'big ones', from: 23, to: 38 },
    });
    expect(parsed.filter.conditions).toHaveLength(1);
  });

  test.each(['save:', 'save:""', 'save:a,b'])('%s is not understood', (words) =>
    expect(words).toContain(refusal(words, deal, ['save']).at),
  );

  test('is not understood by who does not', () => expect(refusal('sort:amount').at).toBe('sort'));
});
