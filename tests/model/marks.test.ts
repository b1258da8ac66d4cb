import { describe, expect, test } from '@jest/globals';
import { tokensOf } from '../../src/model/filter/tokens.ts';
import { unquoted } from '../../src/model/text/marks.ts';
import { normalizeText } from '../../src/model/text/text.ts';

const QUOTED = [
  '"Acme Corp"',
  '“Acme Corp”',
  '”Acme Corp”',
  '„Acme Corp“',
  '„Acme Corp”',
  '«Acme Corp»',
  '»Acme Corp«',
  '‘Acme Corp’',
  '‚Acme Corp‘',
  "'Acme Corp'",
  '＂Acme Corp＂',
];

describe('quotes', () => {
  test.each([...QUOTED, '"Acme Corp', 'Acme Corp”', '  "Acme Corp"  '])('%s is Acme Corp', (words) => {
    expect(unquoted(words)).toBe('Acme Corp');
  });

  test.each(QUOTED)('%s is one value of a filter, and one word of it', (words) => {
    const { clauses, words: free } = tokensOf(`customer:${words},x ${words} y`, () => true);
    expect(clauses[0]?.values.map(({ text }) => text)).toEqual(['Acme Corp', 'x']);
    expect(free.map(({ text, quoted }) => [text, quoted])).toEqual([
      ['Acme Corp', true],
      ['y', false],
    ]);
  });

  test.each([
    ["O'Neil's", "O'Neil's"],
    ['O’Neil’s', 'O’Neil’s'],
    ["'t Hooft", "'t Hooft"],
    ["Traders'", "Traders'"],
    ['„O’Neil’s“', 'O’Neil’s'],
    ['‘O’Neil’s’', 'O’Neil’s'],
    ['"ООО «Ромашка»"', 'ООО «Ромашка»'],
    ['ООО «Ромашка»', 'ООО «Ромашка»'],
    ['"', ''],
    ['', ''],
  ])('%s without quotes around it is %s', (words, name) => {
    expect(unquoted(words)).toBe(name);
  });

  test('an apostrophe within a word opens no quote', () => {
    const { words } = tokensOf("O'Neil's and 't Hooft's", () => false);
    expect(words.map(({ text }) => text)).toEqual(["O'Neil's", 'and', "'t", "Hooft's"]);
  });
});

test.each([
  ['O’Neil’s', "O'Neil's"],
  ['O´Neil`s', "O'Neil's"],
  ['Dock–West — north', 'Dock-West - north'],
  ['ООО «Ромашка»', 'ООО "Ромашка"'],
  ['ООО «Ромашка»', 'ООО Ромашка'],
  ['„Müller“', 'muller'],
  ['24″ screens', '24 screens'],
])('%s and %s are searched alike', (one, other) => {
  expect(normalizeText(one)).toBe(normalizeText(other));
});
