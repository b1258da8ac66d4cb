export type { AuditEntry, Changes } from '../store/audit.ts';
