import { DeadlinePassed } from '../../model/runtime/deadline.ts';
import { Unavailable, type TroubleKind } from '../../model/runtime/unavailable.ts';
import { isCollision } from './collisions.ts';

/** What the drivers call it: SQLite's result codes, PostgreSQL's SQLSTATE, the system's and Knex's errors. */
const CODES: readonly (readonly [TroubleKind, RegExp])[] = [
  ['full', /^(SQLITE_FULL|53100|ENOSPC|EDQUOT)$/],
  ['busy', /^(SQLITE_(BUSY|LOCKED|PROTOCOL)(_\w+)?|53[234]00|55P03)$/],
  ['read-only', /^(SQLITE_READONLY(_\w+)?|25006|EROFS)$/],
  [
    'unreachable',
    /^(08\w{3}|57P0[1-5]|25P03|28\w{3}|3D000|SQLITE_CANTOPEN(_\w+)?|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|E(HOST|NET)UNREACH|ENOENT|ERR_(STREAM|SOCKET)_\w+)$/,
  ],
  ['slow', /^57014$/],
  ['faulty', /^(SQLITE_(CORRUPT|NOTADB|IOERR)(_\w+)?|XX00[12]|58\w{3}|EIO)$/],
];

/** What has no code: of `pg`, and of Knex's pool. */
const MESSAGES: readonly (readonly [TroubleKind, RegExp])[] = [
  [
    'unreachable',
    /Connection terminated|not queryable|^timeout expired$|Connection ended unexpectedly|client was closed/i,
  ],
  ['busy', /^Knex: Timeout acquiring a connection/],
];

/** A driver may throw errors of another realm than this one's. */
const isError = (error: unknown): error is { message: unknown; code?: unknown } =>
  typeof error === 'object' && error !== null && 'message' in error;

/** The driver's own name for what went wrong. */
export function codeOf(error: unknown): string {
  return isError(error) && typeof error.code === 'string' ? error.code : '';
}

/** What keeps the database from doing what was asked; null for every error that is no such trouble. */
export function troubleOf(error: unknown): TroubleKind | null {
  if (error instanceof Unavailable) return error.kind;
  if (error instanceof DeadlinePassed) return 'slow';
  if (!isError(error)) return null;
  const code = codeOf(error);
  const known =
    CODES.find(([, codes]) => codes.test(code)) ?? MESSAGES.find(([, words]) => words.test(String(error.message)));
  return known?.[0] ?? null;
}

/** Is it the database's own trouble, and nothing that the data or the code is to blame for? */
export function isOfDatabase(error: unknown): boolean {
  return isCollision(error) || troubleOf(error) !== null;
}
