import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const FOLDER = 'src/slack';

/** Slack ends bold text before a blank or plain punctuation; before `…` or `’` it may show the asterisks. */
const OPEN_BOLD = /[\p{L}\p{N}}]\*[…’”–—·]/u;

const isComment = (line: string): boolean => /^\s*(\/?\*|\/\/)/.test(line);

test('no bold text runs into a sign before which Slack may not end it', () => {
  const lines = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n'))
    .filter((line) => !isComment(line));
  expect(lines.length).toBeGreaterThan(5000);
  expect(lines.filter((line) => OPEN_BOLD.test(line))).toEqual([]);
});
