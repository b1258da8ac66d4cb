import type { Entity } from '../entity.ts';
import type { Lean } from '../dates/calendar.ts';
import { dayInDigits, type Here } from '../dates/day-in-digits.ts';
import { filterableCalled, nameKey } from './names.ts';
import { isNameOf } from './parse.ts';
import { tokensOf, type Piece } from './tokens.ts';

/** Where else in a line days stand, beside the values of conditions. */
export interface DayPlaces {
  /** Clauses that are no conditions. */
  asides?: readonly string[];
  /** Those of them that take a day that is gone, such as `since`. */
  since?: readonly string[];
  /** Words without a name before them are a period. */
  bare?: true;
}

/** Moments are of what happened; days of this year may lie ahead as well. */
const LEANS: Readonly<Record<string, Lean>> = { date: 'this year', dateTime: 'past' };

const inFull = (words: string, here: Here, lean: Lean): string =>
  words
    .split(/(\.{2,3}|…)/)
    .map((part) => dayInDigits(part, here, lean) ?? part)
    .join('');

/**
 * The line with the days in it that stand in digits, such as `closing:12/01`, as ISO days: kept words then mean the same
 * day next year and in another region, and whoever reads them back sees which day was understood.
 */
export function withDaysInFull(
  entity: Entity,
  text: string,
  here: Here,
  { asides = [], since = [], bare }: DayPlaces = {},
): string {
  const { clauses, words } = tokensOf(text, isNameOf(entity, [...asides, ...since]));
  const found: { piece: Piece; lean: Lean }[] = bare ? words.map((piece) => ({ piece, lean: 'past' })) : [];
  for (const { name, values } of clauses) {
    const kind = filterableCalled(entity, name.text)?.field.kind ?? '';
    const lean = since.includes(nameKey(name.text)) ? 'past' : LEANS[kind];
    if (lean) found.push(...values.map((piece) => ({ piece, lean })));
  }
  return found
    .toSorted((a, b) => b.piece.from - a.piece.from)
    .reduce((line, { piece: { text: typed, from, to }, lean }) => {
      const full = inFull(typed, here, lean);
      return full === typed ? line : line.slice(0, from) + full + line.slice(to);
    }, text);
}
