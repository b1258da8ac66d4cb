import { expect, test } from '@jest/globals';
import type { Stage } from '../../src/model/record.ts';
import { planUntil } from '../../src/demo/plan.ts';

const NOW = Date.parse('2026-11-16T14:00:00Z');
const stage = (id: number, outcome: Stage['outcome']): Stage => ({
  id,
  name: `${id}`,
  position: id,
  probability: 0,
  outcome,
});
const PIPELINE = [
  stage(1, 'open'),
  stage(2, 'open'),
  stage(3, 'open'),
  stage(4, 'open'),
  stage(5, 'won'),
  stage(6, 'lost'),
];

test.each([1, 2, 3, 4, 5, 6, 7, 8])('with seed %d everything is made before it is changed or named', (seed) => {
  const { acts, arrivals } = planUntil(NOW, seed, PIPELINE);
  const made = new Set<unknown>(arrivals.map(({ draft }) => draft));
  for (const { writes } of acts) {
    for (const { draft, input } of writes) {
      for (const value of Object.values(input)) {
        if (typeof value === 'object' && value !== null) expect(made.has(value)).toBe(true);
      }
      made.add(draft);
    }
  }
});

const wordsOf = (seed: number): unknown[] =>
  planUntil(NOW, seed, PIPELINE).acts.flatMap(({ writes }) => writes.map(({ input }) => input['what']));

test('one seed makes one year, another seed another one', () => {
  expect(wordsOf(7)).toEqual(wordsOf(7));
  expect(wordsOf(7)).not.toEqual(wordsOf(8));
});

test.each(['2028-02-29T11:00:00Z', '2027-01-01T06:00:00Z', '2026-03-29T01:30:00Z', '2026-08-31T23:59:00Z'])(
  'at %s nothing lies ahead',
  (iso) => {
    const now = Date.parse(iso);
    expect(planUntil(now, 1848, PIPELINE).acts.filter(({ at }) => at > now)).toEqual([]);
  },
);

test.each([0, 1, 2, 3, 4, 5, 6])(
  'the plan holds %d days later too: nothing lies ahead, three hundred talks',
  (days) => {
    const now = NOW + days * 24 * 3600_000 + days * 3600_000;
    const { acts } = planUntil(now, 1848, PIPELINE);
    expect(acts.filter(({ at }) => at > now)).toEqual([]);
    const talks = acts.flatMap(({ writes }) => writes).filter(({ draft }) => draft.entity === 'interaction');
    expect(talks).toHaveLength(300);
  },
);

test('a pipeline with fewer stages does as well', () => {
  expect(() => planUntil(NOW, 1, [stage(1, 'open'), stage(2, 'won'), stage(3, 'lost')])).not.toThrow();
});
