import { expect, test } from '@jest/globals';
import { readSourceKey } from '../../../src/model/import/source-ids.ts';

test.each([
  ['001D000000IRFmaIAH', '001D000000IRFma'],
  ['001D000000IRFma', '001D000000IRFma'],
  ['001D000000IRFmaAAA', '001D000000IRFmaAAA'],
  ['000000000000000AAA', null],
  [' D-0001 ', 'D-0001'],
  ['', null],
])('the ID %j is kept as %j', (words, key) => expect(readSourceKey(words)).toBe(key));
