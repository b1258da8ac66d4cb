import type { Entity } from '../entity.ts';
import { daysCalled } from './days.ts';
import { filterableCalled, filterables, LAST_TOUCH, nameKey, spelling, type Filterable } from './names.ts';
import { isBareCondition, isNameOf } from './parse.ts';
import { tokensOf, type Piece } from './tokens.ts';
import { unclearAt } from './unclear.ts';
import { eitherOf } from '../text/text.ts';

/** No period takes more words: `the last 90 days`. */
const MOST_WORDS = 4;

/** How a period begins that is no word to look for: a customer may be called March or Friday. */
const BEGINS = /^(?:this|last|past|next|previous|current|coming|today|yesterday|tomorrow|since|[wmqy]td|q[1-4])$/i;

const isDay = ({ field: { kind } }: Filterable): boolean => kind === 'date' || kind === 'dateTime';

/** Words that stand side by side, from that one on. */
const runFrom = (text: string, words: readonly Piece[], at: number): Piece[] => {
  const run: Piece[] = [];
  for (const word of words.slice(at, at + MOST_WORDS)) {
    const last = run.at(-1);
    if (word.quoted || (last && text.slice(last.to, word.from).trim() !== '')) break;
    run.push(word);
  }
  return run;
};

/** The most of these words, from the first on, that name days. */
const periodIn = (run: readonly Piece[], today: string): Piece[] => {
  for (let many = run.length; many > 0; many -= 1) {
    const words = run.slice(0, many);
    if (daysCalled(words.map(({ text }) => text).join(' '), today) !== null) return words;
  }
  return [];
};

const asValue = (period: readonly Piece[], today: string): string => {
  const words = period.map(({ text }) => text);
  const plain = words.join('-');
  return daysCalled(plain, today) === null ? `"${words.join(' ')}"` : plain;
};

/** By which days records are asked for most. */
const dayNames = (entity: Entity): string[] => {
  const parts = Object.values(entity.firstOf ?? {}).flatMap(({ of }) => of);
  return filterables(entity)
    .filter((one) => isDay(one) && !one.field.hidden && !parts.includes(one.name))
    .filter(({ name }) => name !== LAST_TOUCH && name !== 'updatedAt')
    .map(spelling);
};

const CLOSING = 'closing';

interface Said {
  text: string;
  words: readonly Piece[];
  /** Something in it says what became of the records: `won`, `is:open`. */
  outcome: boolean;
  today: string;
}

/** `won this month`: when it closes. @throws Unclear where the period could be of several days */
const ofPeriod = (entity: Entity, { text, outcome, today }: Said, period: readonly Piece[]): string => {
  const value = asValue(period, today);
  if (outcome && filterableCalled(entity, CLOSING)) return `${CLOSING}:${value}`;
  const [first, last] = [period[0], period.at(-1)];
  const said = period.map((word) => word.text).join(' ');
  const names = dayNames(entity).map((name) => `${name}:${value}`);
  const why = `“${said}” could be several days of ${entity.plural}. Use ${eitherOf(names)}.`;
  throw unclearAt(text, { from: first?.from ?? 0, to: last?.to ?? 0 }, why);
};

interface Rewritten {
  from: number;
  to: number;
  by: string;
}

const rewriteAt = (entity: Entity, said: Said, at: number): (Rewritten & { words: number }) | null => {
  const { text, words, today } = said;
  const word = words[at];
  if (!word || word.quoted) return null;
  const whole = (by: string, period: readonly Piece[], more: number) => ({
    ...{ from: word.from, to: period.at(-1)?.to ?? word.to, by, words: period.length + more },
  });
  const named = filterableCalled(entity, word.text);
  if (named && isDay(named)) {
    const period = periodIn(runFrom(text, words, at + 1), today);
    return period.length === 0 ? null : whole(`${word.text}:${asValue(period, today)}`, period, 1);
  }
  const period = BEGINS.test(word.text) ? periodIn(runFrom(text, words, at), today) : [];
  return period.length === 0 ? null : whole(ofPeriod(entity, said, period), period, 0);
};

/**
 * The line with what people say in place of conditions as conditions: `closing next week` is `closing:next-week`, and
 * `won this month` is when they closed.
 * @param asides names of clauses that are no conditions
 * @throws Unclear where a period could be of several days, with what would say so
 */
export function withSpoken(entity: Entity, text: string, today: string, asides: readonly string[] = []): string {
  const { clauses, words } = tokensOf(text, isNameOf(entity, asides));
  const outcome =
    clauses.some(({ name }) => ['is', 'stage'].includes(nameKey(name.text))) ||
    words.some((word) => isBareCondition(entity, word) && !/mine$/i.test(word.text));
  const said: Said = { text, words, outcome, today };
  const found: Rewritten[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const rewritten = rewriteAt(entity, said, at);
    if (!rewritten) continue;
    found.push(rewritten);
    at += rewritten.words - 1;
  }
  return found.toReversed().reduce((line, { from, to, by }) => line.slice(0, from) + by + line.slice(to), text);
}
