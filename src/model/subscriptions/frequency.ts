import { DIGEST, rhythmIn } from '../dates/recurrence-words.ts';
import { formatRhythm, storedRhythm, type Rhythm } from '../dates/recurrence.ts';
import { unclearAt } from '../filter/unclear.ts';
import { cut } from '../text/text.ts';
import type { EventName } from './events.ts';

/** When a subscription tells what it hears. */
export interface Frequency {
  /** All of it together, so often; null: never. */
  digest: Rhythm | null;
  /** Each at once. */
  stream: boolean;
  /** So many messages a week at most; null: as many as there are. */
  budget: number | null;
}

export const USUAL_PACE: Frequency = { digest: null, stream: true, budget: null };

/** What a digest is about where nobody says. */
export const USUAL_IN_DIGEST: readonly EventName[] = [
  'created',
  'stage',
  'won',
  'lost',
  'slipped',
  'stalled',
  'reopened',
];

const MOST_BUDGET = 500;

/** Of a stored subscription. */
export function frequencyOf({ digest, stream, budget }: Readonly<Record<string, unknown>>): Frequency {
  return {
    digest: storedRhythm(digest),
    stream: stream !== 'no',
    budget: typeof budget === 'number' ? budget : null,
  };
}

/** As the record holds it. */
export function frequencyFields({ digest, stream, budget }: Frequency): Record<string, string | number | null> {
  return {
    digest: digest && formatRhythm(digest),
    stream: stream ? 'yes' : 'no',
    budget,
  };
}

const STREAM = /(?<![^\s,])stream\s?[:=]\s?([^\s,]*)/i;
const BUDGET = /(?<![^\s,])budget\s?[:=]\s?([^\s,]*)/i;

const blanked = (line: string, { from, to }: { from: number; to: number }): string =>
  line.slice(0, from) + ' '.repeat(to - from) + line.slice(to);

const find = (line: string, pattern: RegExp): { value: string; from: number; to: number } | null => {
  const match = pattern.exec(line);
  return match && { value: match[1] ?? '', from: match.index, to: match.index + match[0].length };
};

const readStream = (line: string, digest: Rhythm | null): boolean => {
  const said = find(line, STREAM);
  if (!said) return digest === null;
  if (!/^(yes|no)$/i.test(said.value)) throw unclearAt(line, said, 'Use stream:yes or stream:no.');
  const stream = said.value.toLowerCase() === 'yes';
  if (!stream && !digest) throw unclearAt(line, said, `Without a digest it would send nothing. Use ${DIGEST.example}.`);
  return stream;
};

const readWeeklyLimit = (line: string): number | null => {
  const said = find(line, BUDGET);
  if (!said) return null;
  const budget = /^\d{1,3}$/.test(said.value) ? Number(said.value) : 0;
  if (budget >= 1 && budget <= MOST_BUDGET) return budget;
  throw unclearAt(
    line,
    said,
    `“${cut(said.value, 40)}” isn’t a number of messages. Use budget:20, at most ${MOST_BUDGET}.`,
  );
};

/**
 * What a line says of it: `digest:weekly monday 9:00 stream:yes budget:20`, and the line with blanks in its place.
 * @throws Unclear that points at the word which means nothing
 */
export function takeFrequency(line: string): { pace: Frequency; line: string } {
  const found = rhythmIn(line, DIGEST);
  const digest = found?.rhythm ?? null;
  const pace = { digest, stream: readStream(line, digest), budget: readWeeklyLimit(line) };
  const places = [found, find(line, STREAM), find(line, BUDGET)];
  return { pace, line: places.reduce((text, place) => (place ? blanked(text, place) : text), line) };
}
