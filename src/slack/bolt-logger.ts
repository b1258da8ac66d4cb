import { LogLevel, type Logger as SlackLogger } from '@slack/web-api';
import type { Logger } from 'pino';

/** What Slack's libraries say, in our log: their `info` is chatter, and their `debug` holds whole payloads, so nobody gets it. */
export function boltLogger(log: Logger): SlackLogger {
  const child = log.child({ part: 'slack' });
  const say = (level: 'debug' | 'warn' | 'error', parts: readonly unknown[]): void => {
    const err = parts.find((part) => part instanceof Error);
    const words = parts.filter((part) => typeof part === 'string').join(' ');
    child[level]({ ...(err && { err }) }, words || 'an error in one of Slack’s libraries');
  };
  return {
    debug: () => {},
    info: (...parts) => say('debug', parts),
    warn: (...parts) => say('warn', parts),
    error: (...parts) => say('error', parts),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** The same for what is told in our own words: its complaints are for whoever looks closer. */
export function quietLogger(logger: SlackLogger): SlackLogger {
  const whisper: SlackLogger['info'] = (...parts) => logger.info(...parts);
  return { ...logger, warn: whisper, error: whisper };
}
