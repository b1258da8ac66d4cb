import { describe, expect, test } from '@jest/globals';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { Bucket } from '../../src/slack/bucket.ts';
import { CallQueue } from '../../src/slack/call-queue.ts';
import { Turns } from '../../src/slack/delivery/card-turns.ts';
import fc from '../support/random.ts';

const MINUTE = 60_000;

/** Most moments within any sixty seconds. */
const busiest = (moments: readonly number[]): number =>
  Math.max(0, ...moments.map((from) => moments.filter((at) => at >= from && at < from + MINUTE).length));

const allowances = fc.record({ burst: fc.integer({ min: 1, max: 40 }), perMinute: fc.integer({ min: 1, max: 60 }) });

test('whatever is asked when, no minute holds more than the burst and the pace together', () => {
  fc.assert(
    fc.property(allowances, fc.array(fc.nat(5000), { maxLength: 200 }), (allowance, pauses) => {
      const bucket = new Bucket(allowance, 0);
      const taken: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        if (bucket.wait(now) > 0) continue;
        bucket.take(now);
        taken.push(now);
      }
      expect(busiest(taken)).toBeLessThanOrEqual(allowance.burst + allowance.perMinute);
    }),
  );
});

test('every card gets its turn, once, at the pace, and in the order in which they asked', () => {
  let now = 0;
  const turns = new Turns(() => now, { burst: 2, perMinute: 60 });
  const waits = [1, 2, 3, 4, 5].map((card) => turns.take(card));
  expect(waits.map(Math.round)).toEqual([0, 0, 1000, 2000, 3000]);
  expect(Math.round(turns.take(4))).toBe(2000);
  now = 2000;
  expect(turns.take(3)).toBe(0);
  expect(turns.take(4)).toBe(0);
  // The next change of the same card waits for another turn.
  expect(Math.round(turns.take(4))).toBe(2000);
});

describe('a queue of calls', () => {
  test('makes as many at once as it may, the others after them, and those that a person waits for first', async () => {
    const queue = new CallQueue({ burst: 2, perMinute: 6000 });
    const made: string[] = [];
    const call = (name: string) => () => Promise.resolve(void made.push(name));
    const all = [queue.run(call('a')), queue.run(call('b')), queue.run(call('c')), queue.run(call('person'), true)];
    expect(made).toEqual(['a', 'b']);
    await Promise.all(all);
    expect(made).toEqual(['a', 'b', 'person', 'c']);
  });

  test('makes a call again that Slack asked to wait for, before all others, and lets nothing through meanwhile', async () => {
    const queue = new CallQueue({ burst: 1, perMinute: 600 });
    const made: string[] = [];
    let refusals = 2;
    const refused = queue.run(() => {
      made.push('refused');
      refusals -= 1;
      return refusals >= 0 ? Promise.reject(new WebAPIRateLimitedError(1)) : Promise.resolve('answer');
    });
    const other = queue.run(() => Promise.resolve(void made.push('other')));
    expect(await refused).toBe('answer');
    await other;
    expect(made).toEqual(['refused', 'refused', 'refused', 'other']);
  });

  test('hands on what else goes wrong, and drops what waits when it ends', async () => {
    const queue = new CallQueue({ burst: 1, perMinute: 1 });
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const waiting = queue.run(() => Promise.resolve());
    queue.end();
    await expect(waiting).rejects.toThrow('CustomerHub is stopping');
    await expect(queue.run(() => Promise.resolve())).rejects.toThrow('CustomerHub is stopping');
  });
});
