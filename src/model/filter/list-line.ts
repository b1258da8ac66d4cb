import type { Entity } from '../entity.ts';
import { entityCalled, entityOf, RECORDS } from '../registry.ts';
import { normalizeText } from '../text/text.ts';
import { isBareCondition, isNameOf } from './parse.ts';
import { filterableCalled } from './names.ts';
import { tokensOf } from './tokens.ts';

/** A line that asks for a list, with the kind of records apart. */
export interface ListLine {
  entity: Entity;
  /** Filter and order. */
  words: string;
}

const WORD = /["“”„][^"“”„]*["“”„]|\S+/g;
/** Before the name of the records these say nothing. */
const EMPTY: ReadonlySet<string> = new Set(['all', 'the', 'every', 'any', 'our']);
/** So many words may stand before it: `all my open deals`. */
const MOST_BEFORE = 4;

/** `active` before customers is one of their choices. */
const choiceCalled = (entity: Entity, word: string): string | null => {
  const found = Object.entries(entity.fields).find(
    ([, field]) =>
      field.kind === 'choice' &&
      Object.entries(field.options).some((names) => names.some((name) => normalizeText(name) === normalizeText(word))),
  );
  return found ? `${found[0]}:${word}` : null;
};

/** What a word before the name of the records means after it; null where it means nothing there. */
const conditionOf = (entity: Entity, word: string): string | null => {
  const key = normalizeText(word);
  if (EMPTY.has(key)) return '';
  if (tokensOf(word, isNameOf(entity, [])).clauses.length > 0) return word;
  if ((key === 'my' || key === 'mine') && filterableCalled(entity, 'owner')) return 'mine';
  const piece = { text: word, quoted: false, from: 0, to: word.length };
  return isBareCondition(entity, piece) ? word : choiceCalled(entity, word);
};

/** The kind that knows all the names in the line; undefined where several do, or none. */
const onlyKindFor = (line: string): Entity | undefined => {
  const fits = (entity: Entity): boolean => {
    const { clauses, words } = tokensOf(line, isNameOf(entity, []));
    const known = clauses.every(({ name }) => isNameOf(entity, [])(name.text));
    const bare = words.some((word) => isBareCondition(entity, word) && !/mine$/i.test(word.text));
    return known && (clauses.length > 0 || bare);
  };
  const [first, second] = RECORDS.map(entityOf).filter(fits);
  return second ? undefined : first;
};

/**
 * Understands `deals stage:won`, and what people say instead: `open deals`, `my deals`, `active customers`; without a name
 * the only kind of records that has all of what is asked for.
 * @returns null where it names no kind of records, or means nothing before its name
 */
export function readListLine(line: string): ListLine | null {
  const words = [...line.matchAll(WORD)].slice(0, MOST_BEFORE + 1);
  const at = words.findIndex(([word]) => entityCalled(word) !== undefined);
  const match = words[at];
  if (!match) {
    const only = onlyKindFor(line);
    return only ? { entity: only, words: line.trim() } : null;
  }
  const entity = entityCalled(match[0]) as Entity;
  const before = words.slice(0, at).map(([word]) => conditionOf(entity, word));
  if (before.includes(null)) return null;
  const after = line.slice(match.index + match[0].length).trim();
  return { entity, words: [...before, after].filter(Boolean).join(' ') };
}

/** How such a line would have to be written, where a kind of records is named in it behind words that mean nothing there. */
export function listLineFor(line: string): string | null {
  const words = [...line.matchAll(WORD)].map(([word]) => word);
  const at = words.findIndex((word) => entityCalled(word) !== undefined);
  if (at < 1) return null;
  return [entityCalled(words[at] ?? '')?.plural, ...words.slice(0, at), ...words.slice(at + 1)].join(' ');
}
