import { ABILITIES } from '../src/model/access.ts';
import { CRUD_ACTIONS, type Need, type CrudAction } from '../src/model/roles.ts';
import type { Entity, EntityName } from '../src/model/entity.ts';
import { ENTITIES, entityOf } from '../src/model/registry.ts';

const WHO: Readonly<Record<Need, string>> = {
  viewer: 'everybody',
  rep: 'reps',
  own: 'reps their own, managers all',
  manager: 'managers',
  admin: 'admins',
  nobody: '–',
};
const DOING: Readonly<Record<CrudAction, string>> = { read: 'see', create: 'add', update: 'change', remove: 'delete' };

/** Markdown as Prettier would have it: columns as wide as their widest cell. */
const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
};

const entities = (): Entity[] => (Object.keys(ENTITIES) as EntityName[]).map(entityOf);

/** Fields that take more than changing the record. */
const narrower = (): string[][] =>
  entities().flatMap((entity) =>
    Object.values(entity.fields)
      .filter(({ only }) => only !== undefined)
      .map(({ label, only }) => [`set “${label}” of ${entity.plural}`, WHO[only ?? 'viewer']]),
  );

/** Who may do what, from the entities' declarations and the list of abilities: two tables in Markdown. */
export const describePermissions = (): string => {
  const records = entities().map(({ plural, access }) => [plural, ...CRUD_ACTIONS.map((verb) => WHO[access[verb]])]);
  const others = Object.values(ABILITIES).map(({ called, need }) => [called, WHO[need]]);
  return [
    table([['records', ...CRUD_ACTIONS.map((verb) => DOING[verb])], ...records]),
    table([['what else', 'who'], ...narrower(), ...others]),
  ].join('\n\n');
};

const START = '<!-- permissions: made by `npm run docs` -->';
const END = '<!-- /permissions -->';

/** The page with the tables as they are now between its two marks. */
export const withPermissions = (markdown: string): string => {
  const [before, rest = ''] = markdown.split(START);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`The page has lost its marks: ${START} and ${END}`);
  return `${before}${START}\n\n${describePermissions()}\n\n${END}${after}`;
};
