export { type CsvRow, csvFile, csvLines, unguarded } from './csv.ts';
