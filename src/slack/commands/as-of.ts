import { asOfIn, readAsOf, type AsOf, SnapshotLost } from '../../crm/snapshots/index.ts';
import { escape, say, type Message } from '../messages/blocks.ts';
import type { SlackRequest, Reply } from '../slack-context.ts';
import { explain } from '../explain.ts';
import { dayInFull, lookingBack, type LookingBack } from './as-of-view.ts';
import { eachOf, type MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';
import type { Command } from './command.ts';

type Looks = LookingBack['looks'];

/** A late reply may be a Message or a MessageWithFallbacks, because Slack may refuse it. */
const messageOf = async (reply: Exclude<Reply, { kind: 'open' }>): Promise<Message | MessageWithFallbacks> => {
  if (reply.kind === 'later') return reply.last();
  if (reply.kind === 'say' && reply.plainer) return { message: reply.message, plainer: [reply.plainer] };
  return reply.message;
};

/** Applies a change to every message of a reply. */
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

/** Runs it again when the snapshot's thread ended before it answered; the snapshot is then rebuilt. */
const twice = <T>(work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    if (!(error instanceof SnapshotLost)) throw error;
    return work();
  });

/** Runs a command on a snapshot; its errors are explained as of that day, too. */
const askThen = async (
  request: SlackRequest,
  verb: Command,
  { day, moment, rest }: AsOf,
  looks: Looks,
): Promise<Reply> => {
  const answer = async () => {
    const { crm, ...unknown } = await request.slack.snapshots.at(moment);
    const then: SlackRequest = { ...request, crm, slack: { ...request.slack, crm } };
    const today = verb.usage === undefined ? null : { verb: verb.name, words: rest };
    const back: LookingBack = { day, ...unknown, looks, today, locale: crm.settings.locale };
    const explained = async (error: unknown): Promise<Message> => {
      const where = error instanceof SnapshotLost ? request : then;
      return lookingBack(await explain(error, where, { verb: verb.name, words: rest }), {
        ...back,
        erased: 0,
        imported: 0,
      });
    };
    const asked = verb.run(then, rest).then((reply) => changed(reply, (message) => lookingBack(message, back)));
    // Only a lost snapshot is thrown on, to whoever can ask again.
    const reply = asked.catch(async (error: unknown): Promise<Reply> => {
      if (error instanceof SnapshotLost) throw error;
      return { kind: 'say', message: await explained(error) };
    });
    return { reply: await reply, explained };
  };
  const { reply, explained } = await twice(answer);
  if (reply.kind !== 'later') return reply;
  const again = async (error: unknown): Promise<Message | MessageWithFallbacks> => {
    if (!(error instanceof SnapshotLost)) return explained(error);
    const second = await answer();
    return second.reply.kind === 'open' ? explained(error) : messageOf(second.reply);
  };
  return { ...reply, last: () => reply.last().catch(again).catch(explained) };
};

/**
 * Answers as of a past day. Where its snapshot has to be built first, a progress message comes first.
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
    first: say(`:rewind: Loading ${escape(day)}…`),
    last: async () => {
      const reply = await askThen(request, verb, asOf, looks);
      return reply.kind === 'open' ? say('Forms always show today. Leave out as-of.') : messageOf(reply);
    },
  };
}

/** A shared message, as of the day in its words, if any. It has no buttons. */
export async function messageThen(
  request: SlackRequest,
  words: string,
  make: (request: SlackRequest, words: string) => Promise<Message | MessageWithFallbacks>,
): Promise<Message | MessageWithFallbacks> {
  const said = asOfIn(words);
  const asOf = said && (await readAsOf(request, said));
  if (!said || !asOf) return make(request, said ? said.rest : words);
  return twice(async () => {
    const { crm, ...unknown } = await request.slack.snapshots.at(asOf.moment);
    const message = await make({ ...request, crm, slack: { ...request.slack, crm } }, asOf.rest);
    const back = { day: asOf.day, ...unknown, looks: () => false, today: null, locale: crm.settings.locale };
    return eachOf(message, (one) => lookingBack(one, back));
  });
}
