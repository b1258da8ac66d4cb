import type { Aside, Parsed } from '../filter/parse.ts';
import { isNameOf } from '../filter/parse.ts';
import { tokensOf, type Piece } from '../filter/tokens.ts';
import { unclearAt } from '../filter/unclear.ts';
import { Unclear } from '../errors.ts';
import { cut, normalizeText } from '../text/text.ts';
import { takePatience, type Patience } from './time-conditions.ts';
import { eventNear, eventsCalled, EVENT_NAMES, inOrder, USUAL, type EventName } from './events.ts';
import { takeFrequency, USUAL_IN_DIGEST, type Frequency } from './frequency.ts';
import { TOLD } from './notified-deal.ts';

/** What can be said in a line beside events and filter. */
export const ASIDES = ['name', 'to', 'imports', 'style', 'broadcast', 'settle'] as const;
/** Those of them that take several values: `broadcast:won,lost`. */
export const LISTS = ['broadcast'] as const;

/** A line, taken apart. */
export interface Line {
  events: EventName[];
  /** As long as the line, with blanks in the place of the events: what is wrong in it stands where it was typed. */
  filter: string;
  patience: Patience;
  pace: Frequency;
}

/** `won and lost`, `won or lost`: of events either is meant. */
const BETWEEN = /^(?:and|or|&|\+|\|\|?)$/i;

/** Words that begin a filter without a sign. */
const BARE_FILTERS = ['mine', 'open'];

const blanked = (text: string, { from, to }: Pick<Piece, 'from' | 'to'>): string =>
  text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);

/** `won,lost` -> two pieces. */
const apart = ({ text, from, quoted }: Piece): Piece[] =>
  [...text.matchAll(/[^,]+/g)].map(({ 0: word, index }) => ({
    text: word,
    quoted,
    from: from + index,
    to: from + index + word.length,
  }));

const noEvent = (text: string, word: Piece): Unclear => {
  const near = eventNear(word.text);
  const guess = near ? ` Did you mean ${near}?` : '';
  return unclearAt(
    text,
    word,
    `“${cut(word.text, 40)}” isn’t an event.${guess} Events: ${EVENT_NAMES.join(', ')}. Put filters after “where”.`,
  );
};

/**
 * Takes `won lost where amount>50k name:"big ones"` apart. Without `where` every bare word is an event.
 * @throws Unclear that points at a word which is no event
 */
export function readLine(typed: string): Line {
  const { pace, line } = takeFrequency(typed);
  const { patience, events: ofTime, line: text } = takePatience(line);
  const { words } = tokensOf(text, isNameOf(TOLD, ASIDES));
  const where = words.find((word) => !word.quoted && normalizeText(word.text) === 'where');
  const before = words.filter((word) => !word.quoted && (where === undefined || word.from < where.from)).flatMap(apart);
  const events: EventName[] = [...ofTime];
  let filter = where ? blanked(text, where) : text;
  for (const word of before) {
    if (BETWEEN.test(word.text)) filter = blanked(filter, word);
    if (BETWEEN.test(word.text)) continue;
    const called = eventsCalled(word.text);
    if (called) events.push(...called);
    else if (where || !BARE_FILTERS.includes(normalizeText(word.text))) throw noEvent(typed, word);
    if (called) filter = blanked(filter, word);
  }
  const usual = pace.digest ? USUAL_IN_DIGEST : USUAL;
  return { events: events.length > 0 ? inOrder(events) : [...usual], filter, patience, pace };
}

/** The words of the filter alone, without what stands beside it. */
export function filterWords(filter: string, asides: Parsed['asides']): string {
  return Object.values(asides)
    .reduce((text: string, aside: Aside) => blanked(text, aside), filter)
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '');
}
