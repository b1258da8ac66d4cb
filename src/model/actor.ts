import type { Role } from './roles.ts';

/** Who acts. Made anew for every request from what Slack and the employees table say now; never read from a payload. */
export interface Actor {
  /** Their row in `employees`; 0 for CustomerHub itself. */
  employeeId: number;
  name: string;
  role: Role;
  slackUserId: string;
  slackTeamId: string;
  /** IANA time zone, such as `Europe/Berlin`. */
  timeZone: string;
  /** Slack did not confirm within five minutes who they are: they may read, and nothing of theirs is written. */
  unconfirmed?: true;
}

/** Through which door a request came. */
export type Source = 'command' | 'form' | 'button' | 'shortcut' | 'home' | 'undo' | 'import' | typeof BACKFILL | 'app';

/** The source of what was written afterwards, about a time that is over: no news for anybody. */
export const BACKFILL = 'backfill';

/** Where a write comes from, and the key under which it is done only once. */
export interface Origin {
  source: Source;
  /** The interaction's own id (view id, trigger id, event id): a second delivery of it changes nothing. */
  key?: string;
  /** Name in the audit trail of what is done in several transactions: they are one act. */
  act?: string;
}

/** CustomerHub itself, for what no person asked for: such as the first employees. */
export function theApp(slackTeamId: string, timeZone: string): Actor {
  return {
    employeeId: 0,
    name: 'CustomerHub',
    role: 'admin',
    slackUserId: 'app',
    slackTeamId,
    timeZone,
  };
}
