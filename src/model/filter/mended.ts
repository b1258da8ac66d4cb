import { normalizeText } from '../text/text.ts';
import { inOrder, joinerAt, type TokenReader, type Token } from './joiners.ts';
import { nameKey } from './names.ts';
import { tokensOf } from './tokens.ts';

/** A condition, or a word, on its way to a line that means what was meant. */
interface MendedCondition {
  minus: boolean;
  /** Blank for a word. */
  name: string;
  operator: string;
  values: string[];
}

const partOf = (text: string, token: Token, { isBare }: TokenReader): MendedCondition => {
  if ('clause' in token) {
    const { name, operator, not, values } = token.clause;
    const slices = values.flatMap(({ quoted, from, to }) =>
      quoted ? [text.slice(from, to)] : text.slice(from, to).split('|'),
    );
    const own = new RegExp(`^${name.text}[:=]`, 'i');
    return { minus: not, name: name.text, operator, values: slices.map((one) => one.replace(own, '')) };
  }
  const word = text.slice(token.word.from, token.word.to);
  if (!isBare(token.word)) return { minus: false, name: '', operator: '', values: [word] };
  const [minus, bare] = [word.startsWith('-'), word.replace(/^-/, '')];
  return normalizeText(bare) === 'mine'
    ? { minus, name: 'owner', operator: ':', values: ['me'] }
    : { minus, name: 'is', operator: ':', values: [bare] };
};

/** One condition for either of two; null where no one condition says that. */
const either = (left: MendedCondition, right: MendedCondition): MendedCondition | null => {
  const same = right.name === '' || nameKey(right.name) === nameKey(left.name);
  const fits =
    same &&
    !left.minus &&
    !right.minus &&
    left.name !== '' &&
    left.operator === ':' &&
    (right.name === '' || right.operator === ':');
  return fits ? { ...left, values: [...left.values, ...right.values] } : null;
};

const wordsOf = ({ minus, name, operator, values }: MendedCondition): string =>
  `${minus ? '-' : ''}${name}${operator}${values.join(',')}`;

/** Several that are left out together: a minus before one of them says something else. */
const NOT_BOTH = /(?:\bnot\s*|[-!])\([^()]*[^\s()]\s+[^\s()]/i;

/** The line as it would have to be written for what was meant; null where no filter says that. */
export function mended(typed: string, reader: TokenReader): string | null {
  if (NOT_BOTH.test(typed)) return null;
  const text = typed.replace(/[-!]\(/g, ' NOT ').replace(/[()]/g, ' ');
  const tokens = inOrder(tokensOf(text, reader.isName));
  const parts: MendedCondition[] = [];
  let [minus, joins] = [false, false];
  for (const [at, token] of tokens.entries()) {
    const joiner = joinerAt(tokens, at, reader);
    if (joiner === 'not') minus = !minus;
    if (joiner === 'or') joins = true;
    if (joiner !== null) continue;
    const part = partOf(text, token, reader);
    if (minus && part.name === '') return null;
    const meant = { ...part, minus: part.minus !== minus };
    const last = joins ? parts.pop() : undefined;
    const joined = joins ? last && either(last, meant) : meant;
    if (!joined) return null;
    parts.push(joined);
    [minus, joins] = [false, false];
  }
  return parts.length === 0 || joins || minus ? null : parts.map(wordsOf).join(' ');
}
