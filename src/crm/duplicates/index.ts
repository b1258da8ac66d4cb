export { type DuplicateAcknowledgement, createAcknowledged, duplicateOfEach } from './duplicates.ts';
export { absorb, assertMergeable, merge, relatedCounts } from './merge.ts';
