import { pino, type DestinationStream, type Logger } from 'pino';
import { Problem } from './model/errors.ts';

/** Those of SQLite only inherit from Error, and those of other realms do not even that. */
const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'message' in value && 'stack' in value;

const MOST_FRAMES = 15;
const MOST_CAUSES = 4;

/** Before the first sign with which a value can begin: databases, parsers and V8 put what they were given into messages. */
const WITHOUT_VALUES = /^[^'"`“”„‘’«»:=()[\]{}<>\d\n]*/u;

/** Slack's clients and the operating system name codes and addresses of ours, and nothing that anybody typed. */
const namesNoValues = (error: Error): boolean =>
  'syscall' in error || ('code' in error && String(error.code).startsWith('slack_'));

const messageOf = (error: Error): string => {
  // It tells the person what they typed.
  if (error instanceof Problem) return '';
  return namesNoValues(error) ? error.message : (WITHOUT_VALUES.exec(error.message)?.[0] ?? '').trim();
};

const FRAME = /^ {4}at (?:[\w$.<>[\]#* ]+ \()?(?:async )?(?:node:|file:|[A-Z]:\\|\/)[^\s()]+:\d+:\d+\)?$/;

/** The frames alone: a stack begins with the message. */
const framesOf = ({ stack = '', message }: Error): string[] =>
  stack
    .replace(message, () => '')
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim().replace(/^at /, ''));

/** Names of parts of the database, as its errors carry them. */
const namesIn = (error: Error): Partial<Record<'table' | 'column' | 'constraint', string>> => {
  const found = Object.entries(error).filter(([name]) => ['table', 'column', 'constraint'].includes(name));
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'string'));
};

const nameOf = ({ name, constructor }: Error): string => (/^error$/i.test(name) ? constructor.name : name);

/**
 * An error as the log has it: of which kind, from where and why, and none of the values that led to it.
 * @returns `type`, `stack` (its frames) and, where there are such, `message`, `code`, names of the database and `cause`
 */
export function describeError(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!isError(error)) return { type: typeof error };
  const message = messageOf(error);
  return {
    type: nameOf(error),
    ...(message !== '' && { message }),
    ...('code' in error && /^\w{1,40}$/.test(String(error.code)) && { code: error.code }),
    ...namesIn(error),
    stack: framesOf(error),
    ...(isError(error.cause) && depth < MOST_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The log of the process: a line of JSON each. @param destination standard output when left out */
export function openLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    serializers: {
      err: (value: unknown) => describeError(value),
      // Elsewhere a code of Slack's.
      error: (value: unknown) => (typeof value === 'string' ? value : describeError(value)),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
