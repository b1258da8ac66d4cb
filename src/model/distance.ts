import { fold } from './words.ts';

/** Number of single-letter changes between two words. */
export const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The one of these words that somebody may have meant; undefined when none is near. */
export const nearestTo = (word: string, words: readonly string[]): string | undefined => {
  const wanted = fold(word).slice(0, 40);
  const far = (one: string): number => (fold(one).startsWith(wanted) ? 0 : distance(wanted, fold(one)));
  const [best] = words.map((one) => ({ one, far: far(one) })).toSorted((a, b) => a.far - b.far);
  return best && best.far <= (wanted.length < 3 ? 1 : Math.max(2, Math.floor(wanted.length / 3))) ? best.one : undefined;
};
