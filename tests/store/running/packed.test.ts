import { expect, test } from '@jest/globals';
import fc from '../../support/random.ts';
import { countOnly, pack, unpack } from '../../../src/store/totals/packed.ts';

const ids = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(5_000_000)), { maxLength: 200 });

test('what is packed comes out again, each id once and in rising order', () => {
  fc.assert(
    fc.property(ids, (some) => {
      expect(unpack(pack(some))).toEqual([...new Set(some)].toSorted((a, b) => a - b));
    }),
  );
});

test('sets are counted together, without those of others, one counting after the other', () => {
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 5 }), fc.array(ids, { maxLength: 3 }), (some, others) => {
      const gone = new Set(others.flat());
      const left = new Set(some.flat().filter((id) => !gone.has(id)));
      expect(countOnly(some.map(pack), others.map(pack))).toBe(left.size);
    }),
  );
});

test('neighbours take a byte each', () => {
  expect(pack([5, 7, 6, 7])).toEqual(Uint8Array.of(5, 1, 1));
  expect(pack([200])).toEqual(Uint8Array.of(0xc8, 0x01));
  expect(pack([])).toHaveLength(0);
});
