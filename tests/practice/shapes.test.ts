/** What Slack refuses is refused, for the right reason and at the right place; what Slack takes is taken. */
import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { checkBlocks, checkView, phrase } from '../../src/practice/server/index.ts';
import { home, modal } from './block-kit/make.ts';
import { refused } from './block-kit/refused/index.ts';
import type { Surface } from './block-kit/says.ts';
import { taken } from './block-kit/taken.ts';

/** What is said of it, and the pointer that it starts with. */
function said(on: Surface, shape: Json[] | JsonObject): { phrases: string[]; from: string } {
  if (!Array.isArray(shape)) return { phrases: checkView(shape).map(phrase), from: '/view' };
  if (on === 'message') return { phrases: checkBlocks(shape).map(phrase), from: '/blocks' };
  const view = on === 'home' ? home(shape as JsonObject[]) : modal(shape as JsonObject[]);
  return { phrases: checkView(view).map(phrase), from: '/view/blocks' };
}

describe('is refused', () => {
  describe.each(Object.entries(refused))('%s', (_, shapes) => {
    test.each(shapes)('%s (%s)', (_name, on, shape, at, says) => {
      const { phrases, from } = said(on, shape);
      expect(phrases).toContain(`${says} [json-pointer:${from}${at}]`);
    });
  });
});

describe('is taken', () => {
  test.each(taken)('%s (%s)', (_, on, shape) => {
    expect(said(on, shape).phrases).toEqual([]);
  });
});

test('the tables hold what they promise, each shape once', () => {
  const names = Object.values(refused).flatMap((shapes) => shapes.map(([name]) => name));
  expect(names.length).toBeGreaterThanOrEqual(130);
  expect(taken.length).toBeGreaterThanOrEqual(60);
  const all = [...names, ...taken.map(([name]) => name)];
  expect(all).toEqual([...new Set(all)]);
});
