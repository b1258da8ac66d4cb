import { describe, expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { csvLines, unguarded } from '../../../src/crm/csv/csv.ts';
import { decode } from '../../../src/crm/import/decode.ts';
import { dataIn, headingsIn, rowsOf, separatorOf, tableIn, type Row } from '../../../src/crm/import/table.ts';

const all = async (text: string, size = 1000): Promise<Row[]> => {
  const rows: Row[] = [];
  for await (const portion of rowsOf(text, size)) rows.push(...portion);
  return rows;
};
const cells = async (text: string): Promise<(readonly string[])[]> => (await all(text)).map((row) => row.cells);

describe('the separator', () => {
  test.each([
    ['Name,Email', ','],
    ['Name;Email', ';'],
    ['Name\tEmail', '\t'],
    ['"Name, first; last"\tEmail', '\t'],
    ['Name;"Amount, net";City', ';'],
    ['Name', ','],
    ['\n\nName;Email', ';'],
    ['sep=|\nName|Email', '|'],
    ['"Name ""x,y,z"";"', ','],
    ['', ','],
  ])('of %j is %j', (text, separator) => {
    expect(separatorOf(text)).toBe(separator);
  });

  test('that Excel names above the table is no row of it, and lines are counted all the same', async () => {
    expect(await all('sep=;\r\na;b\r\n1;2')).toEqual([
      { line: 2, cells: ['a', 'b'] },
      { line: 3, cells: ['1', '2'] },
    ]);
  });
});

describe('rows', () => {
  test('know the line they begin at, with line breaks in quotes, blank lines and any line ending', async () => {
    const text = 'a,b\r\n"x\r\ny",1\n\n ,\r\n"q ""r"" s",2\rlast,3';
    expect(await all(text)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x\r\ny', '1'] },
      { line: 6, cells: ['q "r" s', '2'] },
      { line: 7, cells: ['last', '3'] },
    ]);
  });

  test('take a quotation mark within a cell for what it is', async () => {
    expect(await cells('a,b\n24" screen,x')).toEqual([
      ['a', 'b'],
      ['24" screen', 'x'],
    ]);
  });

  test.each(['a,b\n"x,1\ny,2', `a\n"${'x\n'.repeat(200_000)}"`])(
    'say where a quotation mark stays open',
    async (text) => {
      await expect(all(text)).rejects.toThrow(/isn’t closed, near line \d+/);
    },
  );

  test('come without the headings, in portions, from any row on', async () => {
    const text = `h\n${Array.from({ length: 10 }, (_, at) => `r${at}`).join('\n')}`;
    for (const skip of [0, 1, 4, 9, 10]) {
      const portions: string[][] = [];
      for await (const rows of dataIn(text, 3, skip)) portions.push(rows.map((row) => String(row.cells[0])));
      expect(portions.flat()).toEqual(Array.from({ length: 10 - skip }, (_, at) => `r${at + skip}`));
      expect(portions.slice(0, -1).every(({ length }) => length === 3)).toBe(true);
    }
  });

  test('are counted, and the first are shown', async () => {
    const text = `Name , Age\n${'x,1\n'.repeat(20_000)}`;
    const { headings, rows, first } = await tableIn(text);
    expect([headings, rows, first.length]).toEqual([['Name', 'Age'], 20_000, 5]);
    expect(await headingsIn(text)).toEqual(['Name', 'Age']);
  });
});

test('whatever an export writes is read as it was', async () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^['=+\-@＝＋－＠,;"\t\r\n a]{0,6}$/),
  );
  const row = fc.tuple(word, word, fc.constant('x'));
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const text = csvLines([['a', 'b', 'c'], ...rows]);
      expect((await cells(text)).slice(1)).toEqual(rows);
    }),
  );
});

test.each(['=1', '+1', '-1', '@x', '＝1', '＋1', '－1', '＠x', '\t=1', '\r=1', '\n=1', "'=1"])(
  '%j is no formula in a file of ours',
  (words) => expect(csvLines([[words]]).replace(/^"/, '')).toMatch(/^'/),
);

test.each(['=1+1', "'=1+1", "''=x", "'", "'a", '-', '@x', "'\tx", 'a=1', '', '＝1+1', "'＠x", '\n=1'])(
  'the apostrophe of %j comes and goes',
  (words) => {
    const written = csvLines([[words, '.']]).replace(/,\.\r\n$/, '');
    expect(unguarded(written.replace(/^"([\s\S]*)"$/, '$1'))).toBe(words);
  },
);

describe('a file', () => {
  const words = 'Name;Stadt\r\nMüller & Söhne;Zürich – €5';
  const utf16be = Buffer.from(`\ufeff${words}`, 'utf16le').swap16();
  const windows = Buffer.concat([
    Buffer.from('Name;Stadt\r\nM\xfcller & S\xf6hne;Z\xfcrich ', 'latin1'),
    Buffer.from([0x96, 0x20, 0x80, 0x35]),
  ]);

  test.each([
    ['UTF-8', Buffer.from(words)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${words}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${words}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(words, 'utf16le')],
    ['UTF-16, big end first', utf16be],
    ['UTF-16, big end first, without a mark', utf16be.subarray(2)],
    ['Windows-1252', windows],
  ])('in %s is read', (_encoding, bytes) => {
    expect(decode(bytes)).toBe(words);
  });

  test.each([
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 1, 2]), 'workbook'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'workbook'],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), 'isn’t a text file'],
    ['noise', Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 7) % 256)), 'isn’t a text file'],
  ])('that is %s is turned away', (_what, bytes, said) => {
    expect(() => decode(bytes)).toThrow(said);
  });
});
