import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENTITY_NAMES } from '../src/model/registry.ts';

/**
 * The rooms of src/, and which others each may enter. Imports run one way:
 *
 *   main -> slack -> charts -> crm -> store -> model
 *
 * `main` is what lies in src/ itself: it wires everything together and is the only one that knows everybody.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  main: ['slack', 'charts', 'crm', 'demo', 'practice', 'store', 'model'],
  /** How Slack shows it. It asks the CRM; it never reaches into the store. */
  slack: ['charts', 'crm', 'model'],
  /** Numbers to pictures. */
  charts: ['crm', 'model'],
  /** The practice company: people, firms and a year of work, made through the CRM. */
  demo: ['crm', 'store', 'model'],
  /** What people do: the one road for writes. */
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

/** Packages that only one room may know. */
const KEPT: Readonly<Record<string, string>> = {
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

/** The one circle: a container holds blocks, and is one. */
const CIRCLE = 'src/practice/page/blocks/container.tsx imports src/practice/page/blocks/index.tsx';

const root = join(import.meta.dirname, '..');
const inSlashes = (path: string): string => path.replaceAll('\\', '/');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => inSlashes(join(folder, file)));
const files = [...filesIn('src'), ...filesIn('migrations')].filter((file) => /\.tsx?$/.test(file));

interface Import {
  from: string;
  /** A package's name, or a path from the project's root. */
  to: string;
  isRelative: boolean;
  isType: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^'"]*?\bfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

const importsOf = (from: string): Import[] => {
  const code = readFileSync(join(root, from), 'utf8');
  const found = [
    ...[...code.matchAll(STATIC)].map(([, type, to]) => ({ to: String(to), isType: type !== undefined })),
    ...[...code.matchAll(DYNAMIC)].map(([, to]) => ({ to: String(to), isType: false })),
  ];
  return found.map(({ to, isType }) => {
    const isRelative = to.startsWith('.');
    const path = isRelative ? inSlashes(normalize(join(dirname(from), to))) : to;
    return { from, to: path, isRelative, isType };
  });
};

const imports = files.flatMap(importsOf);

/** `src/slack/app.ts` -> `slack`, `src/config.ts` -> `main`. */
const linkedChannelOf = (file: string): string => {
  if (file.startsWith('migrations/')) return 'migrations';
  if (file.startsWith('src/practice/page/')) return 'page';
  const [, room = '', ...rest] = file.split('/');
  return rest.length === 0 ? 'main' : room;
};

const mayEnter = ({ from, to }: Import): boolean => {
  const here = linkedChannelOf(from);
  const open = ROOMS[here] ?? [];
  return linkedChannelOf(to) === here || open.includes(linkedChannelOf(to)) || open.includes(to.replace('src/', ''));
};

const mayUse = ({ from, to }: Import): boolean => {
  const here = linkedChannelOf(from);
  const kept = Object.entries(KEPT).filter(([name]) => to === name || to.startsWith(name.replace(/\/?$/, '/')));
  return kept.every(([name, room]) => room === here || EXCUSED.has(`${here} ${name}`));
};

const inWords = ({ from, to }: Import): string => `${from} imports ${to}`;

/** A way through those imports that ends where it began, or null. */
const findCycle = (counts: (each: Import) => boolean): string[] | null => {
  const next = imports.filter((each) => each.isRelative && counts(each) && inWords(each) !== CIRCLE);
  const done = new Set<string>();
  const walk = (file: string, way: string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    done.add(file);
    for (const { to } of next.filter(({ from }) => from === file)) {
      const cycle = walk(to, [...way, file]);
      if (cycle) return cycle;
    }
    return null;
  };
  for (const file of files) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return null;
};

/** Those that write amounts themselves: the mask, cells that were masked before, and what is never shown outside. */
const SEEN_INSIDE: ReadonlySet<string> = new Set([
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
const STILL_TESTED = ['src/crm/summary/'];

describe('the house', () => {
  test('has the rooms that are listed here, and no others', () => {
    const rooms = new Set(files.map(linkedChannelOf));
    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  test('is walked in one direction', () => {
    const wrong = imports.filter((each) => each.isRelative && !mayEnter(each));
    expect(wrong.map(inWords)).toEqual([]);
  });

  test('keeps each tool in its room', () => {
    const wrong = imports.filter((each) => !each.isRelative && !mayUse(each));
    expect(wrong.map(inWords)).toEqual([]);
  });

  test('has no circles but the one that is drawn on purpose', () => {
    // Type imports are gone before anything runs.
    expect(findCycle(({ isType }) => !isType)).toBeNull();
  });

  test('lets what people do flow one way, types included', () => {
    expect(findCycle(({ from, to }) => linkedChannelOf(from) === 'crm' && linkedChannelOf(to) === 'crm')).toBeNull();
  });

  test('writes amounts by showMoney, which hides them from people from outside', () => {
    const writers = imports.filter(({ from, to }) => to === 'src/model/money.ts' && from.startsWith('src/slack/'));
    const direct = writers
      .map(({ from }) => from)
      .filter((from) => readFileSync(from, 'utf8').includes('formatMoney('));
    expect(direct.filter((from) => !SEEN_INSIDE.has(from))).toEqual([]);
  });

  test('asks an entity for its traits, not for its name', () => {
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

  test('knows of its demo data only where that is made', () => {
    const naming = files.filter((file) => /practice[ -_]?company/i.test(file + readFileSync(join(root, file), 'utf8')));
    const elsewhere = naming.filter((file) => !/^src\/(?:demo|practice)\//.test(file));
    // Audit rows of older versions have it as their source, and they are sealed.
    expect(elsewhere).toEqual(['src/store/audit/audit-row.ts']);
  });

  test('was looked at: its imports were found', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.map(inWords)).toContain('src/store/outbox/outbox.ts imports src/store/dialect.ts');
    expect(imports.map(inWords)).toContain('src/slack/delivery/client.ts imports @slack/web-api');
  });
});
