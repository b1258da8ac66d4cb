export { type DuplicateAcknowledgement, createAcknowledged, duplicateOfEach } from './duplicates.ts';
export { absorb, assertMergeable, merge, relatedCounts, SAME_RECORD } from './merge.ts';
