/** Every block that is declared: at each of its limits it is taken, and one step beyond it is refused. */
import { expect, test } from '@jest/globals';
import fc from '../support/random.ts';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { blocks } from '../../src/practice/server/check/blocks.ts';
import type { SurfaceKind } from '../../src/practice/server/check/schema.ts';
import { checkBlocks, checkView, phrase } from '../../src/practice/server/index.ts';
import { edgesOf } from './block-kit/edges.ts';
import { example, standsOn } from './block-kit/example.ts';
import { home, modal } from './block-kit/make.ts';

const SURFACES: SurfaceKind[] = ['message', 'modal', 'home'];

const said = (on: SurfaceKind, block: Json): string[] => {
  const list = [block] as JsonObject[];
  return (on === 'message' ? checkBlocks(list) : checkView(on === 'home' ? home(list) : modal(list))).map(phrase);
};

const placed = blocks.flatMap((block) =>
  SURFACES.filter((on) => standsOn(on)(block)).map((on) => [block.type!, on, block] as const),
);

test.each(placed)('%s (%s): each limit by itself', (_, on, block) => {
  const edges = edgesOf(block, on);
  expect(new Set(edges.map(({ taken }) => taken))).toEqual(new Set([true, false]));
  const misjudged = edges.flatMap(({ what, value, taken }) => {
    const problems = said(on, value);
    if (taken === (problems.length === 0)) return [];
    return [`${what} is ${taken ? `refused: ${problems.join('; ')}` : 'taken'}`];
  });
  expect(misjudged).toEqual([]);
});

test('any block with whatever may stand in it, all at their limits', () => {
  fc.assert(
    fc.property(fc.nat(placed.length - 1), fc.nat(3), fc.gen(), (which, turn, draw) => {
      const [, on, block] = placed[which]!;
      const atLimits = (least: number, most: number): number => draw(fc.constantFrom, least, most);
      expect(said(on, example(block, on, turn, atLimits))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
