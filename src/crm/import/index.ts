export { type Carrying, carryImport } from './carry.ts';
export { kindNote } from './meaning/activities.ts';
export { checkImport, reportOf } from './check.ts';
export {
  type ImportJob,
  MOST_BYTES,
  answerImport,
  chooseTargets,
  jobOf,
  permitImport,
  tableOf,
  takeFile,
  targetsIn,
} from './import.ts';
export type { Cause } from './report/causes.ts';
export type { Report, Sample } from './report/report.ts';
export type { Sum, Sums } from './report/sums.ts';
export { isCreatedByName } from './meaning/missing-reference.ts';
export { rejectedCsv } from './rejected.ts';
export { stoppedImport, watchImports } from './stopped.ts';
export type { Row } from './table.ts';
