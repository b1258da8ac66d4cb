import { asOfIn, readAsOf, type AsOf, SnapshotLost } from '../../crm/snapshots/index.ts';
import { escape, say, type Message } from '../messages/blocks.ts';
import type { SlackRequest, Reply } from '../slack-context.ts';
import { explain } from '../explain.ts';
import { dayInFull, lookingBack, type LookingBack } from './as-of-view.ts';
import { eachOf, type MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';
import type { Command } from './command.ts';

type Looks = LookingBack['looks'];

/** What is said late may be refused, so it keeps its plainer versions. */
const messageOf = async (reply: Exclude<Reply, { kind: 'open' }>): Promise<Message | MessageWithFallbacks> => {
  if (reply.kind === 'later') return reply.last();
  if (reply.kind === 'say' && reply.plainer) return { message: reply.message, plainer: [reply.plainer] };
  return reply.message;
};

/** The reply of a verb with every message of it changed. */
const changed = (reply: Reply, change: (message: Message) => Message): Reply => {
  switch (reply.kind) {
    case 'open':
      return reply;
    case 'later':
      return { ...reply, last: async () => eachOf(await reply.last(), change) };
    case 'share':
      return { ...reply, message: eachOf(reply.message, change) };
    case 'say':
      return { ...reply, message: change(reply.message), ...(reply.plainer && { plainer: change(reply.plainer) }) };
  }
};

/** Runs it again when the thread that held the past was gone before it answered: the past is then made anew. */
const twice = <T>(work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    if (!(error instanceof SnapshotLost)) throw error;
    return work();
  });

/** Asks the verb of the CRM as it stood then; what goes wrong there is explained as of then, too. */
const askThen = async (
  request: SlackRequest,
  verb: Command,
  { day, moment, rest }: AsOf,
  looks: Looks,
): Promise<Reply> => {
  const answer = async () => {
    const { crm, erased } = await request.slack.snapshots.at(moment);
    const then: SlackRequest = { ...request, crm, slack: { ...request.slack, crm } };
    const today = verb.usage === undefined ? null : { verb: verb.name, words: rest };
    const back: LookingBack = { day, erased, looks, today, locale: crm.settings.locale };
    const told = async (error: unknown): Promise<Message> => {
      const where = error instanceof SnapshotLost ? request : then;
      return lookingBack(await explain(error, where, { verb: verb.name, words: rest }), { ...back, erased: 0 });
    };
    const asked = verb.run(then, rest).then((reply) => changed(reply, (message) => lookingBack(message, back)));
    // Only that its thread is gone is left to whoever can ask again.
    const reply = asked.catch(async (error: unknown): Promise<Reply> => {
      if (error instanceof SnapshotLost) throw error;
      return { kind: 'say', message: await told(error) };
    });
    return { reply: await reply, told };
  };
  const { reply, told } = await twice(answer);
  if (reply.kind !== 'later') return reply;
  const again = async (error: unknown): Promise<Message | MessageWithFallbacks> => {
    if (!(error instanceof SnapshotLost)) return told(error);
    const second = await answer();
    return second.reply.kind === 'open' ? told(error) : messageOf(second.reply);
  };
  return { ...reply, last: () => reply.last().catch(again).catch(told) };
};

/**
 * Answers as of a day that is gone. Where that past has yet to be made, it says so first.
 * @param words what was typed, and the day in it
 */
export async function lookBack(
  request: SlackRequest,
  verb: Command,
  words: { said: string; rest: string },
  looks: Looks,
): Promise<Reply> {
  const asOf = await readAsOf(request, words);
  if (!asOf) return verb.run(request, words.rest);
  if (request.slack.snapshots.has(asOf.moment)) return askThen(request, verb, asOf, looks);
  const day = dayInFull(asOf.day, request.slack.crm.settings.locale);
  return {
    kind: 'later',
    first: say(`:rewind: Going back to the end of *${escape(day)}* …`),
    last: async () => {
      const reply = await askThen(request, verb, asOf, looks);
      return reply.kind === 'open' ? say('A form has no past.') : messageOf(reply);
    },
  };
}

/** A message for others, made as of the day that its words name, if they do. It has no buttons. */
export async function messageThen(
  request: SlackRequest,
  words: string,
  make: (request: SlackRequest, words: string) => Promise<Message | MessageWithFallbacks>,
): Promise<Message | MessageWithFallbacks> {
  const said = asOfIn(words);
  const asOf = said && (await readAsOf(request, said));
  if (!said || !asOf) return make(request, said ? said.rest : words);
  return twice(async () => {
    const { crm, erased } = await request.slack.snapshots.at(asOf.moment);
    const message = await make({ ...request, crm, slack: { ...request.slack, crm } }, asOf.rest);
    const back = { day: asOf.day, erased, looks: () => false, today: null, locale: crm.settings.locale };
    return eachOf(message, (one) => lookingBack(one, back));
  });
}
