import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import {
  Ambiguous,
  AlreadyDone,
  ChangedSince,
  Invalid,
  Merged,
  NotFound,
  Problem,
  Unclear,
} from '../model/problems.ts';
import { refOf } from '../model/entity.ts';
import { entityOf } from '../model/registry.ts';
import type { EntityName } from '../model/entity.ts';
import { refusalOf } from '../crm/refusals.ts';
import { readRecord } from '../crm/road.ts';
import { actions, button, escape, say, section, type Message } from './blocks.ts';
import type { Ask } from './desk.ts';
import { changedSinceMessage } from './show/hindrances.ts';
import { foundMessage } from './show/list.ts';
import { pointedAt } from './show/typed-words.ts';

/**
 * An error as one sentence for the person, in plain words: mrkdwn has yet to be escaped, inputs and titles show it as it
 * is. What is no Problem is a bug: the person gets a number, the log the rest under that number.
 */
export const sentenceFor = (error: unknown, log: Logger): string => {
  if (error instanceof AlreadyDone) return 'This was already done. Nothing changed a second time.';
  if (error instanceof Invalid) return Object.values(error.fields).join(' ');
  if (error instanceof Problem) return error.message;
  const number = randomUUID().slice(0, 8);
  log.error({ err: error, number }, 'something unexpected went wrong');
  return `Sorry, something went wrong on our side, and nothing was saved. Please try again; if it happens again, give an admin this number: ${number}.`;
};

/** The answer to somebody who was not let in. */
export const closed = (error: unknown, log: Logger): Message => say(`:lock: ${escape(sentenceFor(error, log))}`);

/** What was asked for: the verb, and the words that followed it. */
export interface Asked {
  verb: string;
  words: string;
}

/** The answer to a command or button that could not be carried out; where a name fits several, it asks which is meant. */
export const explain = async (cause: unknown, ask: Ask, { verb, words }: Asked): Promise<Message> => {
  const error = await refusalOf(ask.desk.crm, ask.actor, ask.origin, cause);
  if (error instanceof Ambiguous) {
    const found = await Promise.all(
      error.candidates.slice(0, 10).map(async ({ entity, id }) => ({
        entity: entityOf(entity as EntityName),
        record: await readRecord(ask.desk.crm, ask.actor, entity, id),
      })),
    );
    const again = (ref: string): string => words.replace(error.words, () => ref);
    return foundMessage(ask, `${escape(error.message)} Which one?`, found, { verb: verb.toLowerCase(), again });
  }
  if (error instanceof ChangedSince) return changedSinceMessage(ask, error);
  if (error instanceof Merged) {
    const ref = refOf(entityOf(error.into.entity), error.into.id);
    return say(`:twisted_rightwards_arrows: ${escape(error.message)}`, actions(button(`Show ${ref}`, 'show', ref)));
  }
  if (error instanceof Unclear && error.where) {
    return say(`:warning: ${escape(error.message)}`, section(pointedAt(error.where)));
  }
  const icon = error instanceof NotFound ? ':mag:' : ':warning:';
  return say(`${icon} ${escape(sentenceFor(error, ask.desk.log))}`);
};
