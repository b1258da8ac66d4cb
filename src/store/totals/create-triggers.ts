import { dialectOf, type Db, type Dialect } from '../dialect.ts';
import { createSetTriggers } from './sets.ts';
import { columnsCounted, countsIf, FORM, formOf, rowsCounted, SOURCE_NAMES, type Source } from './sources.ts';
import { LINE, totalsOf } from './tallies.ts';

/** Change it with the triggers, the tallies or the sets: every database then makes its totals anew at the next start. */
const VERSION = 5;
const NAME = 'running_totals';

const KINDS = ['insert', 'update', 'delete'] as const;
type Kind = (typeof KINDS)[number];

const nameOf = (source: Source, kind: Kind): string => `${source}_running_${kind}`;
const triggers = SOURCE_NAMES.flatMap((source) => KINDS.map((kind) => ({ source, kind, name: nameOf(source, kind) })));

/** When a write counts: one that touches neither what is counted nor whether it is leaves nothing. */
const CONDITIONS: Record<Kind, (source: Source, differs: string) => string> = {
  insert: (source) => countsIf(source, 'new'),
  update: (source, differs) =>
    columnsCounted(source)
      .map((column) => `old.${column} ${differs} new.${column}`)
      .join(' or '),
  delete: (source) => countsIf(source, 'old'),
};

/** Statements are prepared with their triggers each time, so these are one statement that is soon read. */
const leave = (source: Source, kind: Kind): string => {
  const [comes, goes] = [
    `select ${formOf(source, 'new', 1).join(', ')}`,
    `select ${formOf(source, 'old', -1).join(', ')}`,
  ];
  const rows: Record<Kind, string> = {
    insert: comes,
    update: `${goes} where ${countsIf(source, 'old')} union all ${comes} where ${countsIf(source, 'new')}`,
    delete: goes,
  };
  return `insert into running_changes (${FORM.join(', ')}) ${rows[kind]};`;
};

const onSqlite = (source: Source, kind: Kind): string[] => {
  const of = kind === 'update' ? ` of ${columnsCounted(source).join(', ')}` : '';
  return [
    `create trigger ${nameOf(source, kind)} after ${kind}${of} on ${source}
      when ${CONDITIONS[kind](source, 'is not')} begin ${leave(source, kind)} end`,
  ];
};

const onPostgres = (source: Source, kind: Kind): string[] => [
  `create function ${nameOf(source, kind)}() returns trigger language plpgsql as
    $$ begin ${leave(source, kind)} return null; end $$`,
  `create trigger ${nameOf(source, kind)} after ${kind} on ${source} for each row
    when (${CONDITIONS[kind](source, 'is distinct from')}) execute function ${nameOf(source, kind)}()`,
];

const LAY: Record<Dialect, (source: Source, kind: Kind) => string[]> = { sqlite: onSqlite, postgres: onPostgres };

const takeAway = (dialect: Dialect, { source, name }: (typeof triggers)[number]): string =>
  dialect === 'sqlite' ? `drop trigger if exists ${name}` : `drop trigger if exists ${name} on ${source}`;

/** Takes the triggers away: rows that change from now on are not counted until `layTotals` is called. */
export async function liftTotals(db: Db): Promise<void> {
  keeping.delete(known(db));
  const dialect = dialectOf(db);
  for (const trigger of triggers) {
    await db.raw(takeAway(dialect, trigger));
    if (dialect === 'postgres') await db.raw(`drop function if exists ${trigger.name}()`);
  }
}

/** Makes the totals anew from the rows; what is changed meanwhile waits. Call it in a transaction. */
export async function createTotalsTriggers(db: Db): Promise<void> {
  const dialect = dialectOf(db);
  if (dialect === 'postgres') await db.raw(`lock table ${SOURCE_NAMES.join(', ')} in share row exclusive mode`);
  await liftTotals(db);
  await db('running_changes').delete();
  await db('running_totals').delete();
  for (const source of SOURCE_NAMES) {
    const totals = totalsOf(rowsCounted(source), source);
    if (totals) await db.raw(`insert into running_totals (${LINE}) ${totals}`);
  }
  await createSetTriggers(db);
  for (const { source, kind } of triggers) for (const statement of LAY[dialect](source, kind)) await db.raw(statement);
  await db('derived').insert({ name: NAME, version: VERSION }).onConflict('name').merge();
}

const CATALOGUE: Record<Dialect, [table: string, column: string]> = {
  sqlite: ['sqlite_master', 'name'],
  postgres: ['pg_trigger', 'tgname'],
};

/** Databases that were seen to keep their totals, by what their connections have in common. */
const keeping = new WeakSet<object>();
const known = (db: Db): object => db.client.config as object;

/** Are the totals kept by this database? A copy of its tables, or one that was loaded without triggers, has none that are right. */
export async function keepsTotals(db: Db): Promise<boolean> {
  if (keeping.has(known(db))) return true;
  const [table, column] = CATALOGUE[dialectOf(db)];
  const names = triggers.map(({ name }) => name);
  const [found] = (await db(table).whereIn(column, names).count({ n: '*' })) as { n: number }[];
  const keeps = found?.n === names.length;
  if (keeps) keeping.add(known(db));
  return keeps;
}

const isLaid = async (db: Db): Promise<boolean> => {
  const laid = (await db('derived').where({ name: NAME }).first('version')) as { version: number } | undefined;
  return laid?.version === VERSION && (await keepsTotals(db));
};

/** Sees to it that the totals are kept, and kept in today's way. Call it inside the migration lock, in a transaction. */
export async function keepTotals(db: Db): Promise<void> {
  if (!(await isLaid(db))) await createTotalsTriggers(db);
}
