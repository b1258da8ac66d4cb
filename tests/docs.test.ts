import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULTS } from '../src/config.ts';
import type { EntityName } from '../src/model/entity.ts';
import { ENTITIES, entityOf } from '../src/model/registry.ts';
import { COMMANDS } from '../src/slack/commands/table.ts';
import { describeDataModel } from '../scripts/data-model.ts';
import { withPermissions } from '../scripts/permissions.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const entities = (Object.keys(ENTITIES) as EntityName[]).map(entityOf);
const fields = entities.flatMap((entity) =>
  Object.entries(entity.fields).map(([name, field]) => ({ name: `${entity.name}.${name}`, field })),
);
const verbs = COMMANDS.filter((verb) => verb.usage !== undefined);

/** `[words](path)` and `src="path"` to places in the project. */
const linksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)|src(?:set)?="([^"\s]+)"/g)]
    .map(([, link, source]) => String(link ?? source))
    .filter((target) => !/^([a-z]+:|#)/.test(target));

/** The anchor GitHub gives a heading. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('what people read in the app', () => {
  test.each(entities)('$plural are explained in a sentence', ({ help }) => {
    expect(help).toMatch(/^\p{Lu}.{10,}\.$/u);
  });

  test.each(fields)('$name has a label, and its help is a sentence', ({ field }) => {
    expect(field.label.trim()).not.toBe('');
    expect(field.help ?? 'A sentence.').toMatch(/^\p{Lu}.*[.?]$/u);
  });

  test.each(verbs)('/crm $name has its help', ({ help }) => {
    expect(help ?? '').toMatch(/\S/);
  });
});

describe('README.md', () => {
  test.each(Object.keys(DEFAULTS))('names the setting %s', (name) => {
    expect(read('README.md')).toContain(`\`${name}\``);
  });

  test.each(verbs)('shows /crm $name', ({ name }) => {
    expect(read('README.md')).toMatch(new RegExp(`/crm ${name}\\b|\`${name}\\b`));
  });

  test.each(['npm install', 'npm start', 'npm test'])('shows %s', (command) => {
    expect(read('README.md')).toContain(command);
  });
});

test('README.md says who may do what as `npm run docs` makes it of the code', () => {
  expect(read('README.md')).toBe(withPermissions(read('README.md')));
});

describe.each(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md'])('%s', (page) => {
  test('links to places that exist', () => {
    const markdown = read(page);
    const paths = linksOf(markdown).map((target) => target.replace(/#.*$/, ''));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('links to headings it has', () => {
    const markdown = read(page);
    const wanted = [...markdown.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => String(anchor));
    expect(wanted.filter((anchor) => !anchorsOf(markdown).includes(anchor))).toEqual([]);
  });
});

describe('docs/data-model.md', () => {
  test('is what `npm run er` makes of the schema', async () => {
    expect(read('docs/data-model.md')).toBe(await describeDataModel());
  });
});
