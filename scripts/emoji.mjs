// Writes the practice workspace's emoji table from the development dependency emoji-datasource: Slack's names and their
// characters in one string, because a string is the smallest thing a browser can load without a bundler.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const all = createRequire(import.meta.url)('emoji-datasource/emoji.json');
const character = (unified) => String.fromCodePoint(...unified.split('-').map((code) => parseInt(code, 16)));
const pairs = all.flatMap((emoji) => emoji.short_names.map((name) => `${name} ${character(emoji.unified)}`)).toSorted();
const target = new URL('../src/practice/page/messages/emoji-table.ts', import.meta.url);
writeFileSync(
  target,
  `/** Slack's emoji names, each followed by its character. Made by scripts/emoji.mjs; do not edit. */
export const EMOJI =
  ${JSON.stringify(pairs.join(' ')).replaceAll("'", "\\'").replace(/^"|"$/g, "'")};
`,
);
