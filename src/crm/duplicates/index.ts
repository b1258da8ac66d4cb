export { type DuplicateAcknowledgement, countsInFile, createAcknowledged, duplicateOfEach } from './duplicates.ts';
export { absorb, assertMergeable, merge, relatedCounts } from './merge.ts';
