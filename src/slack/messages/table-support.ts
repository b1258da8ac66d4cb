/**
 * Does this Slack know tables, and several in one message? They are new, so the first one tells: it goes through a response
 * URL, where Slack says what it thinks of it (nothing is heard of what stands in an acknowledgement). What it said holds
 * for this process.
 */
export interface Tables {
  known: 'perhaps' | 'yes' | 'no';
  several: 'perhaps' | 'yes' | 'no';
}

export function untriedTables(): Tables {
  return { known: 'perhaps', several: 'perhaps' };
}
