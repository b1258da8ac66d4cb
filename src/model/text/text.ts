import { plainMarks } from './marks.ts';

/** Is there anything to see? Marks without width or direction alone are nothing. */
const isVisible = (words: string): boolean => /[^\s\p{Cc}\p{Cf}\p{Z}]/u.test(words);

/**
 * Text that both databases, JSON and every log can hold: without control characters but tabs and line breaks, and with
 * U+FFFD in the place of halves of surrogate pairs. Whatever comes from outside passes through here first.
 */
export function wellFormed(words: string): string {
  return words.replace(/(?![\t\n\r])\p{Cc}/gu, '').replace(/\p{Cs}/gu, '\ufffd');
}

/** What may stand in a text: no control signs, one way of writing each letter, no blanks around it. */
export function cleanText(words: string): string {
  const clean = wellFormed(words)
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\ufeff/g, '')
    .trim();
  return isVisible(clean) ? clean : '';
}

/** As much of what somebody looks for as can matter: no name is longer, and databases take no pattern of any length. */
export function sought(words: string): string {
  return cut(words, 200);
}

/** The same on one line. */
export function cleanLine(words: string): string {
  return cleanText(words).replace(/\s+/g, ' ');
}

/**
 * Folds case, accents, width and the ways of writing a mark, and leaves quotes out, so that "muller" finds "Müller",
 * "O'Neil" "O’Neil" and "ООО Ромашка" "ООО «Ромашка»". Both sides of every search pass through here.
 */
export function normalizeText(words: string): string {
  return (PLAIN.test(words) ? words.toLowerCase() : unaccented(words)).replace(/\s+/g, ' ').trim();
}

/** Words of letters and marks that have one way of being written: most are, and databases fold many. */
const PLAIN = /^[ !#-_a-~]*$/;

const unaccented = (words: string): string =>
  plainMarks(wellFormed(words))
    .replaceAll('"', '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/æ/g, 'ae');

/** Length as people count it: an emoji outside the basic plane is one sign, not two. */
export function lengthOf(words: string): number {
  return [...words].length;
}

/** Cuts to a number of signs with a visible `…`. */
export function cut(words: string, most: number): string {
  const signs = [...words];
  return signs.length <= most
    ? words
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
}

/** `a`, `a or b`, `a, b or c`. */
export function eitherOf(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);
}

/** `1 deal`, `2 deals`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
