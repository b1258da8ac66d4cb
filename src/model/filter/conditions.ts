import type { Entity } from '../entity.ts';
import { isTime } from '../dates/clock-words.ts';
import { cut } from '../text/text.ts';
import { inOrder, joinerAt, type Joiner, type TokenReader, type Token } from './joiners.ts';
import { mended } from './mended.ts';
import { filterableCalled, nameKey } from './names.ts';
import { tokensOf, type Clause, type Piece, type Tokens } from './tokens.ts';
import { unclearAt } from './unclear.ts';

const HOW = 'Use a comma for either value, like stage:won,lead, and a minus to exclude, like -stage:won.';

interface Wrong {
  piece: Pick<Piece, 'from' | 'to'>;
  say: string;
}

/** `<@U0ANA|ana>`: Slack writes the name behind a line of its own. */
const MENTION = /<[@#!][^>]*>/g;

const inClause = ({ name, values }: Clause, parentheses: boolean): Wrong | null => {
  const own = (text: string): boolean => nameKey(/^([^:=]+)[:=]/.exec(text)?.[1] ?? '') === nameKey(name.text);
  for (const piece of values.filter(({ quoted }) => !quoted)) {
    if (piece.text.replace(MENTION, '').includes('|') || own(piece.text))
      return { piece, say: `“${cut(piece.text, 40)}” is more than one value.` };
    if (parentheses && piece.text.endsWith(')')) return { piece, say: 'Filters can’t use parentheses.' };
  }
  return null;
};

const SAYS: Readonly<Record<Exclude<Joiner, 'and'>, string>> = {
  or: 'doesn’t work between conditions: all of them apply.',
  not: 'doesn’t exclude anything.',
};

/** A word that opens a group of conditions. */
const opens = ({ text, quoted }: Piece): boolean => !quoted && /^[-!]?\((?:$|\(|[^)]*[:<>=])/.test(text);

/** The first thing in the line that other languages of filters have and this one has not. */
const wrongIn = (tokens: readonly Token[], reader: TokenReader): Wrong | null => {
  const parentheses = tokens.some((token) => 'word' in token && opens(token.word));
  for (const [at, token] of tokens.entries()) {
    const joiner = joinerAt(tokens, at, reader);
    const wrong = 'clause' in token ? inClause(token.clause, parentheses) : null;
    if (wrong) return wrong;
    if (!('word' in token)) continue;
    if (opens(token.word)) return { piece: token.word, say: 'Filters can’t use parentheses.' };
    if (joiner === 'or' || joiner === 'not') return { piece: token.word, say: `“${token.word.text}” ${SAYS[joiner]}` };
  }
  return null;
};

const isDay = (entity: Entity, token: Token | undefined): boolean => {
  const name = token && 'clause' in token ? token.clause.name.text : '';
  return ['date', 'dateTime'].includes(filterableCalled(entity, name)?.field.kind ?? '');
};

/** A time behind the day of a condition, where only days are asked of. */
const timeIn = (tokens: readonly Token[], { entity }: TokenReader): Wrong | null => {
  const at = tokens.findIndex(
    (token, index) =>
      'word' in token && !token.word.quoted && isTime(token.word.text) && isDay(entity, tokens[index - 1]),
  );
  const token = tokens[at];
  if (!token || !('word' in token)) return null;
  return { piece: token.word, say: `Filters use days, not times. Leave out “${token.word.text}”.` };
};

/**
 * Takes a filter apart as `tokensOf` does, without the `and` between conditions, which says what holds anyway.
 * @throws Unclear where it has `or`, `not`, `|` or parentheses, with the line that says what was meant
 */
export function conditionsIn(text: string, reader: TokenReader): Tokens {
  const { clauses, words } = tokensOf(text, reader.isName);
  const tokens = inOrder({ clauses, words });
  const wrong = wrongIn(tokens, reader);
  if (wrong) {
    const better = mended(text, reader);
    throw unclearAt(text, wrong.piece, `${wrong.say} ${better === null ? HOW : `Use ${cut(better, 300)} instead.`}`);
  }
  const time = timeIn(tokens, reader);
  if (time) throw unclearAt(text, time.piece, time.say);
  const isWord = (token: Token, at: number): token is { word: Piece } =>
    'word' in token && joinerAt(tokens, at, reader) === null;
  return { clauses, words: tokens.filter(isWord).map(({ word }) => word) };
}
