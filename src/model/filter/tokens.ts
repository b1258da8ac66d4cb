import { QUOTED, QUOTES } from '../text/marks.ts';
import { Unclear } from '../errors.ts';

/** A piece of the filter as it was typed; `from` and `to` say where it stands. */
export interface Piece {
  text: string;
  quoted: boolean;
  from: number;
  to: number;
}

export type Operator = ':' | '<' | '<=' | '>' | '>=';

/** `-industry:software`, `amount>10k`, `owner:@ana,@ben`. */
export interface Clause {
  name: Piece;
  operator: Operator;
  not: boolean;
  values: readonly Piece[];
  from: number;
  to: number;
}

export interface Tokens {
  clauses: readonly Clause[];
  words: readonly Piece[];
}

const MOST = 4000;

const HEAD = /(-?)(\p{L}[\p{L}\p{M}\d_-]*)(\s*)(>=|<=|!=|[:=<>])(?!\/\/)(\s*)/uy;
const QUOTED_PIECE = new RegExp(QUOTED, 'y');
/** A comma inside a number (`10,000`) is part of it. */
const BARE = new RegExp(String.raw`(?:[^\s,${QUOTES}«»]|(?<=\d),(?=\d{1,3}(?!\d)))+`, 'y');
const COMMA = /,\s*/y;
const BLANK = /[\s,]+/y;
const WORD = new RegExp(String.raw`[^\s${QUOTES}«»]+`, 'y');

const at = (pattern: RegExp, text: string, from: number): RegExpExecArray | null => {
  pattern.lastIndex = from;
  return pattern.exec(text);
};

const pieceAt = (text: string, from: number, bare: RegExp): Piece | null => {
  const [whole, ...inside] = at(QUOTED_PIECE, text, from) ?? [];
  if (whole !== undefined) return { text: inside.join(''), quoted: true, from, to: from + whole.length };
  const [run] = at(bare, text, from) ?? [];
  return run === undefined ? null : { text: run, quoted: false, from, to: from + run.length };
};

/** The values of a clause: one, or several with commas between them. */
const valuesAt = (text: string, from: number): Piece[] => {
  const values: Piece[] = [];
  let next: number = from;
  for (;;) {
    const value = pieceAt(text, next, BARE);
    if (!value) return values;
    values.push(value);
    const [comma] = at(COMMA, text, value.to) ?? [];
    if (comma === undefined) return values;
    next = value.to + comma.length;
  }
};

/** @param isName tells `amount > 10k` from words with a sign between them */
const clauseAt = (text: string, from: number, isName: (word: string) => boolean): Clause | null => {
  const head = at(HEAD, text, from);
  if (!head) return null;
  const [whole, minus = '', word = '', before = '', sign = ''] = head;
  if (before !== '' && !isName(word)) return null;
  const start = from + minus.length;
  const name = { text: word, quoted: false, from: start, to: start + word.length };
  const values = valuesAt(text, from + whole.length);
  const to = values.at(-1)?.to ?? from + whole.trimEnd().length;
  const operator = sign === '=' || sign === '!=' ? ':' : (sign as Operator);
  return { name, operator, not: (minus === '-') !== (sign === '!='), values, from, to };
};

/**
 * Takes a filter apart into clauses and free words. Nothing in it is judged yet, but its length.
 * @throws Unclear when it is longer than 4000 characters
 */
export function tokensOf(text: string, isName: (word: string) => boolean): Tokens {
  if (text.length > MOST) throw new Unclear(`That filter is too long. Shorten it to ${MOST} characters.`);
  const clauses: Clause[] = [];
  const words: Piece[] = [];
  let next = 0;
  while (next < text.length) {
    const blank = at(BLANK, text, next);
    const clause = blank ? null : clauseAt(text, next, isName);
    const word = blank || clause ? null : pieceAt(text, next, WORD);
    if (clause) clauses.push(clause);
    if (word && word.text.trim() !== '') words.push(word);
    // A quote that is never closed stands alone: it is passed over.
    next = blank ? next + blank[0].length : (clause?.to ?? word?.to ?? next + 1);
  }
  return { clauses, words };
}
