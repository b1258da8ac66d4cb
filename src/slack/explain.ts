import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { Ambiguous, AlreadyDone, Invalid, NotFound, Problem } from '../model/problems.ts';
import { entityOf } from '../model/registry.ts';
import type { EntityName } from '../model/entity.ts';
import { readRecord } from '../crm/road.ts';
import { escape, say, type Message } from './blocks.ts';
import type { Ask } from './desk.ts';
import { foundMessage } from './show/list.ts';

/**
 * An error as one sentence for the person, escaped. What is no Problem is a bug: the person gets a number, the log the
 * rest under that number.
 */
export const sentenceFor = (error: unknown, log: Logger): string => {
  if (error instanceof AlreadyDone) return 'This was already done. Nothing changed a second time.';
  if (error instanceof Invalid) return Object.values(error.fields).join(' ');
  if (error instanceof Problem) return error.message;
  const number = randomUUID().slice(0, 8);
  log.error({ err: error, number }, 'something unexpected went wrong');
  return `Sorry, something went wrong on our side, and nothing was saved. Please try again; if it happens again, give an admin this number: ${number}.`;
};

/** The answer to a command or button that could not be carried out. `verb`: what to do with a record once it is chosen. */
export const explain = async (error: unknown, ask: Ask, verb: string): Promise<Message> => {
  if (error instanceof Ambiguous) {
    const found = await Promise.all(
      error.candidates.slice(0, 10).map(async ({ entity, id }) => ({
        entity: entityOf(entity as EntityName),
        record: await readRecord(ask.desk.crm, ask.actor, entity, id),
      })),
    );
    return foundMessage(ask, `${escape(error.message)} Which one?`, found, verb);
  }
  const icon = error instanceof NotFound ? ':mag:' : ':warning:';
  return say(`${icon} ${sentenceFor(error, ask.desk.log)}`);
};
