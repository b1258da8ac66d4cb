/** Who came last to a place: what is late must not take the place of what is newer. */
export interface Latest {
  /** @returns whether nobody has claimed the place since */
  claim: (place: string) => () => boolean;
}

/** Places that are remembered; whoever claimed one before that many others counts as overtaken. */
const MOST = 5000;

export function openLatest(): Latest {
  const claims = new Map<string, symbol>();
  return {
    claim: (place) => {
      const mine = Symbol(place);
      claims.delete(place);
      claims.set(place, mine);
      for (const oldest of claims.keys()) {
        if (claims.size <= MOST) break;
        claims.delete(oldest);
      }
      return () => claims.get(place) === mine;
    },
  };
}
