import { carryImport } from '../../../src/crm/import/carry.ts';
import { checkImport } from '../../../src/crm/import/check.ts';
import { answerImport, chooseTargets, takeFile, type ImportJob } from '../../../src/crm/import/import.ts';
import { firstRejects } from '../../../src/crm/import/rejected.ts';
import { Invalid } from '../../../src/model/errors.ts';
import { entityOf } from '../../../src/model/registry.ts';
import type { EntityName } from '../../../src/model/entity.ts';
import type { AnyRecord } from '../../../src/model/record.ts';
import { findRecords } from '../../../src/store/records.ts';
import { answerAsked } from './answering.ts';
import { differs, type Finding, type Known } from './compare.ts';
import type { ExpectedRow, Ref, VendorFile } from './truth.ts';
import { ctxOf, type Workspace } from './workspace.ts';

/** A file that was imported. */
export interface Imported extends Checked {
  file: VendorFile;
  /** Line to the heading and reason for which it was left out. */
  rejects: ReadonlyMap<number, { heading: string; reason: string }>;
  /** What the dry run said. */
  foretold: ImportJob['tally'];
}

/** Takes the suggested columns. @returns why they are not enough, where they are not */
const chooseSuggested = async (workspace: Workspace, job: ImportJob): Promise<string | null> => {
  try {
    await chooseTargets(ctxOf(workspace), job.id, job.targets);
    return null;
  } catch (error) {
    if (error instanceof Invalid) return Object.values(error.fields).join(' ');
    throw error;
  }
};

/** A file that was tried, and why the suggested columns were not enough for it. */
interface Checked {
  job: ImportJob;
  refused: string | null;
}

const take = async (workspace: Workspace, file: VendorFile): Promise<Checked> => {
  const given = { entity: entityOf(file.entity), file: file.name, bytes: file.write(file) };
  const job = await takeFile(ctxOf(workspace), given);
  return { job, refused: await chooseSuggested(workspace, job) };
};

/** Takes a file in with the suggested columns, and answers what it asks. */
export const importFile = async (workspace: Workspace, file: VendorFile): Promise<Imported> => {
  const ctx = ctxOf(workspace);
  const { job: taken, refused } = await take(workspace, file);
  const asked = await answerAsked(workspace, await checkImport(ctx, taken.id), file);
  const checked = await checkImport(ctx, asked.id);
  const job = await carryImport(ctx, checked.id);
  const rejects = await firstRejects(ctx, job.id, file.cells.length);
  const byLine = rejects.map(({ line, heading, reason }) => [line, { heading: heading ?? 'row', reason }] as const);
  return { file, job, rejects: new Map(byLine), foretold: checked.tally, refused };
};

/** What would become of a file that was imported before, with the answers of then. */
export const checkAgain = async (workspace: Workspace, { file, job }: Imported): Promise<ImportJob['tally']> => {
  const again = await take(workspace, file);
  await answerImport(ctxOf(workspace), again.job.id, job.answers);
  return (await checkImport(ctxOf(workspace), again.job.id)).tally;
};

/** The line on which each row begins: cells have line breaks in them. */
const linesOf = (file: VendorFile): number[] => {
  let line = 2;
  return file.cells.map((row) => {
    const own = line;
    line += 1 + row.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    return own;
  });
};

interface Kept {
  entity: EntityName;
  key: string;
  id: number;
}

/** Ids of records by their key in the system, as it is kept: some keep the first fifteen signs of eighteen. */
const keptBy = async ({ crm }: Workspace, where: Record<string, string>): Promise<Kept[]> => {
  const rows: { entity: EntityName; key: string; record_id: number }[] = await crm.database
    .db('source_keys')
    .where({ ...where, taken_back: 0 });
  return rows.map(({ entity, key, record_id: id }) => ({ entity, key, id }));
};

const keysOf = (key: string): string[] => [key, key.slice(0, 15)];

/** What references and stages in an expectation mean, after these imports. */
export const knownAfter = async (workspace: Workspace, imported: readonly Imported[]): Promise<Known> => {
  const { db } = workspace.crm.database;
  const kept = (await Promise.all(imported.map(({ job }) => keptBy(workspace, { act: job.act })))).flat();
  const stages: { id: number; name: string }[] = await db('stages');
  const names = new Map<string, number>();
  for (const entity of ['employee', 'customer'] as const)
    for (const { id, name } of await db(entityOf(entity).table)) names.set(`${entity} ${name}`, Number(id));
  const ids = new Map(kept.map(({ entity, key, id }) => [`${entity} ${key}`, id]));
  const byKey = (entity: EntityName, key: string): number | undefined =>
    keysOf(key)
      .map((one) => ids.get(`${entity} ${one}`))
      .find((id) => id !== undefined);
  return {
    idOf: (ref: Ref) => ('key' in ref ? byKey(ref.entity, ref.key) : names.get(`${ref.entity} ${ref.named}`)),
    stageOf: (id) => stages.find((stage) => stage.id === id)?.name ?? '',
  };
};

const trapOf = ({ outcome: { traps } }: ExpectedRow, field: string): string =>
  traps[field] === undefined ? '' : ` (${traps[field]})`;

const ofRow = (row: ExpectedRow, record: AnyRecord, known: Known): Finding[] => {
  if (row.outcome.is === 'left out') return [];
  return Object.entries(row.outcome.values).flatMap(([field, wanted]) => {
    const why = differs(record, field, wanted, known);
    return why === null ? [] : [{ kind: `${field}${trapOf(row, field) || trapOf(row, 'row')}`, example: why }];
  });
};

/** Compares what a file should have become with what is stored. */
export const findingsOf = async (
  workspace: Workspace,
  { file, job, rejects, foretold, refused }: Imported,
  known: Known,
): Promise<Finding[]> => {
  const kept = await keptBy(workspace, { act: job.act });
  const lines = linesOf(file);
  const records = new Map<string, AnyRecord>();
  for (const entity of new Set(kept.map((one) => one.entity))) {
    const ids = kept.filter((one) => one.entity === entity).map(({ id }) => id);
    for (const record of (await findRecords(workspace.crm.database.db, entityOf(entity), ids)).values())
      records.set(`${entity} ${record.id}`, record);
  }
  const found = file.expected.flatMap((row, at): Finding[] => {
    const one = kept.find(({ key }) => keysOf(row.key).includes(key));
    const record = one && records.get(`${one.entity} ${one.id}`);
    const { outcome } = row;
    const { heading = 'row', reason = 'no reason told' } = rejects.get(lines[at] ?? 0) ?? {};
    if (outcome.is === 'left out') {
      if (record) return [{ kind: `row is in${trapOf(row, 'row')}`, example: `left out for ${outcome.cause}` }];
      const isTold = outcome.column === null || outcome.column === heading;
      return isTold ? [] : [{ kind: `row is out by ${heading}${trapOf(row, 'row')}`, example: reason }];
    }
    if (!record) {
      return [{ kind: `row is out by ${heading}${trapOf(row, 'row')}`, example: reason }];
    }
    const entity =
      one.entity === outcome.entity
        ? []
        : [{ kind: `is ${one.entity}${trapOf(row, 'row')}`, example: `should be ${outcome.entity}` }];
    return [...entity, ...ofRow(row, record, known)].map(({ kind, example }) => ({
      kind,
      example: `${row.key}: ${example}`,
    }));
  });
  if (refused !== null) found.push({ kind: 'suggested columns are not enough', example: refused });
  if (JSON.stringify(foretold) !== JSON.stringify(job.tally))
    found.push({
      kind: 'dry run and import differ',
      example: `${JSON.stringify(foretold)} and ${JSON.stringify(job.tally)}`,
    });
  return found.map(({ kind, example }) => ({ kind: `${file.label}: ${kind}`, example }));
};
