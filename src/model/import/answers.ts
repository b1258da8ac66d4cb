import { cleanLine, normalizeText } from '../text/text.ts';
import { referenceOfKey } from './targets.ts';
import type { Convention } from './columns.ts';

/** What words in a file stand for, as somebody said: a value, nothing, or a record that is to be created for them. */
export type Meaning = { is: 'value'; raw: string | number } | { is: 'empty' } | { is: 'create'; words?: string };

/** `skip`: their rows are left out. */
export type Others = 'empty' | 'create' | 'skip';

/** Input as the parser takes it, or the name of a record that is to be created for it. */
export type Default = { is: 'value'; raw: string | number } | { is: 'create'; words: string };

/** What somebody said about cells that mean nothing by themselves. It holds for all rows of the file. */
export interface Answers {
  /** Target to how its cells are read that could mean two things. */
  conventions: Readonly<Record<string, Convention>>;
  /** Target to what its words stand for, by the words as `wordsKey` writes them. */
  values: Readonly<Record<string, Readonly<Record<string, Meaning>>>>;
  /** Target to what becomes of all words that mean nothing and that `values` does not name. */
  others: Readonly<Record<string, Others>>;
  /** Columns that go into several fields, a number for each further one. Their targets stand behind those of the columns. */
  copies: readonly number[];
  /** Field to what rows get that must have it and say nothing. */
  defaults: Readonly<Record<string, Default>>;
}

export const NO_ANSWERS: Answers = { conventions: {}, values: {}, others: {}, copies: [], defaults: {} };

/**
 * Words by which case, accents and spaces make no difference.
 * @param target where they stand: two IDs of Salesforce may differ in nothing but case
 */
export function wordsKey(words: string, target = ''): string {
  const line = cleanLine(words);
  return referenceOfKey(target) === null ? normalizeText(line) : line;
}

/** What somebody said that these words stand for; undefined where nobody did. */
export function meaningOf({ values }: Answers, target: string, words: string): Meaning | undefined {
  return values[target]?.[wordsKey(words, target)];
}

/** Answers with later ones, which count more. */
export function withAnswers(before: Answers, more: Partial<Answers>): Answers {
  const values = { ...before.values };
  for (const [target, meanings] of Object.entries(more.values ?? {}))
    values[target] = { ...values[target], ...meanings };
  return {
    conventions: { ...before.conventions, ...more.conventions },
    values,
    others: { ...before.others, ...more.others },
    copies: more.copies ?? before.copies,
    defaults: { ...before.defaults, ...more.defaults },
  };
}
