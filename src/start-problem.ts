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
    return `DATABASE_URL is ${databaseIn(env)}, whose practice workspace is open in another CustomerHub. Stop that one or use another file.`;
  }
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') {
    return `PORT is ${env['PORT'] ?? '3000'}, which another program uses. Stop that program or set PORT to a free port.`;
  }
  if (code === 'EACCES' && message?.includes('listen')) {
    return `PORT is ${env['PORT'] ?? '3000'}, which this user can’t use. Choose a port above 1023.`;
  }
  const database = databaseProblem(error, code);
  if (database) return `DATABASE_URL is ${databaseIn(env)}, ${database}`;
  return `CustomerHub couldn’t start. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

const DATABASE_PROBLEMS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'which isn’t a SQLite database. Use a CustomerHub database, or a file that doesn’t exist yet.',
  SQLITE_CORRUPT: 'which is damaged. Restore it from a backup or use another file.',
  SQLITE_READONLY: 'which can’t be written. Use a file and folder that this user can write.',
  SQLITE_CANTOPEN: 'which can’t be opened. Use a file in a folder that this user can write.',
  SQLITE_FULL: 'whose disk is full. Free some space and start again.',
  SQLITE_BUSY: 'which another program keeps locked. Stop that program and start again.',
  EACCES: 'where this user can’t write. Use a file and folder that this user can write.',
  EROFS: 'which is on a read-only disk. Use a file and folder that this user can write.',
  ENOTDIR: 'whose folder is a file. Use a file in a folder.',
  EEXIST: 'whose folder is a file. Use a file in a folder.',
  ECONNREFUSED: 'where no database server responds. Start it or correct the host and port.',
  ENOTFOUND: 'whose host doesn’t exist. Correct the host.',
  ETIMEDOUT: 'where no database server responds. Start it or correct the host and port.',
  '28P01': 'whose password the server refuses. Correct the user and password.',
  '28000': 'whose user the server refuses. Correct the user and password.',
  '3D000': 'a database that doesn’t exist on that server. Create it first.',
};

const databaseProblem = (error: unknown, code: string | undefined): string | null => {
  if (error instanceof NewerDatabase) {
    return `which a newer CustomerHub wrote (${error.message}). Start that version or restore an older backup.`;
  }
  const found = Object.entries(DATABASE_PROBLEMS).find(([known]) => code === known || code?.startsWith(`${known}_`));
  return found ? found[1] : null;
};

const databaseIn = (env: Environment): string => withoutPassword(env['DATABASE_URL'] || 'sqlite:./data/crm.db');

const withoutPassword = (url: string): string => url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@');
