/** Numbers that look random and are the same in every run. */
export interface Seeded {
  /** From `least` to `most`, both included. */
  int: (least: number, most: number) => number;
  pick: <T>(all: readonly T[]) => T;
  /** Is it one of `n`? */
  oneIn: (n: number) => boolean;
}

export const seeded = (seed: number): Seeded => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return { int, pick: (all) => all[int(0, all.length - 1)] as (typeof all)[number], oneIn: (n) => int(1, n) === 1 };
};
