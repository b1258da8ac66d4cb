import type { Value } from './fields.ts';
import { nationalDigits } from './phone.ts';

/** Erasing what is known of a person: which words tell of them, and what stands in their place. */

/** In place of what was erased. The database knows it too: see migrations/002_seals.ts. */
export const ERASED = '[erased]';

/** What an erased contact is called. */
export const NOBODY = 'Erased person';

/** Everything a person was ever called or reached by. */
export interface Traces {
  names: readonly string[];
  emails: readonly string[];
  /** E.164. */
  phones: readonly string[];
}

const literal = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Words with anything blank between them, and no letter around them. */
const wordsPattern = (name: string): string =>
  String.raw`(?<![\p{L}\p{N}])${name
    .split(/\s+/)
    .map(literal)
    .join(String.raw`\s+`)}(?![\p{L}\p{N}])`;

const emailPattern = (email: string): string => String.raw`(?<![\p{L}\p{N}.+-])${literal(email)}(?![\p{L}\p{N}-])`;

/** A number in any notation: with +, 00, 0 or nothing before it, blanks and signs between its digits. */
const phonePattern = (e164: string): string => {
  const between = String.raw`[\s ()./–-]*`;
  const national = nationalDigits(e164);
  const country = [...e164.slice(1, e164.length - national.length)].join(between);
  const before = String.raw`(?:(?:\+|00)${between}${country}${between}(?:\(?0\)?${between})?|\(?0${between})?`;
  return String.raw`(?<!\d)${before}${[...national].join(between)}(?!\d)`;
};

/** Finds every trace in a text, the longest first; null when there is nothing to look for. */
export function tracePattern({ names, emails, phones }: Traces): RegExp | null {
  const longestFirst = (words: readonly string[]): string[] => words.toSorted((a, b) => b.length - a.length);
  const parts = [
    ...longestFirst(emails).map(emailPattern),
    ...longestFirst(names).map(wordsPattern),
    ...phones.map(phonePattern),
  ];
  return parts.length > 0 ? new RegExp(parts.join('|'), 'giu') : null;
}

/** The text without the traces. */
export function withoutTraces(text: string, pattern: RegExp): string {
  return text.replace(pattern, ERASED);
}

/** The parts of a name that tell of a person where it is clear who is meant: three letters or more. */
export function partsOf(name: string): string[] {
  return name.split(/\s+/).filter((part) => [...part].length >= 3);
}

/** What a value of an erased record becomes in the trail. */
export function erasedValue(value: Value): Value {
  return value === null ? null : ERASED;
}
