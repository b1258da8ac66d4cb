import { entityOf, ENTITIES } from '../src/model/registry.ts';
import type { EntityName } from '../src/model/entity.ts';
import { columnOf } from '../src/store/columns.ts';
import { openDatabase, type Db } from '../src/store/database.ts';
import { PLAIN_TABLES } from './plain-tables.ts';

/** What every record carries beside its own fields. */
const OF_EVERY_RECORD: Readonly<Record<string, string>> = {
  id: 'Its number, as in D-42',
  search_text: 'Folded words by which it is found',
  version: 'Grows by one with each change',
  created_at: 'Moment in UTC',
  started:
    'Where it began: `here`, `elsewhere` (an import said when) or `unknown` (an import brought it without its creation)',
  updated_at: 'Moment in UTC',
  deleted_at: 'Set while it is deleted',
};

interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

interface Key {
  from: string;
  table: string;
}

interface Table {
  name: string;
  columns: Column[];
  keys: Key[];
}

const pragma = async <T>(db: Db, name: string, table: string): Promise<T[]> => {
  const rows: unknown = await db.raw(`pragma ${name}(${table})`);
  return rows as T[];
};

const readTables = async (db: Db): Promise<Table[]> => {
  // The indexes of search are tables of their own, made from what the others hold.
  const named: { name: string }[] = await db('pragma_table_list')
    .select('name')
    .where({ type: 'table', schema: 'main' })
    .whereNot('name', 'like', 'sqlite_%')
    .whereNot('name', 'like', 'knex_%')
    .orderBy('name');
  const tables: Table[] = [];
  for (const { name } of named) {
    const columns = await pragma<Column>(db, 'table_info', name);
    const keys = await pragma<Key>(db, 'foreign_key_list', name);
    tables.push({ name, columns, keys: keys.toSorted((a, b) => a.from.localeCompare(b.from)) });
  }
  return tables;
};

const isRequired = ({ notnull, pk }: Column): boolean => notnull === 1 || pk > 0;

const box = ({ name, columns, keys }: Table): string[] => {
  const mark = (column: Column): string => {
    if (column.pk > 0) return ' PK';
    return keys.some((key) => key.from === column.name) ? ' FK' : '';
  };
  const lines = columns.map((column) => `    ${column.type.toLowerCase()} ${column.name}${mark(column)}`);
  return [`  ${name} {`, ...lines, '  }'];
};

const lines = ({ name, columns, keys }: Table): string[] =>
  keys.map(({ from, table }) => {
    const column = columns.find((one) => one.name === from);
    return `  ${table} ${column && isRequired(column) ? '||' : '|o'}--o{ ${name} : ${from}`;
  });

const diagram = (tables: readonly Table[]): string =>
  ['```mermaid', 'erDiagram', ...tables.flatMap(lines), ...tables.flatMap(box), '```'].join('\n');

const entityWith = (table: string): EntityName | undefined =>
  (Object.keys(ENTITIES) as EntityName[]).find((name) => entityOf(name).table === table);

/** What a column means: a field's label and help, or what is said of it in plain-tables.ts. */
export const meaning = (table: string, column: Column): string => {
  const name = entityWith(table);
  const plain = PLAIN_TABLES[table]?.columns[column.name];
  if (name === undefined) return plain ?? (column.pk > 0 ? 'Its number' : missing(`${table}.${column.name}`));
  const field = Object.entries(entityOf(name).fields).find(([key, one]) => columnOf(key, one) === column.name)?.[1];
  if (!field) return OF_EVERY_RECORD[column.name] ?? plain ?? missing(`${table}.${column.name}`);
  return field.help ? `${field.label}. ${field.help}` : field.label;
};

const missing = (what: string): never => {
  throw new Error(`Say in scripts/plain-tables.ts what ${what} is.`);
};

const aboutTable = (table: string): string => {
  const name = entityWith(table);
  return name === undefined ? (PLAIN_TABLES[table]?.about ?? missing(table)) : entityOf(name).help;
};

const section = ({ name, columns, keys }: Table): string => {
  const rows = columns.map((column) => {
    const target = keys.find((key) => key.from === column.name)?.table;
    const type = `${column.type.toLowerCase()}${isRequired(column) ? '' : ', may be null'}`;
    const cells = [`\`${column.name}\``, type, target ? `→ \`${target}\`` : '', meaning(name, column)];
    return `| ${cells.join(' | ')} |`.replace(/ {2,}/g, ' ');
  });
  const head = ['| column | type | refers to | meaning |', '| --- | --- | --- | --- |'];
  return [`## \`${name}\``, '', aboutTable(name), '', ...head, ...rows].join('\n');
};

const INTRODUCTION = `# Data model

Made by \`npm run er\` from a freshly migrated database; a test compares the two. Types are SQLite's; PostgreSQL has \`bigint\`
for \`integer\`. Money is a whole number of minor units with a currency, days are \`YYYY-MM-DD\`, moments ISO 8601 in UTC.`;

/** The documentation of the schema, as Markdown with a Mermaid diagram. */
export const describeDataModel = async (): Promise<string> => {
  const database = await openDatabase('sqlite::memory:');
  try {
    const tables = await readTables(database.db);
    return `${[INTRODUCTION, diagram(tables), ...tables.map(section)].join('\n\n')}\n`;
  } finally {
    await database.close();
  }
};
