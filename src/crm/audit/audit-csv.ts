import type { RequestContext, Crm } from '../context/index.ts';
import { refOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { wholeTrail, type AuditEntry } from './audit.ts';
import { recordAccess } from '../access/index.ts';
import { csvFile, csvLines, type CsvRow } from '../csv/index.ts';
import { recordsById } from './versions.ts';

const COLUMNS = [
  'entry',
  'at (UTC)',
  'person',
  'Slack user',
  'workspace',
  'verb',
  'entity',
  'record',
  'source',
  'field',
  'before',
  'after',
];

/** One line for each field an entry changed; one for an entry that changed none. */
const linesOf = (entry: AuditEntry, person: string): CsvRow[] => {
  const record = entry.entity && entry.recordId !== null ? refOf(entityOf(entry.entity), entry.recordId) : null;
  const { id, at, slackUserId, slackTeamId, verb, entity, source } = entry;
  const facts = [id, at, person, slackUserId, slackTeamId, verb, entity, record, source];
  const changes = Object.entries(entry.changes);
  if (changes.length === 0) return [[...facts, null, null, null]];
  return changes.map(([name, [was, is]]) => [...facts, name, was, is]);
};

const namesOf = async (crm: Crm, entries: readonly AuditEntry[], known: Map<number, string>): Promise<void> => {
  const ids = new Set(entries.map(({ employeeId }) => employeeId).filter((id) => id > 0 && !known.has(id)));
  for (const employee of await recordsById(crm, 'employee', [...ids])) known.set(employee.id, employee.name);
};

/**
 * The entries that match as a CSV file (UTF-8, comma, CRLF), newest first, with values as they are stored; that it was
 * taken stands in the trail.
 * @param words filters as people type them
 * @throws Forbidden, Unclear
 */
export async function auditCsv(ctx: RequestContext, words: string): Promise<{ csv: Buffer; entries: number }> {
  const names = new Map([[0, 'CustomerHub']]);
  const lines: string[] = [];
  let count = 0;
  for await (const entries of wholeTrail(ctx, words)) {
    await namesOf(ctx.crm, entries, names);
    lines.push(csvLines(entries.flatMap((entry) => linesOf(entry, names.get(entry.employeeId) ?? ''))));
    count += entries.length;
  }
  await recordAccess(ctx.crm, ctx.actor, ctx.origin, { verb: 'export' });
  return { csv: csvFile(COLUMNS, lines), entries: count };
}
