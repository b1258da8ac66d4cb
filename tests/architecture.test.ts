import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENTITY_NAMES } from '../src/model/registry.ts';

/**
 * The layers of src/, and which others each may import from. Imports run one way:
 *
 *   main -> slack -> crm -> store -> model        charts -> model
 *
 * `main` is what lies in src/ itself: it wires everything together and is the only one that knows everybody.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  main: ['slack', 'charts', 'crm', 'demo', 'practice', 'store', 'model'],
  /** How Slack shows it. It asks the CRM; it never reaches into the store. */
  slack: ['charts', 'crm', 'model'],
  /** Numbers to pictures. */
  charts: ['model'],
  /** The practice company: people, firms and a year of work, made through the CRM. */
  demo: ['crm', 'store', 'model'],
  /** What people do: every write goes through crm/records. */
  crm: ['store', 'model'],
  /** Where it is kept. The steps of the schema lie in migrations/. */
  store: ['model', 'migrations'],
  /** What a CRM is. */
  model: [],
  migrations: [],
  /** A stand-in for Slack. It knows Slack's protocol and nothing of the CRM. */
  practice: [],
  /** Its page in the browser, which shares nothing with its server but the protocol between them. */
  page: ['practice/protocol.ts'],
};

/** Packages that only one layer may import. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@slack/': 'slack',
  knex: 'store',
  pg: 'store',
  'better-sqlite3': 'store',
  'chart.js': 'charts',
  'chartjs-node-canvas': 'charts',
  '@napi-rs/canvas': 'charts',
  preact: 'page',
};

/** The migrations are handed their connection by the store, so they may name its type. */
const EXCUSED = new Set(['migrations knex']);

/** Files in one folder at most, without its index. */
const MOST_FILES = 20;

const root = join(import.meta.dirname, '..');
const inSlashes = (path: string): string => path.replaceAll('\\', '/');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => inSlashes(join(folder, file)));
const files = [...filesIn('src'), ...filesIn('migrations')].filter((file) => /\.tsx?$/.test(file));

/** What only the store says to a database; whoever writes it elsewhere knows tables, columns or a dialect. */
const SQL: Readonly<Record<string, RegExp>> = {
  'names Knex': /\bknex\b/i,
  'imports a dialect': /\b(?:Dialect|dialectOf)\b|\/dialect\.ts'/,
  'builds a query':
    /\b(?:knex|db|trx|tx)(?:\.(?:raw|from|select|queryBuilder|schema)\b|\((?!\)))|\.(?:knex|raw|whereRaw|whereNull|orderByRaw|groupByRaw)\(/,
  'names a table': /\.table\b/,
  'writes SQL': /\b(?:select\s[^;]*?\sfrom\s+\w+\s+(?:where|join|group|order)\b|insert into\s|delete from\s)/,
  'asks which database it is': /['"`](?:sqlite|postgres|postgresql|pg|better-sqlite3)['"`]/,
};

/** The code of a file without its comments. */
const codeOf = (file: string): string =>
  readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

test.each(Object.entries(SQL))('what people do never %s', (_what, sql) => {
  const people = files.filter((file) => file.startsWith('src/crm/'));
  expect(people.length).toBeGreaterThan(50);
  expect(people.filter((file) => sql.test(codeOf(file)))).toEqual([]);
  // The store does all of this, so the rule knows it when it sees it.
  expect(files.some((file) => file.startsWith('src/store/') && sql.test(codeOf(file)))).toBe(true);
});

interface Import {
  from: string;
  /** A package's name, or a path from the project's root. */
  to: string;
  isRelative: boolean;
}

const STATIC = /^(?:import|export)\s+(?:type\s+)?(?:[\w*{][^'"]*?\bfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

const importsOf = (from: string): Import[] => {
  const code = readFileSync(join(root, from), 'utf8');
  const found = [...code.matchAll(STATIC), ...code.matchAll(DYNAMIC)].map(([, to]) => String(to));
  return found.map((to) => {
    const isRelative = to.startsWith('.');
    return { from, to: isRelative ? inSlashes(normalize(join(dirname(from), to))) : to, isRelative };
  });
};

const imports = files.flatMap(importsOf);

/** `src/slack/app.ts` -> `slack`, `src/config.ts` -> `main`. */
const layerOf = (file: string): string => {
  if (file.startsWith('migrations/')) return 'migrations';
  if (file.startsWith('src/practice/page/')) return 'page';
  const [, layer = '', ...rest] = file.split('/');
  return rest.length === 0 ? 'main' : layer;
};

/** The folder of the feature that a file belongs to, if any: `src/crm/undo`, `src/slack/commands/undo`. */
const featureOf = (file: string): string | null =>
  /^src\/(?:crm\/(?:notifications\/)?|slack\/commands\/)[\w-]+(?=\/)/.exec(file)?.[0] ?? null;

const mayImport = ({ from, to }: Import): boolean => {
  const here = layerOf(from);
  const open = LAYERS[here] ?? [];
  return layerOf(to) === here || open.includes(layerOf(to)) || open.includes(to.replace('src/', ''));
};

const mayUse = ({ from, to }: Import): boolean => {
  const here = layerOf(from);
  const kept = Object.entries(PACKAGES).filter(([name]) => to === name || to.startsWith(name.replace(/\/?$/, '/')));
  return kept.every(([name, layer]) => layer === here || EXCUSED.has(`${here} ${name}`));
};

const goesThroughIndex = ({ from, to }: Import): boolean => {
  const feature = featureOf(to);
  return feature === null || feature === featureOf(from) || to === `${feature}/index.ts`;
};

const inWords = ({ from, to }: Import): string => `${from} imports ${to}`;

/** A way along those edges that ends where it began, or null. */
const findCycle = (edges: readonly (readonly [from: string, to: string])[]): string[] | null => {
  const next = new Map<string, string[]>();
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (at: string, way: string[]): string[] | null => {
    if (way.includes(at)) return [...way.slice(way.indexOf(at)), at];
    if (done.has(at)) return null;
    done.add(at);
    for (const to of next.get(at) ?? []) {
      const cycle = walk(to, [...way, at]);
      if (cycle) return cycle;
    }
    return null;
  };
  for (const at of next.keys()) {
    const cycle = walk(at, []);
    if (cycle) return cycle;
  }
  return null;
};

/** Those that write amounts themselves: the mask, cells that were masked before, and what is never shown outside. */
const WRITE_AMOUNTS: ReadonlySet<string> = new Set([
  'src/slack/views/mask.ts',
  'src/slack/views/cells.ts',
  'src/slack/commands/summary/moved-view.ts',
  'src/slack/commands/summary/moved-deals.ts',
]);

/** A comparison with the name of an entity, or a list of names in which one is looked up. */
const NAME = `['"](?:${ENTITY_NAMES.join('|')})['"]`;
const NAME_TESTS = [
  new RegExp(`(?<!\\b(?:kind)) [!=]==? ${NAME}`, 'g'),
  new RegExp(`${NAME} [!=]==? `, 'g'),
  new RegExp(`\\bcase ${NAME}:`, 'g'),
  new RegExp(`\\[(?:${NAME}(?:, )?)+\\]\\.(?:includes|some)\\(`, 'g'),
  new RegExp(`EntityName\\[\\] = \\[${NAME}`, 'g'),
];

/** Summaries group by words that happen to be names of entities, and still ask for deals by name. */
const STILL_TESTED = ['src/crm/summary/', 'src/store/reports/'];

describe('the layers', () => {
  test('are those listed here', () => {
    const layers = new Set(files.map(layerOf));
    expect([...layers].filter((layer) => !(layer in LAYERS))).toEqual([]);
  });

  test('import in one direction', () => {
    expect(imports.filter((each) => each.isRelative && !mayImport(each)).map(inWords)).toEqual([]);
  });

  test('keep their packages to themselves', () => {
    expect(imports.filter((each) => !each.isRelative && !mayUse(each)).map(inWords)).toEqual([]);
  });
});

describe('files', () => {
  test('import each other in no cycle, types included', () => {
    const edges = imports.filter(({ isRelative }) => isRelative).map(({ from, to }) => [from, to] as const);
    expect(findCycle(edges)).toBeNull();
  });

  test(`stand at most ${MOST_FILES} in a folder`, () => {
    const inFolder = new Map<string, string[]>();
    for (const file of files.filter((one) => one.startsWith('src/') && !/\/index\.tsx?$/.test(one)))
      inFolder.set(dirname(file), [...(inFolder.get(dirname(file)) ?? []), file]);
    const crowded = [...inFolder].filter(([, all]) => all.length > MOST_FILES);
    expect(crowded.map(([folder, all]) => `${folder} holds ${all.length}`)).toEqual([]);
  });
});

describe('features', () => {
  test('are used through their index', () => {
    const wrong = imports.filter((each) => each.isRelative && !goesThroughIndex(each));
    expect(wrong.map(inWords)).toEqual([]);
  });

  test.each(['src/crm/', 'src/slack/commands/'])('of %s use each other in no cycle', (layer) => {
    const between = imports
      .map(({ from, to }) => [featureOf(from), featureOf(to)] as const)
      .filter((edge): edge is [string, string] => edge.every((one) => one?.startsWith(layer)) && edge[0] !== edge[1]);
    expect(between.length).toBeGreaterThan(5);
    expect(findCycle(between)).toBeNull();
  });
});

test('amounts are written by showMoney, which hides them from people from outside', () => {
  const writers = imports.filter(({ from, to }) => to === 'src/model/money.ts' && from.startsWith('src/slack/'));
  const direct = writers.map(({ from }) => from).filter((from) => readFileSync(from, 'utf8').includes('formatMoney('));
  expect(direct.filter((from) => !WRITE_AMOUNTS.has(from))).toEqual([]);
});

test('entities are asked for their traits, not for their names', () => {
  const elsewhere = files.filter((file) => /^src\/(?:crm|slack|store|charts|model)\//.test(file));
  const product = elsewhere.filter(
    (file) => !file.startsWith('src/model/entities/') && !STILL_TESTED.some((folder) => file.startsWith(folder)),
  );
  const tests = product.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8');
    return NAME_TESTS.flatMap((each) => [...code.matchAll(each)].map(([found]) => `${file} ${found.trim()}`));
  });
  expect(tests).toEqual([]);
});

test('demo data is known only where it is made', () => {
  const naming = files.filter((file) => /practice[ -_]?company/i.test(file + readFileSync(join(root, file), 'utf8')));
  const elsewhere = naming.filter((file) => !/^src\/(?:demo|practice)\//.test(file));
  // Audit rows of older versions have it as their source, and they are sealed.
  expect(elsewhere).toEqual(['src/store/audit/audit-row.ts']);
});

test('the rules were tried on something', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.map(inWords)).toContain('src/store/outbox/outbox.ts imports src/store/dialect.ts');
  expect(imports.map(inWords)).toContain('src/slack/delivery/client.ts imports @slack/web-api');
  expect(
    findCycle([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ]),
  ).toEqual(['b', 'c', 'b']);
});
