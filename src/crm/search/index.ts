export { type Found, type FoundNamed, find } from './find.ts';
export { type Glance, glanceAt, myDay } from './glance.ts';
export { inFull, shorten } from './kept-words.ts';
export { type Related, relatedRecords } from './related.ts';
export { assertEntityAccess, resolve, resolveMergeTarget } from './resolve.ts';
