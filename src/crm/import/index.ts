export { type Carrying, carryImport } from './carry.ts';
export { kindNote } from './activities.ts';
export { checkImport } from './check.ts';
export {
  type ImportJob,
  MOST_BYTES,
  chooseTargets,
  jobOf,
  permitImport,
  tableOf,
  takeFile,
  targetsIn,
} from './import.ts';
export { firstRejects, rejectLine, rejectedCsv } from './rejected.ts';
export { stoppedImport, watchImports } from './stopped.ts';
export type { Row } from './table.ts';
