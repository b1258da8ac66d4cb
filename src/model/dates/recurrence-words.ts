import { WEEKDAYS } from './calendar.ts';
import type { Piece } from '../filter/tokens.ts';
import { unclearAt } from '../filter/unclear.ts';
import { QUOTES } from '../text/marks.ts';
import { cut } from '../text/text.ts';
import { formatRhythm, type Rhythm } from './recurrence.ts';

/** Where a rhythm was found in a line. */
export interface FoundRhythm {
  rhythm: Rhythm;
  from: number;
  to: number;
}

/** What may be written, and which days it means; what is right, in an example. */
export interface RhythmWords {
  /** `every` for `every:monday 9:00`. */
  name: string;
  days: Readonly<Record<string, string>>;
  example: string;
}

/** Of a schedule. */
export const EVERY: RhythmWords = {
  name: 'every',
  days: {
    day: 'day',
    daily: 'day',
    weekday: 'weekday',
    workday: 'weekday',
    week: 'monday',
    weekly: 'monday',
    month: 'month',
    monthly: 'month',
  },
  example: 'every:monday 9:00, every:weekday 17:00, every:day or every:month',
};

/** Of a digest: only on working days. */
export const DIGEST: RhythmWords = {
  name: 'digest',
  days: { daily: 'weekday', day: 'weekday', weekday: 'weekday', weekly: 'monday', week: 'monday' },
  example: 'digest:daily 9:00 or digest:weekly monday 9:00',
};

/** The example without its name, as it is typed into a form: `daily 9:00 or weekly monday 9:00`. */
export function bareExample({ name, example }: RhythmWords): string {
  return example.replaceAll(`${name}:`, '');
}

const USUAL_TIME = '09:00';
/** `9`, `9:00`, `9.30`, `17h`, `5pm`, and times that no clock shows. */
const TIME = /^(\d{1,2})(?:[:.h](\d{0,2}))?\s?(am|pm)?$/i;

const weekdayCalled = (word: string): string | null =>
  WEEKDAYS.map((name) => name.toLowerCase()).find((name) => word.length >= 3 && name.startsWith(word)) ?? null;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** `17:30` -> itself; null where no clock shows that. */
const readTime = (word: string): string | null => {
  const [, hour = '', minute = '', half] = TIME.exec(word) ?? [];
  const [h, m] = [Number(hour), Number(minute)];
  const twelve = half !== undefined;
  if (hour === '' || m > 59 || h > 23 || (twelve && (h < 1 || h > 12))) return null;
  const later = half?.toLowerCase() === 'pm' ? 12 : 0;
  return `${twoDigits(twelve ? (h % 12) + later : h)}:${twoDigits(m)}`;
};

const WORD = new RegExp(String.raw`[^\s,${QUOTES}]+`, 'g');
const CLOSING = new RegExp(`^[${QUOTES}]`);

const piecesFrom = (text: string, from: number): Piece[] =>
  [...text.slice(from).matchAll(WORD)].map(({ 0: word, index }) => ({
    text: word.toLowerCase(),
    quoted: false,
    from: from + index,
    to: from + index + word.length,
  }));

/** The words after the first that can belong to it: a day of the week, `at`, a time. */
const belongs = ({ text }: Piece): boolean => text === 'at' || TIME.test(text) || weekdayCalled(text) !== null;

const dayOfWord = (line: string, piece: Piece, { days, example }: RhythmWords): string => {
  const day = days[piece.text] ?? weekdayCalled(piece.text.replace(/s$/, ''));
  if (day) return day;
  throw unclearAt(line, piece, `“${cut(piece.text, 40)}” isn’t a day. Use ${example}.`);
};

const timeOfWord = (line: string, piece: Piece): string => {
  const time = readTime(piece.text);
  if (time !== null) return time;
  throw unclearAt(line, piece, `“${cut(piece.text, 40)}” isn’t a time. Use 9:00 or 17:30.`);
};

/** @throws Unclear that points at the word which is neither a day nor a time */
const readPieces = (line: string, pieces: readonly Piece[], words: RhythmWords): Rhythm => {
  const [first, ...rest] = pieces;
  if (!first) throw new Error('nothing to read');
  const rhythm: Rhythm = { on: '', at: USUAL_TIME };
  const named = TIME.test(first.text) ? null : dayOfWord(line, first, words);
  rhythm.on = named ?? words.days['daily'] ?? 'day';
  if (named === null) rhythm.at = timeOfWord(line, first);
  for (const piece of rest) {
    if (piece.text === 'at') continue;
    if (TIME.test(piece.text)) rhythm.at = timeOfWord(line, piece);
    else rhythm.on = dayOfWord(line, piece, words);
  }
  return rhythm;
};

/**
 * Finds `every:monday 9:00` in a line, with the words after it that belong to it.
 * @returns null when the line says nothing of it
 * @throws Unclear that points at the word which means nothing
 */
export function rhythmIn(line: string, words: RhythmWords): FoundRhythm | null {
  const head = new RegExp(String.raw`(?<![^\s,])${words.name}\s?[:=]`, 'i').exec(line);
  if (!head) return null;
  const start = head.index + head[0].length;
  const pieces = piecesFrom(line, start);
  const others = pieces.slice(1);
  const end = others.findIndex((piece) => !belongs(piece));
  const [first, ...rest] = [...pieces.slice(0, 1), ...(end === -1 ? others : others.slice(0, end))];
  const name = { from: head.index, to: start };
  if (!first) throw unclearAt(line, name, `${words.name}: needs a day. Use ${words.example}.`);
  const rhythm = readPieces(line, [first, ...rest], words);
  // A quote that closes around it belongs to it.
  const last = rest.at(-1) ?? first;
  const closing = CLOSING.test(line.slice(last.to)) ? 1 : 0;
  return { rhythm, from: head.index, to: last.to + closing };
}

/**
 * Reads a rhythm that was typed by itself, as in a form.
 * @returns as it is stored; null for blank
 * @throws Unclear
 */
export function typedRhythm(typed: string, words: RhythmWords): string | null {
  const line = typed.trim();
  if (line === '') return null;
  const pieces = piecesFrom(
    line.replace(new RegExp(`^${words.name}:`, 'i'), (name) => ' '.repeat(name.length)),
    0,
  );
  const example = bareExample(words);
  return pieces.length === 0 ? null : formatRhythm(readPieces(line, pieces, { ...words, example }));
}
