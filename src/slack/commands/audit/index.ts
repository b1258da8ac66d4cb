export { auditCommands } from './audit.ts';
