export { type DuplicateAcknowledgement, countsInFile, createAcknowledged, duplicateOfEach } from './duplicates.ts';
export { absorb, assertMergeable, merge, relatedCounts, SAME_RECORD } from './merge.ts';
