import { describe, expect, test } from '@jest/globals';
import { DEFAULTS } from '../src/config.ts';
import type { EntityName } from '../src/model/entity.ts';
import { ENTITIES, entityOf } from '../src/model/registry.ts';
import { EVENT_NAMES } from '../src/model/subscriptions/events.ts';
import { COMMANDS } from '../src/slack/commands/table.ts';
import { describeDataModel } from '../scripts/data-model.ts';
import { withPermissions } from '../scripts/permissions.ts';
import {
  brokenLinks,
  decisions,
  exists,
  filesIn,
  folders,
  pages,
  read,
  tableRows,
  wordsOf,
} from './support/documents.ts';

const entities = (Object.keys(ENTITIES) as EntityName[]).map(entityOf);
const fields = entities.flatMap((entity) =>
  Object.entries(entity.fields).map(([name, field]) => ({ name: `${entity.name}.${name}`, field })),
);
const commands = COMMANDS.filter(({ usage }) => usage !== undefined);
const project = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

/** What stands in backticks, and in blocks of code. */
const codeOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```|`([^`\n]+)`/gm)].map(([, block, inline]) => String(block ?? inline));

describe('what people read in the app', () => {
  test.each(entities)('$plural are explained in a sentence', ({ help }) => {
    expect(help).toMatch(/^\p{Lu}.{10,}\.$/u);
  });

  test.each(fields)('$name has a label, and its help is a sentence', ({ field }) => {
    expect(field.label.trim()).not.toBe('');
    expect(field.help ?? 'A sentence.').toMatch(/^\p{Lu}.*[.?]$/u);
  });

  test.each(commands)('/crm $name has its help', ({ help }) => {
    expect(help ?? '').toMatch(/\S/);
  });
});

describe('README.md', () => {
  test('is short', () => {
    expect(wordsOf(read('README.md'))).toBeLessThanOrEqual(1250);
  });

  test.each(['npm install', 'npm start', 'npm test'])('shows %s', (command) => {
    expect(read('README.md')).toContain(command);
  });
});

describe('ARCHITECTURE.md', () => {
  const rows = tableRows(read('ARCHITECTURE.md'));
  const first = new Set(rows.flatMap(([cell = '']) => codeOf(cell)));
  const explains = ([packages = '', why = '']: string[], name: string): boolean =>
    why !== '' && codeOf(packages).includes(name);

  test('is one page', () => {
    expect(wordsOf(read('ARCHITECTURE.md'))).toBeLessThanOrEqual(900);
  });

  test('lists every layer', () => {
    expect(folders('src').filter((folder) => !first.has(`${folder}/`))).toEqual([]);
  });

  test('gives a reason for every package that the app depends on', () => {
    expect(Object.keys(project.dependencies).filter((name) => !rows.some((row) => explains(row, name)))).toEqual([]);
  });
});

describe('docs/decisions', () => {
  test('are numbered without gaps', () => {
    const numbers = decisions().map((page) => Number(/\/(\d{4})-/.exec(page)?.[1]));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  test('are listed by their titles', () => {
    const listed = [...read('docs/decisions/README.md').matchAll(/^(\d+\. )\[(.+)\]\((.+)\)$/gm)];
    expect(listed.map(([, number, title, page]) => [`docs/decisions/${page}`, `# ${number}${title}`])).toEqual(
      decisions().map((page) => [page, read(page).split('\n', 1)[0]]),
    );
  });

  test.each(decisions())('%s says why in 80 to 200 words', (page) => {
    const parts = [...read(page).matchAll(/^## (.+)$/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Context', 'Decision', 'Consequences', 'Rejected']);
    expect(wordsOf(read(page))).toBeGreaterThanOrEqual(80);
    expect(wordsOf(read(page))).toBeLessThanOrEqual(200);
  });
});

test('STYLE.md explains terms that the code has', () => {
  const code = filesIn('src', /\.tsx?$/)
    .map(read)
    .join('\n');
  const terms = tableRows(read('STYLE.md')).flatMap(([term = '']) => codeOf(term));
  expect(terms.length).toBeGreaterThan(20);
  expect(terms.filter((term) => !new RegExp(`\\b(?:interface|type|class|const) ${term}\\b`).test(code))).toEqual([]);
});

describe('docs/commands.md', () => {
  const shown = tableRows(read('docs/commands.md')).flatMap(([cell = '']) =>
    [...cell.matchAll(/\/crm ?([a-z]*)/g)].map(([, name]) => String(name)),
  );

  test('lists every command, and none that does not exist', () => {
    expect([...new Set(shown)].filter(Boolean).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  });
});

describe('docs/deployment.md', () => {
  const settings = tableRows(read('docs/deployment.md')).filter(([name = '']) => /^`[A-Z_]+`$/.test(name));

  test('lists every setting with its default, and none that does not exist', () => {
    const said = settings.map(([name = '', value = '']) => [name.slice(1, -1), /^`(.*)`$/.exec(value)?.[1] ?? '']);
    expect(Object.fromEntries(said)).toEqual(DEFAULTS);
  });

  test('says what each setting means', () => {
    expect(settings.filter(([, , meaning = '']) => !/^\p{Lu}.*\.$|^`.*\.$/u.test(meaning))).toEqual([]);
  });
});

test('docs/subscriptions.md lists every event, in order', () => {
  const [, events = ''] = tableRows(read('docs/subscriptions.md')).find(([option]) => option === 'events') ?? [];
  expect(codeOf(events)).toEqual([...EVENT_NAMES, 'all']);
});

test('docs/administration.md says who may do what as `npm run docs` makes it of the code', () => {
  expect(read('docs/administration.md')).toBe(withPermissions(read('docs/administration.md')));
});

test('docs/data-model.md is what `npm run er` makes of the schema', async () => {
  expect(read('docs/data-model.md')).toBe(await describeDataModel());
});

describe.each(pages())('%s', (page) => {
  const markdown = read(page);

  test('links to files and headings that exist', () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test('names no command that does not exist', () => {
    const known = new Set(commands.flatMap(({ name, also = [] }) => [name, ...also]));
    const named = codeOf(markdown).flatMap((code) => [...code.matchAll(/\/crm ([a-z]+)/g)].map(([, name]) => name));
    expect(named.filter((name) => !known.has(String(name)))).toEqual([]);
  });

  test('names no script that does not exist', () => {
    const named = codeOf(markdown).flatMap((code) => [...code.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name));
    expect(named.filter((name) => !Object.hasOwn(project.scripts, String(name)))).toEqual([]);
  });

  test('names no file of the project that does not exist', () => {
    const inFolders = /^(?:src|tests|scripts|migrations|docs|bench)\/[\w./-]*$/;
    expect(codeOf(markdown).filter((code) => inFolders.test(code) && !exists(code))).toEqual([]);
  });
});
