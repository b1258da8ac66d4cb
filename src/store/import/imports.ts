import type { EntityName } from '../../model/entity.ts';
import { NO_ANSWERS, type Answers } from '../../model/import/answers.ts';
import type { Db } from '../dialect.ts';

/** `read`: what its columns hold is asked. `checked`: nothing is written yet. `stopped`: it can go on. */
export type ImportState = 'read' | 'checked' | 'running' | 'stopped' | 'done' | 'taken back';

/** How many rows became what. */
export interface Tally {
  created: number;
  changed: number;
  same: number;
  twins: number;
  bad: number;
  /** Field to how many records it changes. */
  fields: Readonly<Record<string, number>>;
  /** Field to how many rows got it by an answer, because they must have it and say nothing. */
  filled: Readonly<Record<string, number>>;
  /** Entity to how many records were created because rows refer to them. */
  made: Readonly<Partial<Record<EntityName, number>>>;
  /** Rows that make or change records of another entity than the file's. Bad ones count above. */
  beside?: Partial<Record<EntityName, Tally>>;
}

export interface ImportJob {
  id: number;
  /** Whose it is: nobody else sees or runs it. */
  employee: number;
  team: string;
  entity: EntityName;
  /** Name of the file. */
  file: string;
  rows: number;
  /** Greatest id of a record when the file was given: its ids mean none that came later, and none that it makes itself. */
  lastId: number;
  /** What each column holds: the name of a target, or null. */
  targets: (string | null)[];
  /** The system whose IDs it holds; blank where it holds none. */
  source: string;
  /** What becomes of rows that are likely to be here already. */
  twins: 'skip' | 'create';
  /** What somebody said about words that mean nothing by themselves. */
  answers: Answers;
  state: ImportState;
  tally: Tally;
  /** Name of what it writes in the audit trail. */
  act: string;
  /** Rows that are done. */
  position: number;
  at: string;
}

export interface Reject {
  line: number;
  /** Of the column; null where it is about the row. */
  heading: string | null;
  reason: string;
}

export const NO_ROWS: Tally = { created: 0, changed: 0, same: 0, twins: 0, bad: 0, fields: {}, filled: {}, made: {} };

type Row = Record<string, unknown>;

const COLUMNS =
  'id employee_id team entity file row_count last_id targets source twins answers state tally act position at'.split(
    ' ',
  );

const toJob = (row: Row): ImportJob => ({
  id: Number(row['id']),
  employee: Number(row['employee_id']),
  team: String(row['team']),
  entity: row['entity'] as EntityName,
  file: String(row['file']),
  rows: Number(row['row_count']),
  lastId: Number(row['last_id']),
  targets: JSON.parse(String(row['targets'])) as ImportJob['targets'],
  source: String(row['source'] ?? ''),
  twins: row['twins'] as ImportJob['twins'],
  answers: { ...NO_ANSWERS, ...(JSON.parse(String(row['answers'] ?? '{}')) as Partial<Answers>) },
  state: row['state'] as ImportState,
  tally: { ...NO_ROWS, ...(JSON.parse(String(row['tally'])) as Partial<Tally>) },
  act: String(row['act']),
  position: Number(row['position']),
  at: String(row['at']),
});

type NewJob = Pick<
  ImportJob,
  'employee' | 'team' | 'entity' | 'file' | 'rows' | 'lastId' | 'targets' | 'source' | 'act' | 'at'
> & {
  content: string;
  /** The headings and what the columns hold, as JSON. */
  columns: string;
};

export async function insertImport(db: Db, { employee, rows, lastId, targets, ...job }: NewJob): Promise<number> {
  const row = {
    ...job,
    employee_id: employee,
    row_count: rows,
    last_id: lastId,
    targets: JSON.stringify(targets),
    state: 'read',
  };
  const [stored] = (await db('imports').insert(row).returning('id')) as { id: number }[];
  if (!stored) throw new Error('imports: the insert returned no row');
  return stored.id;
}

/** The job without what its file holds; null when there is none of this employee. */
export async function importOf(db: Db, employee: number, id: number): Promise<ImportJob | null> {
  const row = (await db('imports').where({ id, employee_id: employee }).first(COLUMNS)) as Row | undefined;
  return row ? toJob(row) : null;
}

export async function contentOf(db: Db, id: number): Promise<string> {
  const row = (await db('imports').where({ id }).first('content')) as { content: string } | undefined;
  return row?.content ?? '';
}

/** The headings of a file and what its columns hold, as it was written; null where it was given to an older version. */
export async function columnsOf(db: Db, id: number): Promise<string | null> {
  const row = (await db('imports').where({ id }).first('columns')) as { columns: string | null } | undefined;
  return row?.columns ?? null;
}

/** What the check found, as it was written; null before that. */
export async function reportOf(db: Db, id: number): Promise<string | null> {
  const row = (await db('imports').where({ id }).first('report')) as { report: string | null } | undefined;
  return row?.report ?? null;
}

/** Changes a job that has not begun. @returns whether it has not */
export async function reviseImport(
  db: Db,
  id: number,
  change: Partial<Pick<ImportJob, 'targets' | 'source' | 'answers' | 'tally' | 'state' | 'twins'>> & {
    report?: string;
  },
): Promise<boolean> {
  const { targets, tally, answers, ...plain } = change;
  const row = {
    ...plain,
    ...(targets && { targets: JSON.stringify(targets) }),
    ...(tally && { tally: JSON.stringify(tally) }),
    ...(answers && { answers: JSON.stringify(answers) }),
  };
  return (await db('imports').where({ id }).whereIn('state', ['read', 'checked']).update(row)) > 0;
}

/** One process at a time carries it out, until the claim ends. @returns whether this one may */
export async function claimImport(
  db: Db,
  id: number,
  from: 'checked' | 'stopped',
  { by, until }: { by: string; until: string },
): Promise<boolean> {
  const fresh = from === 'checked' ? { tally: JSON.stringify(NO_ROWS), position: 0 } : {};
  const claimed = { state: 'running', claimed_by: by, claimed_until: until, ...fresh };
  return (await db('imports').where({ id, state: from }).update(claimed)) > 0;
}

/**
 * Goes on from one row to another, in the transaction that writes what lies between: each row is written once, whoever
 * tries. @returns whether it stood there, running for this process
 */
export async function advanceImport(
  db: Db,
  { id, by, from, to, until }: { id: number; by: string; from: number; to: number; until: string },
): Promise<boolean> {
  return (
    (await db('imports')
      .where({ id, claimed_by: by, position: from, state: 'running' })
      .update({ position: to, claimed_until: until })) > 0
  );
}

export function writeTally(db: Db, id: number, tally: Tally): Promise<number> {
  return db('imports')
    .where({ id })
    .update({ tally: JSON.stringify(tally) });
}

/** @returns whether it was running for this process */
export async function endImport(db: Db, id: number, by: string, state: 'done' | 'stopped'): Promise<boolean> {
  return (await db('imports').where({ id, claimed_by: by, state: 'running' }).update({ state, claimed_by: null })) > 0;
}

/** What an act wrote is being taken back: the import of that name goes on no more. Waits for the rows it is writing. */
export function haltImport(db: Db, act: string): Promise<number> {
  return db('imports').where({ act }).whereIn('state', ['running', 'stopped', 'done']).update({ state: 'taken back' });
}

/** Stops those whose process went away: their claim ran out. @returns them, each to one caller only */
export async function stopOrphans(db: Db, now: string): Promise<ImportJob[]> {
  return (
    (await db('imports')
      .where({ state: 'running' })
      .where('claimed_until', '<', now)
      .update({ state: 'stopped', claimed_by: null })
      .returning(COLUMNS)) as Row[]
  ).map(toJob);
}

export async function writeRejects(db: Db, id: number, rejects: readonly Reject[]): Promise<void> {
  for (let at = 0; at < rejects.length; at += 200) {
    const rows = rejects.slice(at, at + 200).map((reject) => ({ import_id: id, ...reject }));
    await db('import_rejects').insert(rows).onConflict(['import_id', 'line']).merge();
  }
}

export function forgetRejects(db: Db, id: number): Promise<number> {
  return db('import_rejects').where({ import_id: id }).delete();
}

/** In the order of the file. */
export function rejectsOf(db: Db, id: number, limit = 1_000_000): Promise<Reject[]> {
  return db('import_rejects')
    .where({ import_id: id })
    .orderBy('line')
    .limit(limit)
    .select<Reject[]>('line', 'heading', 'reason');
}

/** Forgets files: those that nobody waits for since one moment, those that came to a stop since an earlier one. */
export async function forgetImports(db: Db, since: { idle: string; stopped: string }): Promise<void> {
  await db('imports').whereIn('state', ['read', 'checked', 'done', 'taken back']).where('at', '<', since.idle).delete();
  await db('imports').where({ state: 'stopped' }).where('at', '<', since.stopped).delete();
}
