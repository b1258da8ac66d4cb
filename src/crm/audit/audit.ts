import type { RequestContext } from '../context/index.ts';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AuditEntry } from '../../store/audit/audit-row.ts';
import { auditBefore, pageOfAudit, type AuditFilter, type AuditPage } from '../../store/audit/audit-pages.ts';
import { readAuditFilter } from './audit-filter.ts';
import { permitTo } from '../access/index.ts';

export { AUDIT_VERBS, type AuditVerb } from '../../store/audit/audit-log.ts';
export type { AuditEntry, Changes } from '../../store/audit/audit-row.ts';
export type { AuditFilter, AuditPage } from '../../store/audit/audit-pages.ts';

/** The audit trail is for managers and admins; a refusal stands in it. @throws Forbidden */
export function permitAudit(ctx: RequestContext): Promise<void> {
  return permitTo(ctx, 'audit');
}

/**
 * A page of the audit trail, newest first.
 * @param line filters as people type them: `by:@ana entity:deal`
 * @throws Forbidden; Unclear, pointing at the word that cannot be read
 */
export async function auditTrail(
  ctx: RequestContext,
  line: string,
  page: { offset: number; limit: number },
): Promise<AuditPage> {
  await permitAudit(ctx);
  return pageOfAudit(ctx.crm.database.beside, await readAuditFilter(ctx, line), page);
}

const AT_ONCE = 500;

/** Every entry that matches, newest first, in portions between which others get their turn. @throws as auditTrail */
export async function* wholeTrail(ctx: RequestContext, line: string): AsyncGenerator<readonly AuditEntry[]> {
  await permitAudit(ctx);
  const filter: AuditFilter = await readAuditFilter(ctx, line);
  let below = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const entries = await auditBefore(ctx.crm.database.beside, filter, below, AT_ONCE);
    if (entries.length > 0) yield entries;
    if (entries.length < AT_ONCE) return;
    below = entries.at(-1)?.id ?? 0;
    await yieldToOthers();
  }
}
