/** Chance that always falls the same way: one seed, one company. */
export interface Random {
  /** A whole number, both ends included. */
  between: (from: number, to: number) => number;
  /** True so often, of 1. */
  chance: (often: number) => boolean;
  pick: <T>(items: readonly T[]) => T;
  /** Deals the cards in a random order, and shuffles again only when all were dealt: no note twice in a row. */
  deck: <T>(cards: readonly T[]) => () => T;
}

/** Mulberry32: 32 bits of state are plenty for one small company. */
const mulberry32 = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export function randomOf(seed: number): Random {
  const next = mulberry32(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const deck = <T>(cards: readonly T[]) => {
    let left: T[] = [];
    return (): T => {
      if (left.length === 0) left = [...cards];
      return left.splice(Math.floor(next() * left.length), 1)[0] as T;
    };
  };
  return {
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (often) => next() < often,
    pick,
    deck,
  };
}
