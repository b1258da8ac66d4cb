import { Unclear } from '../errors.ts';
import type { Piece } from './tokens.ts';

/** A word of the filter that means nothing: the error shows the whole filter with that word marked. */
export function unclearAt(filter: string, { from, to }: Pick<Piece, 'from' | 'to'>, why: string): Unclear {
  return new Unclear(`${why.charAt(0).toUpperCase()}${why.slice(1)}`, { where: { words: filter, from, to } });
}
