export { type Behind, behind, isFigure } from './behind.ts';
export { FIGURE_KEYS, type FigureKey, definitionOf } from './figures.ts';
export { figuresOf, measure, scan } from './measure.ts';
export { movedCsv, movedDealsCsv } from './moved/csv.ts';
export { BARS, BAR_KEYS, type BarKey, type Moved, type MovedDeal, type Worth, whatMoved } from './moved/moved.ts';
export { type MovedAsked, readMoved } from './moved/question.ts';
export { PARTS, type Part, type PartName, isPart, partOf } from './parts.ts';
export { AGE_BANDS, type AgeingLine } from './parts/ageing.ts';
export type { StageLine } from './parts/pipeline.ts';
export { GROUPINGS, type Question, readQuestion } from './question.ts';
export { type Asked, askIn } from './request.ts';
export {
  type Figure,
  OVERVIEW,
  type Provenance,
  type Summary,
  type Unit,
  dealsLookedAt,
  summarize,
} from './summary.ts';
export { type Table, type TableCell, tableCsv, unitAt } from './table.ts';
export { breakdownTable, NOT_KNOWN } from './tables.ts';
