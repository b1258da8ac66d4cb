import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import {
  Ambiguous,
  AlreadyDone,
  ChangedSince,
  Deleted,
  Invalid,
  Merged,
  NotFound,
  Problem,
  Unclear,
  WrongEntity,
} from '../model/errors.ts';
import { entityOf } from '../model/registry.ts';
import { REFERABLE, refText } from '../model/typed-reference.ts';
import { Unavailable } from '../model/runtime/unavailable.ts';
import { refusalOf } from '../crm/access/index.ts';
import { readRecord } from '../crm/records/index.ts';
import { actions, button, escape, say, section, type Message } from './messages/blocks.ts';
import type { SlackRequest } from './slack-context.ts';
import { changedSinceMessage } from './views/blockers.ts';
import { foundMessage } from './views/list.ts';
import { pointedAt } from './views/typed-words.ts';
import { wrongEntityMessage } from './views/wrong-entity.ts';

/**
 * An error as one sentence for the person, in plain words: mrkdwn has yet to be escaped, inputs and titles show it as it
 * is. What is no Problem is a bug: the person gets a number, the log the rest under that number.
 */
export function sentenceFor(error: unknown, log: Logger): string {
  if (error instanceof AlreadyDone) return error.message;
  if (error instanceof Invalid) return Object.values(error.fields).join(' ');
  if (error instanceof Problem || error instanceof Unavailable) return error.message;
  const number = randomUUID().slice(0, 8);
  log.error({ err: error, number }, 'something unexpected went wrong');
  return `Something went wrong and nothing was saved. Try again, or give your admin this code: ${number}.`;
}

/** The answer to someone without access. */
export function closed(error: unknown, log: Logger): Message {
  return say(`:lock: ${escape(sentenceFor(error, log))}`);
}

/** The command and the words after it. */
export interface TypedCommand {
  verb: string;
  words: string;
}

/** So many characters of a line go on in a button, which holds 2,000. */
const MOST_CARRIED = 1900;

const inOneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();

/** The same command about another record: what was typed for it makes room for that one's id. */
const again = ({ verb, words }: TypedCommand, typed: string) => ({
  verb: verb.toLowerCase(),
  again: (ref: string): string => inOneLine(words).replace(inOneLine(typed), () => ref),
});

/**
 * The answer to a failed command or button; where a name matches several records, it asks which is meant. It never
 * fails: what cannot be explained any better, because the database does not answer, is said in a sentence.
 */
export function explain(cause: unknown, request: SlackRequest, asked: TypedCommand): Promise<Message> {
  return explained(cause, request, asked).catch((error: unknown) => inASentence(error, request.slack.log));
}

const explained = async (cause: unknown, request: SlackRequest, asked: TypedCommand): Promise<Message> => {
  const error = await refusalOf(request, cause);
  if (error instanceof Ambiguous) {
    const found = await Promise.all(
      error.candidates.slice(0, 10).map(async ({ entity, id }) => ({
        entity: entityOf(entity),
        record: await readRecord(request, { entity, id }),
      })),
    );
    if (asked.words.length > MOST_CARRIED)
      return foundMessage(
        request,
        `${escape(error.message)} Use the ID of the one you mean instead of its name.`,
        found,
      );
    return foundMessage(request, `${escape(error.message)} Which one?`, found, again(asked, error.words));
  }
  if (error instanceof WrongEntity) return wrongEntityMessage(request, error, again(asked, error.words));
  if (error instanceof ChangedSince) return changedSinceMessage(request, error);
  if (error instanceof Deleted) {
    const text = `:wastebasket: ${escape(error.message)}`;
    if (!REFERABLE.includes(error.ref.entity)) return say(text);
    const history = button('History', 'history', refText(error.ref));
    return say(`${text} You can restore it from its history.`, actions(history));
  }
  if (error instanceof Merged) {
    const ref = refText(error.into);
    return say(`:twisted_rightwards_arrows: ${escape(error.message)}`, actions(button(`Show ${ref}`, 'show', ref)));
  }
  if (error instanceof Unclear && error.where) {
    return say(`:warning: ${escape(error.message)}`, section(pointedAt(error.where)));
  }
  return inASentence(error, request.slack.log);
};

const inASentence = (error: unknown, log: Logger): Message => {
  const icon = error instanceof NotFound ? ':mag:' : ':warning:';
  return say(`${icon} ${escape(sentenceFor(error, log))}`);
};
