import { monthName, percentOf, shortMoney } from './format.ts';
import { canDraw, widthOf } from './drawing/fonts.ts';
import { shortNumbers, type Numbers } from './numbers.ts';
import type { Weight } from './drawing/theme.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const split = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/**
 * People's words as they can be drawn: on one line, without controls, and without what the bundled fonts lack (emoji, Chinese,
 * Thai). A name that loses all its letters becomes `instead`: better `Stage 3` than a row of boxes.
 */
export function drawable(text: string, instead = ''): string {
  const plain = text
    .normalize('NFC')
    .replace(/(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/gu, '')
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ');
  const kept = split(plain).filter(canDraw).join('').replace(/ +/g, ' ').trim();
  const meaning = /\p{L}/u.test(plain) ? /\p{L}/u : /[\p{N}\p{S}]/u;
  return meaning.test(kept) ? kept : instead;
}

/** The text, cut with `…` where it would be wider than `room` units. */
export function fit(text: string, room: number, size: number, weight: Weight = 400): string {
  if (widthOf(text, size, weight) <= room) return text;
  const letters = split(text.slice(0, 400));
  let [most, least] = [letters.length, 0];
  const cut = (count: number): string => `${letters.slice(0, count).join('').trimEnd()}…`;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (widthOf(cut(middle), size, weight) <= room) least = middle;
    else most = middle - 1;
  }
  return cut(least);
}

/**
 * The locale itself, or `en` when its numbers or months need characters that the bundled fonts lack: leaving the 万 out of ￥42万
 * would write another amount.
 */
export function drawableLocale(locale: string, currency: string): string {
  const amounts = [-42, 4_200, 4_200_000, 42_000_000, 4.2e11, 4.2e14, 4.2e17].map((n) =>
    shortMoney(n, currency, locale),
  );
  const months = ['2026-01', '2026-02', '2026-10'].map((month) => monthName(month, 'short', locale));
  const text = [...amounts, ...months, percentOf(0.42, locale)].join('').replace(/[\s\p{Cf}]/gu, '');
  return canDraw(text) ? locale : 'en';
}

/** How a picture writes its numbers: as its locale does, where that can be drawn. */
export function drawableNumbers(locale: string, currency = 'EUR'): Numbers {
  return shortNumbers(drawableLocale(locale, currency), currency);
}
