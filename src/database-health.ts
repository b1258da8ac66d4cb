import type { Logger } from 'pino';
import type { Crm } from './crm/context/index.ts';
import { remedyFor, troubleInWords } from './model/runtime/unavailable.ts';

/**
 * What is wrong with the database, in words for whoever looks after the server; nothing while all is well.
 * @param answers whether it could be read a moment ago
 */
export function databaseProblems({ database: { condition }, auditQueue }: Crm, answers: boolean): string[] {
  const { trouble } = condition;
  if (!trouble) return answers ? [] : ['Database: it doesn’t answer.'];
  const waiting = auditQueue.size === 0 ? '' : ` ${auditQueue.size} audit entries are waiting to be written.`;
  const { kind, detail, since } = trouble;
  return [
    `Database: ${troubleInWords(kind)} (${detail}, since ${new Date(since).toISOString()}). ${remedyFor(kind)}${waiting}`,
  ];
}

/** Logs when trouble begins, turns into another, and is over: one line each, whatever fails meanwhile. @returns ends it */
export function logTrouble({ database: { condition }, auditQueue }: Crm, log: Logger): () => void {
  return condition.onChange((now, before) => {
    if (now) {
      const { kind, detail } = now;
      log.error({ trouble: kind, detail }, `${troubleInWords(kind)}: nothing can be saved. ${remedyFor(kind)}`);
    } else if (before) {
      const seconds = Math.round((Date.now() - before.since) / 1000);
      log.info({ trouble: before.kind, seconds, waiting: auditQueue.size }, 'The database can be written again.');
    }
  });
}
