import { EVERY, rhythmIn } from '../../model/dates/recurrence-words.ts';
import { readListLine } from '../../model/filter/list-line.ts';
import { filterableCalled, nameKey } from '../../model/filter/names.ts';
import { Unclear } from '../../model/errors.ts';
import { entityOf, RECORDS } from '../../model/registry.ts';
import { cut, listed } from '../../model/text/text.ts';
import type { Command } from './command.ts';

/** A word with a name and a value: `by:owner`, `amount>10k`. */
interface Stray {
  /** As typed, with its value. */
  typed: string;
  /** `asof` for `as-of` and `asof`. */
  key: string;
  value: string;
  /** The words without it. */
  rest: string;
}

const OPTION = /(?<![^\s,])-?(\p{L}[\p{L}-]*)(?:[<>]=?|[:=])((?:"[^"]*"|“[^”]*”|\S)+)/gu;
/** A quote by itself is text; one behind a colon is a value. */
const QUOTED = /(?<![^\s,])["“„][^"“”„]*["“”„]/g;

const AS_OF = 'asof';

const isField = (key: string): boolean =>
  ['is', 'quiet'].includes(key) || RECORDS.some((name) => filterableCalled(entityOf(name), key) !== undefined);

const optionsIn = (words: string): Stray[] => {
  const open = words.replace(QUOTED, (quote) => ' '.repeat(quote.length));
  return [...open.matchAll(OPTION)].map(({ 0: typed, 1: name = '', 2: value = '', index }) => ({
    ...{ typed, key: nameKey(name), value },
    rest: `${words.slice(0, index)} ${words.slice(index + typed.length)}`.replace(/\s+/g, ' ').trim(),
  }));
};

const isRhythm = (typed: string): boolean => {
  try {
    return rhythmIn(typed, EVERY) !== null;
  } catch {
    return false;
  }
};

/** In free text, only what is surely an option: `to:me`, but not `to: Ana`, and never `re:offer`. */
const isSurely = ({ typed, key, value }: Stray): boolean => {
  if (key === AS_OF) return true;
  if (key === 'to') return /^@?(?:me|here|channel)$/i.test(value);
  return key === 'every' && isRhythm(typed);
};

const takes = (verb: Command, key: string): boolean =>
  (verb.options ?? []).includes(key) || (key === AS_OF && verb.past !== undefined);

/** Does the filter of a list know that name? */
const isFiltered = (words: string, key: string): boolean => {
  const entity = readListLine(words)?.entity;
  return entity === undefined || filterableCalled(entity, key) !== undefined || ['is', 'quiet'].includes(key);
};

const isStray = (verb: Command, words: string, verbs: readonly Command[], stray: Stray): boolean => {
  const { key } = stray;
  const known = verbs.some((one) => takes(one, key));
  if (takes(verb, key) || verb.words === 'own') return false;
  if (verb.words === 'text') return isSurely(stray);
  if (verb.words === 'filter') return known && !isFiltered(words, key);
  return known || isField(key);
};

const commands = (verbs: readonly Command[]): string =>
  listed(verbs.filter(({ usage }) => usage !== undefined).map(({ name }) => `\`/crm ${name}\``));

/** A command that takes one record and nothing else. */
const OF_ONE = /^\S+ <(?:record|contact)>$/;

/** What works instead. */
const instead = (verb: Command, verbs: readonly Command[], { typed, key, value, rest }: Stray): string => {
  const able = verbs.filter((one) => takes(one, key));
  if (able.length === 0) return `Filters work with ${commands(verbs.filter(({ words }) => words === 'filter'))}.`;
  const name = /^-?([^:=<>]*)/.exec(typed)?.[1] ?? '';
  const works = `\`${name}:\` works with ${commands(able)}.`;
  if (key === AS_OF && rest !== '' && OF_ONE.test(verb.usage ?? ''))
    return `It can’t show or change an earlier day. Use \`/crm show ${cut(rest, 80).replaceAll('`', '')} as-of:${cut(value, 40).replaceAll('`', '')}\`. ${works}`;
  const asText = verb.words === 'text' ? ' Put it in quotes to keep it as text.' : '';
  return `${key === AS_OF ? 'It can’t show or change an earlier day. ' : ''}${works}${asText}`;
};

/**
 * Rejects options that a command doesn't take: they would become part of a name or be ignored.
 * @param verbs all of them, some of which do take it
 * @throws Unclear, with what works
 */
export function assertTaken(verb: Command, words: string, verbs: readonly Command[]): void {
  const stray = optionsIn(words).find((one) => isStray(verb, words, verbs, one));
  if (!stray) return;
  const typed = cut(stray.typed, 60).replaceAll('`', '');
  throw new Unclear(`\`/crm ${verb.name}\` doesn’t take “${typed}”. ${instead(verb, verbs, stray)}`);
}
