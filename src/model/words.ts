/** Is there anything to see? Marks without width or direction alone are nothing. */
const isVisible = (words: string): boolean => /[^\s\p{Cc}\p{Cf}\p{Z}]/u.test(words);

/** What may stand in a text: no control signs, one way of writing each letter, no blanks around it. */
export const cleanText = (words: string): string => {
  const clean = words
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- control signs are exactly what is meant
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/g, '')
    .trim();
  return isVisible(clean) ? clean : '';
};

/** As much of what somebody looks for as can matter: no name is longer, and databases take no pattern of any length. */
export const sought = (words: string): string => cut(words, 200);

/** The same on one line. */
export const cleanLine = (words: string): string => cleanText(words).replace(/\s+/g, ' ');

/** Folds case, accents and width, so that "muller" finds "Müller". Both sides of every search pass through here. */
export const fold = (words: string): string =>
  words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/æ/g, 'ae')
    .replace(/\s+/g, ' ')
    .trim();

/** Length as people count it: an emoji outside the basic plane is one sign, not two. */
export const lengthOf = (words: string): number => [...words].length;

/** Cuts to a number of signs with a visible `…`. */
export const cut = (words: string, most: number): string => {
  const signs = [...words];
  return signs.length <= most
    ? words
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
};

/** `1 deal`, `2 deals`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
