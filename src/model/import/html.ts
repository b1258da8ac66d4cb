import { convert, type HtmlToTextOptions } from 'html-to-text';

/** What editors of notes and emails write, and what hardly anybody types: `a <b> c` and `<iris@acme.example>` are none. */
const PAIRED =
  'a|abbr|address|article|b|blockquote|body|center|code|dd|div|dl|dt|em|font|h[1-6]|head|html|i|li|ol|p|pre|s|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul';
const TAG = new RegExp(String.raw`<(/?)(${PAIRED})(?:\s[^<>]*)?>`, 'gi');
const ALONE = /<(?:br|hr)\s*\/?>|<img\s[^<>]*>/i;
/** Characters that are written by name or number, as in text without a tag that comes from an editor. */
const NAMED = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[\da-f]{2,5});/i;

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true } },
    { selector: 'ul', options: { itemPrefix: '• ' } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
  ],
};

/** Words that are HTML, and not words with a sign of it in them: one of its elements is opened and closed. */
const isHtml = (words: string): boolean => {
  if (ALONE.test(words)) return true;
  const opened = new Set<string>();
  for (const [, end, name = ''] of words.matchAll(TAG)) {
    const element = name.toLowerCase();
    if (end === '') opened.add(element);
    else if (opened.has(element)) return true;
  }
  return false;
};

const tidy = (text: string): string =>
  text
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const converted = (html: string): string | null => {
  try {
    return tidy(convert(html, OPTIONS));
  } catch (error) {
    // Elements that are nested by the thousand are nobody's note: the words stay as they are.
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/**
 * The text of a cell that is HTML, with its paragraphs, lists and links (`text (https://…)`). Any other text stays as it
 * is, but for characters that are written by name.
 */
export function textOfHtml(words: string): string {
  if (isHtml(words)) return converted(words) ?? words;
  return NAMED.test(words) ? (converted(`<pre>${words.replace(/</g, '&lt;')}</pre>`) ?? words) : words;
}
