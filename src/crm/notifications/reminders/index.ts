export { type Look, occurred } from './occurred.ts';
export { type PastOccurrence, WORKING, gapsIn, idleness, pastOccurrences } from './past.ts';
