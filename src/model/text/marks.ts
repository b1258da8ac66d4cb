/** What keyboards, phones and word processors write in place of a plain mark. */
const APOSTROPHES = '‘’‚‛‹›ʹʻʼʽ′´`＇';
const DASHES = '‐‑‒–—―−⁃﹘﹣－';
const CURLY = '“”„‟〝〞″＂';
const POINTED = '«»';

const PLAIN: ReadonlyMap<string, string> = new Map([
  ...[...APOSTROPHES].map((mark) => [mark, "'"] as const),
  ...[...DASHES].map((mark) => [mark, '-'] as const),
  ...[...CURLY, ...POINTED].map((mark) => [mark, '"'] as const),
]);
const VARIANT = new RegExp(`[${[...PLAIN.keys()].join('')}]`, 'gu');

/** The words with plain apostrophes, quotes and dashes: `O’Neil – „Dock“` -> `O'Neil - "Dock"`. */
export function plainMarks(words: string): string {
  return words.replace(VARIANT, (mark) => PLAIN.get(mark) ?? mark);
}

/** For a character class: marks that quote words of a line. Any of them opens, and any of them closes. */
export const QUOTES = `"${CURLY}`;

const QUOTE = new RegExp(`[${QUOTES}]`, 'gu');

/** The words in quotes, as one piece of a line; quotes of their own are left out. */
export function inQuotes(words: string): string {
  return `"${words.replace(QUOTE, '')}"`;
}

/** A quoted piece of a line, as the source of a pattern: what stands in the quotes is one of its groups. */
export const QUOTED = [
  `[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]`,
  '«([^»]*)»',
  '»([^«]*)«',
  // An apostrophe stands within words as well, so these are quotes only around a whole piece.
  String.raw`['‘‚‹](\S(?:.*?\S)?)['’‘›](?=[\s,]|$)`,
].join('|');

const WHOLE = new RegExp(`^(?:${QUOTED})$`, 'su');
const LEFT_OVER = new RegExp(`^[${QUOTES}]|[${QUOTES}]$`, 'gu');

/** The words without quotes around them; one that was never closed goes as well: `"Acme Corp` -> `Acme Corp`. */
export function unquoted(words: string): string {
  const [, ...inside] = WHOLE.exec(words.trim()) ?? [];
  return (inside.find((piece) => piece !== undefined) ?? words.trim().replace(LEFT_OVER, '')).trim();
}
