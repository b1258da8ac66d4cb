export { auditCsv } from './audit-csv.ts';
export { readAuditFilter } from './audit-filter.ts';
export { AUDIT_VERBS, type AuditEntry, type AuditVerb, auditTrail, permitAudit } from './audit.ts';
export { bringBack, entryOfHistory, historyOf, putBack, resolveAny } from './history.ts';
export { startSealing } from './seal.ts';
export { verifySeals } from './verify-seals.ts';
export { recordsById, versionOf } from './versions.ts';
