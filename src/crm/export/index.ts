export { type SaysSame, comparison, exportCsv, exportPages, permitExport } from './export.ts';
