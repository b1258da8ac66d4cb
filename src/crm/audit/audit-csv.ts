import type { RequestContext, Crm } from '../context/index.ts';
import { refOf } from '../../model/entity.ts';
import { entityOf } from '../../model/registry.ts';
import { wholeTrail, type AuditEntry } from './audit.ts';
import { note } from '../records/index.ts';
import { BYTE_ORDER_MARK, csvLine } from '../csv/index.ts';
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
const linesOf = (entry: AuditEntry, person: string): string => {
  const record = entry.entity && entry.recordId !== null ? refOf(entityOf(entry.entity), entry.recordId) : null;
  const { id, at, slackUserId, slackTeamId, verb, entity, source } = entry;
  const facts = [id, at, person, slackUserId, slackTeamId, verb, entity, record, source];
  const changes = Object.entries(entry.changes);
  if (changes.length === 0) return csvLine([...facts, null, null, null]);
  return changes.map(([name, [was, is]]) => csvLine([...facts, name, was, is])).join('');
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
  const parts = [`${BYTE_ORDER_MARK}${csvLine(COLUMNS)}`];
  let count = 0;
  for await (const entries of wholeTrail(ctx, words)) {
    await namesOf(ctx.crm, entries, names);
    parts.push(entries.map((entry) => linesOf(entry, names.get(entry.employeeId) ?? '')).join(''));
    count += entries.length;
  }
  await note(ctx.crm, ctx.actor, ctx.origin, { verb: 'export' });
  return { csv: Buffer.from(parts.join('')), entries: count };
}
