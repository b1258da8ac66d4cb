import { beforeAll, describe, expect, test } from '@jest/globals';
import { canDraw, loadFonts, widthOf } from '../../src/charts/drawing/fonts.ts';
import { drawable, drawableLocale, fit } from '../../src/charts/words.ts';

beforeAll(() => loadFonts());

describe('The bundled fonts', () => {
  test.each(['Łukasz Đorđe Zoë', 'Ελένη', 'Дмитрий', 'שלום', 'محمد', 'Nguyễn', '€ ₹ ₽ zł £ ¥ … · ’'])(
    'draw %s',
    (text) => {
      expect(canDraw(text)).toBe(true);
    },
  );

  test.each(['🎉', '王', '한', 'ไ', '\u0378'])('lack %s', (text) => {
    expect(canDraw(text)).toBe(false);
    expect(canDraw(`Ana ${text}`)).toBe(false);
  });

  test('measure bold as wider than regular', () => {
    expect(widthOf('Hamburg', 20, 600)).toBeGreaterThan(widthOf('Hamburg', 20));
  });
});

describe('Words to draw', () => {
  test.each([
    ['Ana\n\tKovač  ', 'Ana Kovač'],
    ['🎉 Party 🇩🇪 planning 👨‍👩‍👧', 'Party planning'],
    ['\u202eevil\u202c \u0007name', 'evil name'],
    ['株式会社 ABC', 'ABC'],
    ['e\u0301te', 'éte'],
    ['7-Eleven™', '7-Eleven™'],
    ['42', '42'],
  ])('are %j → %j', (given, drawn) => {
    expect(drawable(given, 'Person 1')).toBe(drawn);
  });

  test.each(['王小明', '王 12', '🎉', '', '—'])('are a number for %j', (name) => {
    expect(drawable(name, 'Person 1')).toBe('Person 1');
  });
});

describe('A text that is too wide', () => {
  test.each(['Waiting for the approval of the procurement department', 'W'.repeat(10_000), 'ę́'.repeat(300)])(
    'is cut where there is no more room',
    (text) => {
      const cut = fit(text, 150, 20);
      expect(widthOf(cut, 20)).toBeLessThanOrEqual(150);
      expect(widthOf(cut, 20)).toBeGreaterThan(120);
      expect(cut).toMatch(/\S…$/);
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
    },
  );

  test('is left alone when it fits, to the last unit', () => {
    expect(fit('Proposal', widthOf('Proposal', 20), 20)).toBe('Proposal');
    expect(fit('Proposal', widthOf('Proposal', 20) - 1, 20)).toMatch(/^Propo.*…$/);
  });
});

test.each([
  ['ja-JP', 'JPY', 'en'],
  ['zh-CN', 'CNY', 'en'],
  ['ko-KR', 'KRW', 'en'],
  ['de-DE', 'EUR', 'de-DE'],
  ['pl-PL', 'PLN', 'pl-PL'],
  ['el-GR', 'EUR', 'el-GR'],
  ['ru-RU', 'RUB', 'ru-RU'],
])('The numbers of %s in %s are written as in %s', (locale, currency, drawn) => {
  expect(drawableLocale(locale, currency)).toBe(drawn);
});
