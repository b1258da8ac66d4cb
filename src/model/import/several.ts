import { cleanLine } from '../text/text.ts';

/** The first of several values in a cell, and those that are left over. */
export interface Several {
  first: string;
  rest: readonly string[];
}

const alone = (words: string): Several => ({ first: words, rest: [] });

const severalOf = (parts: readonly string[], words: string): Several => {
  const [first, ...rest] = [...new Set(parts.map(cleanLine).filter((part) => part !== ''))];
  return first === undefined ? alone(words) : { first, rest };
};

/** `ana@acme.example; sales@acme.example`: no e-mail address has a blank, a comma or a stroke in it. */
export function severalEmails(words: string): Several {
  const parts = words.split(/[\s;,/|]+/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => part.includes('@')) ? severalOf(parts, words) : alone(words);
}

/**
 * `030 1234567; 030 7654321`. A stroke may stand within a number too: 030/1234567.
 * @param isOne whether words are one number
 */
export function severalPhones(words: string, isOne: (part: string) => boolean): Several {
  const parts = words.split(/[;,\n|]+/).filter((part) => /\d/.test(part));
  if (parts.length > 1) return severalOf(parts, words);
  const sides = words.split(/\s*\/\s*/);
  return sides.length > 1 && sides.every((side) => isOne(side)) ? severalOf(sides, words) : alone(words);
}

/** `Further phone: 030 7654321`, as a line of notes. */
export function labelled(label: string, values: readonly string[]): string {
  return `Further ${label.toLowerCase()}: ${values.join(', ')}`;
}

const hostOf = (url: string): string =>
  url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/s, '');

/** `https://www.acme.example; acme.example`: addresses of one host are one, as the first of them stands. */
export function severalUrls(words: string): Several {
  const parts = words.split(/[\s;]+/).filter((part) => part !== '');
  if (parts.length < 2 || !parts.every((part) => /^[^\s.]+\.[^\s]+$/.test(hostOf(part)))) return alone(words);
  return severalOf(
    parts.filter((part, at) => parts.findIndex((other) => hostOf(other) === hostOf(part)) === at),
    words,
  );
}
