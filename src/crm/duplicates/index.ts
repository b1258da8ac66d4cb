export {
  type DuplicateAcknowledgement,
  countsInFile,
  createAcknowledged,
  type Duplicate,
  duplicateOfEach,
  duplicatesOf,
} from './duplicates.ts';
export { absorb, assertMergeable, merge, relatedCounts, SAME_RECORD } from './merge.ts';
