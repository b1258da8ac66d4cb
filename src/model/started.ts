import type { AnyRecord } from './record.ts';

/**
 * Where a record began. `here`: all of its way is in the audit log. `elsewhere`: an import brought it, with the moment at
 * which it was created. `unknown`: an import brought it without that moment, so that its creation is the import’s.
 */
export type Started = 'here' | 'elsewhere' | 'unknown';

/** Is `createdAt` the moment at which the record really began? */
export function isStartKnown(record: AnyRecord): boolean {
  return record['started'] !== 'unknown';
}

/** Did an import bring it? Then the audit log knows nothing of its way up to there. */
export function isImported(record: AnyRecord): boolean {
  return record['started'] === 'elsewhere' || record['started'] === 'unknown';
}
