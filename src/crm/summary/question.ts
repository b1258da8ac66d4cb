import type { ReadContext, Crm } from '../context/index.ts';
import { nearestTo } from '../../model/text/edit-distance.ts';
import type { Filter } from '../../model/filter/filter.ts';
import { isBareCondition, piecesIn, type Aside } from '../../model/filter/parse.ts';
import type { Piece } from '../../model/filter/tokens.ts';
import { unclearAt } from '../../model/filter/unclear.ts';
import { inQuotes } from '../../model/text/marks.ts';
import { readPeriod, type Period } from '../../model/dates/periods.ts';
import { Unclear } from '../../model/errors.ts';
import { entityOf } from '../../model/registry.ts';
import { dayOf } from '../../model/dates/time.ts';
import { cleanLine, cut, normalizeText, eitherOf } from '../../model/text/text.ts';
import { nameOfPerson } from '../../store/starts.ts';
import { lineOf, readFilter } from '../lists/index.ts';
import { MOST_PIECES, piecesOf } from './pieces.ts';
import { EVERYTHING } from './subjects.ts';

/** By what the figures can be laid out in a table. */
export const GROUPINGS = ['owner', 'stage', 'customer', 'industry', 'country', 'month', 'week', 'kind'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What somebody asks of the numbers. Parsed it holds for a moment; what is kept, in buttons and schedules, is the words. */
export interface Question {
  /** As typed, on one line: these words ask the same again. */
  words: string;
  period: Period;
  /** The period as typed; `''` where none was. */
  periodWords: string;
  /** On deals: a filter as lists have it. */
  filter: Filter;
  /** The filter as typed, without period and grouping, and with names for mentions; `''` where there is none. */
  narrowing: string;
  by: Grouping | null;
  /** What else the caller takes, by name. */
  asides: Readonly<Record<string, Aside>>;
}

/** Everything of a period. */
export function questionOf(period: Period, words = ''): Question {
  return {
    words,
    period,
    periodWords: '',
    filter: EVERYTHING,
    narrowing: '',
    by: null,
    asides: {},
  };
}

/** The text with blanks where those pieces stand, so that every other word stays where it is. */
const without = (text: string, pieces: readonly { from: number; to: number }[]): string =>
  pieces.reduce((words, { from, to }) => words.slice(0, from) + ' '.repeat(to - from) + words.slice(to), text);

/** The words that name the period: all that stand alone, are not in quotes and are no condition, such as `won`. */
const periodIn = (text: string, pieces: readonly Piece[], today: string, fiscalStart: number): Period => {
  const [first, last] = [pieces[0], pieces.at(-1)];
  try {
    return readPeriod(pieces.map((piece) => piece.text).join(' '), today, fiscalStart);
  } catch (error) {
    if (!(error instanceof Unclear) || !first || !last) throw error;
    throw new Unclear(error.message, { where: { words: text, from: first.from, to: last.to }, cause: error });
  }
};

const groupingIn = (text: string, aside: Aside | undefined): Grouping | null => {
  if (!aside) return null;
  const wanted = normalizeText(aside.value);
  const found = GROUPINGS.find((name) => name === wanted) ?? GROUPINGS.find((name) => name.startsWith(wanted));
  if (found) return found;
  const near = nearestTo(aside.value, GROUPINGS);
  const guess = near ? ` Did you mean by:${near}?` : '';
  const why = `Can’t group by “${cut(aside.value, 40)}”.${guess} Group by ${eitherOf(GROUPINGS)}.`;
  throw unclearAt(text, aside, why);
};

/** @throws Unclear where the table would have more rows than somebody reads */
const demandFewPieces = (text: string, aside: Aside | undefined, period: Period, by: 'week' | 'month'): void => {
  if (!aside || piecesOf(period, by).length <= MOST_PIECES) return;
  throw unclearAt(text, aside, `That’s more than ${MOST_PIECES} ${by}s. Use a shorter period or by:month.`);
};

/** What is wrong in the filter is shown in what was typed, not in what is left of it. */
const inFull = (error: unknown, text: string): unknown =>
  error instanceof Unclear && error.where
    ? new Unclear(error.message, { where: { ...error.where, words: text }, cause: error })
    : error;

/** Mentions as names, which mean the same and call nobody when the answer stands in a channel: `owner:"Ana Kovačević"`. */
const withNames = async ({ database: { db } }: Crm, text: string): Promise<string> => {
  let named = text;
  for (const [mention, person] of text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)) {
    const name = await nameOfPerson(db, String(person));
    if (name !== null) named = named.replaceAll(mention, () => inQuotes(name));
  }
  return named;
};

/**
 * Understands a question: `this-quarter by:owner stage>=proposal owner:@ana,@ben customer:acme`, in any order. No period
 * means this month. Free words of a filter stand in quotes, because words that stand alone are the period.
 * @param more names of further clauses that the caller takes
 * @throws Unclear that points at the word which means nothing
 */
export async function readQuestion(ctx: ReadContext, typed: string, more: readonly string[] = []): Promise<Question> {
  const [deals, asides] = [entityOf('deal'), ['by', ...more]];
  const text = lineOf(ctx, deals, typed, { asides, bare: true });
  const { words } = piecesIn(deals, text, asides);
  const pieces = words.filter((piece) => !piece.quoted && !isBareCondition(deals, piece));
  const today = dayOf(ctx.crm.now(), ctx.actor.timeZone);
  const period = periodIn(text, pieces, today, ctx.crm.settings.fiscalStart ?? 1);
  const rest = without(text, pieces);
  const parsed = await readFilter(ctx, deals, rest, asides).catch((error: unknown) => {
    throw inFull(error, text);
  });
  const narrowing = await withNames(ctx.crm, cleanLine(without(rest, Object.values(parsed.asides))));
  const by = groupingIn(text, parsed.asides['by']);
  if (by === 'week' || by === 'month') demandFewPieces(text, parsed.asides['by'], period, by);
  const periodWords = pieces.map((piece) => piece.text).join(' ');
  return { words: text, period, periodWords, filter: parsed.filter, narrowing, by, asides: parsed.asides };
}
