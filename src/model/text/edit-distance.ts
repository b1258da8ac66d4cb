import { normalizeText } from './text.ts';

/** Number of letters to change, add, leave out or swap with their neighbour, to make one word of the other. */
export function distance(a: string, b: string): number {
  const [first, second] = [[...a], [...b]];
  let above: number[] = [];
  let row = Array.from({ length: second.length + 1 }, (_, at) => at);
  for (const [i, letter] of first.entries()) {
    const next = [i + 1];
    for (const [j, other] of second.entries()) {
      const steps = [(row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)];
      const swapped = i > 0 && j > 0 && letter === second[j - 1] && first[i - 1] === other;
      next.push(Math.min(...steps, ...(swapped ? [(above[j - 1] ?? 0) + 1] : [])));
    }
    above = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The one of these words that somebody may have meant; undefined when none is near. */
export function nearestTo(word: string, words: readonly string[]): string | undefined {
  const wanted = normalizeText(word).slice(0, 40);
  const far = (one: string): number =>
    normalizeText(one).startsWith(wanted) ? 0 : distance(wanted, normalizeText(one));
  const [best] = words.map((one) => ({ one, far: far(one) })).toSorted((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, Math.floor(wanted.length / 3)) ? best.one : undefined;
}

/** How many slips of the pen a word of that length is forgiven. */
const forgiven = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * How far the words are from those of a text, all folded: the sum of what each of them is off by, counting a word that
 * is begun as whole. null when one of them is nothing like any word of the text.
 */
export function misspelling(words: readonly string[], text: string): number | null {
  const all = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  let sum = 0;
  for (const word of words) {
    const most = forgiven(word.length);
    const near = all.filter((one) => one.length >= word.length - most);
    const off = Math.min(
      ...near.flatMap((one) => [
        distance(word, one.slice(0, word.length + most)),
        distance(word, one.slice(0, word.length)),
      ]),
    );
    if (off > most) return null;
    sum += off;
  }
  return sum;
}
