import { cleanLine, cut } from '../../../model/text/text.ts';
import { ID, KEY } from '../../../model/import/targets.ts';
import type { RowPlan } from '../row-plan.ts';
import { headingOf, type Reading } from '../meaning/reading.ts';

/** Why rows can’t be imported, in one sentence for all of them. */
export interface Cause {
  /** What it is about; blank for the row. */
  target: string;
  heading: string | null;
  /** `value`: words in the column mean nothing. `missing`: nothing is said of what a record must have. */
  is: 'value' | 'missing' | 'other';
  /** Of the first of them. */
  reason: string;
  rows: number;
  /** The first three. */
  examples: { line: number; words: string | null }[];
  /** The words, the most frequent first. */
  values: { words: string; rows: number }[];
  /** Words beyond those. */
  more: number;
}

/** Distinct words that are kept of a cause: more than that nobody answers one by one. */
const MOST_VALUES = 200;
const EXAMPLES = 3;

interface Growing extends Omit<Cause, 'values' | 'more'> {
  values: Map<string, { words: string; rows: number }>;
  more: Set<string>;
}

/** Sentences that differ in nothing but what they quote are one. */
const patternOf = (reason: string): string => reason.replace(/“[^”]*”/g, '“…”').replace(/\p{Lu}-\d+|\d+/gu, '0');

type Part = Extract<RowPlan, { is: 'bad' }>['trouble']['parts'][number];

const kindOf = (reading: Reading, { name, words }: Part): Cause['is'] => {
  if (name === '' || name === ID.name || name === KEY.name) return 'other';
  if (words !== null) return 'value';
  return name in reading.entity.fields ? 'missing' : 'other';
};

/** Gathers why rows stay out, some rows after the other. */
export function gatherCauses(reading: Reading) {
  const causes = new Map<string, Growing>();
  const see = (line: number, part: Part): void => {
    const { name, words, text } = part;
    const is = kindOf(reading, part);
    const id = is === 'other' ? `${is} ${name} ${patternOf(text)}` : `${is} ${name}`;
    const cause: Growing = causes.get(id) ?? {
      target: name,
      heading: name === '' ? null : headingOf(reading, name),
      is,
      reason: text,
      rows: 0,
      examples: [],
      values: new Map(),
      more: new Set(),
    };
    causes.set(id, cause);
    cause.rows += 1;
    if (cause.examples.length < EXAMPLES) cause.examples.push({ line, words: words === null ? null : cut(words, 80) });
    if (words === null || is !== 'value') return;
    const key = cleanLine(words);
    const known = cause.values.get(key);
    if (known) known.rows += 1;
    else if (cause.values.size < MOST_VALUES) cause.values.set(key, { words: key, rows: 1 });
    else cause.more.add(key);
  };
  return {
    see,
    all: (): Cause[] =>
      [...causes.values()]
        .map(({ values, more, ...cause }) => ({
          ...cause,
          values: [...values.values()].toSorted((a, b) => b.rows - a.rows),
          more: more.size,
        }))
        .toSorted((a, b) => b.rows - a.rows),
  };
}
