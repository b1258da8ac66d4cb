import { PracticeInUse } from './practice-workspace.ts';
import { SignInRefused } from './slack/sign-in.ts';
import { Unavailable } from './model/runtime/unavailable.ts';
import { NewerDatabase } from './store/migrations.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Why the app could not start, as one line that says what to do; what nobody foresaw keeps its stack. */
export function startProblem(error: unknown, env: Environment): string {
  if (error instanceof SignInRefused) return error.message;
  if (error instanceof Unavailable) return startProblem(error.cause, env);
  if (error instanceof PracticeInUse) {
    return `DATABASE_URL holds ${databaseIn(env)}, whose practice workspace another CustomerHub has open: stop that one, or name another file.`;
  }
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') {
    return `PORT holds ${env['PORT'] ?? '3000'}, which another program uses: stop that program or set PORT to a free port.`;
  }
  if (code === 'EACCES' && message?.includes('listen')) {
    return `PORT holds ${env['PORT'] ?? '3000'}, which this user may not use: it should be a port above 1023.`;
  }
  const database = databaseProblem(error, code);
  if (database) return `DATABASE_URL holds ${databaseIn(env)}, ${database}`;
  return `CustomerHub could not start. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

const DATABASE_PROBLEMS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB:
    'which is not a SQLite database: it should name a CustomerHub database, or a file that does not exist yet.',
  SQLITE_CORRUPT: 'which is damaged: restore it from a backup, or name another file.',
  SQLITE_READONLY: 'which cannot be written to: it should name a file and folder that this user may write.',
  SQLITE_CANTOPEN: 'which cannot be opened: it should name a file in a folder that this user may write.',
  SQLITE_FULL: 'whose disk is full: make room and start again.',
  SQLITE_BUSY: 'which another program keeps locked: stop that program and start again.',
  EACCES: 'where this user may not write: it should name a file and folder that this user may write.',
  EROFS: 'which lies on a read-only disk: it should name a file and folder that this user may write.',
  ENOTDIR: 'whose folder is a file: it should name a file in a folder.',
  EEXIST: 'whose folder is a file: it should name a file in a folder.',
  ECONNREFUSED: 'where no database server answers: start it, or correct the host and port.',
  ENOTFOUND: 'whose host does not exist: correct the host.',
  ETIMEDOUT: 'where no database server answers: start it, or correct the host and port.',
  '28P01': 'whose password the server refuses: correct the user and password.',
  '28000': 'whose user the server refuses: correct the user and password.',
  '3D000': 'a database that does not exist on that server: create it first.',
};

const databaseProblem = (error: unknown, code: string | undefined): string | null => {
  if (error instanceof NewerDatabase) {
    return `which a newer CustomerHub wrote (${error.message}): start that version, or restore an older backup.`;
  }
  const found = Object.entries(DATABASE_PROBLEMS).find(([known]) => code === known || code?.startsWith(`${known}_`));
  return found ? found[1] : null;
};

const databaseIn = (env: Environment): string => withoutPassword(env['DATABASE_URL'] || 'sqlite:./data/crm.db');

const withoutPassword = (url: string): string => url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@');
