import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** What takes a minute or more, the longest first: so that none of it is left to run alone in the end. */
const LONGEST = [
  'crm/trail',
  'slack/kill',
  'crm/summary/recount',
  'crm/past',
  'slack/trouble-in-delivery',
  'slack/file-trouble',
];

const files = LONGEST.map((name) => join(import.meta.dirname, '..', `${name}.test.ts`));
for (const file of files) if (!existsSync(file)) throw new Error(`${file} is gone: take it from the longest tests.`);

const place = ({ path }) => (files.includes(path) ? files.indexOf(path) : files.length);

/** Jest's own order knows how long tests took only where they ran before, which in CI they did not. */
export default class LongestFirst extends Sequencer {
  /** The others by size, which says a little of how long they take. */
  sort(tests) {
    const size = new Map(tests.map((test) => [test, statSync(test.path).size]));
    return tests.toSorted((a, b) => place(a) - place(b) || size.get(b) - size.get(a));
  }
}
