import type { Entity } from '../entity.ts';
import type { Clause, Piece, Tokens } from './tokens.ts';

/** What of a line is a condition, which the entity decides. */
export interface TokenReader {
  entity: Entity;
  isName: (word: string) => boolean;
  /** A condition by itself, such as `open`. */
  isBare: (piece: Piece) => boolean;
}

export type Token = { clause: Clause } | { word: Piece };
export type Joiner = 'or' | 'and' | 'not';

const SPELLINGS: readonly (readonly [Joiner, RegExp])[] = [
  ['or', /^(?:or|\|\|?)$/i],
  ['and', /^(?:and|&&?)$/i],
  ['not', /^(?:not|!)$/i],
];
/** Nobody means these as words to look for. */
const SURE = /^(?:\|\|?|&&|OR|AND|NOT)$/;

const fromOf = (token: Token): number => ('clause' in token ? token.clause.from : token.word.from);

/** Clauses and words in the order in which they were typed. */
export function inOrder({ clauses, words }: Tokens): Token[] {
  return [...clauses.map((clause) => ({ clause })), ...words.map((word) => ({ word }))].toSorted(
    (a, b) => fromOf(a) - fromOf(b),
  );
}

/** What the token joins with what stands beside it: `and` between two words of a name is one of them. */
export function joinerAt(tokens: readonly Token[], at: number, { isBare }: TokenReader): Joiner | null {
  const token = tokens[at];
  if (!token || !('word' in token) || token.word.quoted) return null;
  const { text } = token.word;
  const joiner = SPELLINGS.find(([, spelling]) => spelling.test(text))?.[0] ?? null;
  const isCondition = (beside: Token | undefined): boolean =>
    beside !== undefined && ('clause' in beside || isBare(beside.word));
  const joins = isCondition(tokens[at + 1]) || (joiner !== 'not' && isCondition(tokens[at - 1]));
  return SURE.test(text) || joins ? joiner : null;
}
