/**
 * Where a record began. `here`: all of its way is in the audit log. `elsewhere`: an import brought it, with the moment at
 * which it was created. `unknown`: an import brought it without that moment, so that its creation is the import’s.
 */
export type Started = 'here' | 'elsewhere' | 'unknown';
