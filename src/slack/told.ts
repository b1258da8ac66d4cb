import type { RespondArguments, RespondFn } from '@slack/bolt';
import type { Message } from './blocks.ts';
import type { Desk } from './desk.ts';
import { isRefusal, soon, tell } from './reach.ts';

/** A message with what Slack may refuse in it (a table it does not know, a picture it cannot find), and what to say then. */
export interface Told {
  message: Message;
  /** Each plainer than the one before; the last holds nothing that Slack could refuse. */
  plainer: readonly Message[];
}

/** What is said late may be either. */
export const toldOf = (message: Message | Told): Told => ('message' in message ? message : { message, plainer: [] });

/** The same with every version of it changed. */
export const eachOf = (said: Message | Told, change: (message: Message) => Message): Told => {
  const { message, plainer } = toldOf(said);
  return { message: change(message), plainer: plainer.map(change) };
};

const holds = ({ blocks }: Message, type: string): boolean => blocks.some((block) => block.type === type);
const hasTable = (message: Message): boolean => holds(message, 'data_table');

/** Those that are worth trying: no tables where none are shown. The last is always left. */
export const worthTrying = ({ message, plainer }: Told, { tables }: Pick<Desk, 'tables'>, shown = true): Message[] => {
  const all = [message, ...plainer];
  const fitting = shown && tables.known !== 'no' ? all : all.filter((one) => !hasTable(one));
  return fitting.length > 0 ? fitting : all.slice(-1);
};

/** What Slack made of a message tells whether it knows tables: of one that was refused only where nothing else was in it. */
const learn = ({ tables }: Pick<Desk, 'tables'>, message: Message, taken: boolean): void => {
  if (!hasTable(message)) return;
  if (taken) tables.known = 'yes';
  else if (!holds(message, 'image')) tables.known = 'no';
};

/** What Slack made of a message: only where it refused what is in it, a plainer one is worth trying. */
export type Verdict = 'taken' | 'refused' | 'unclear';

/**
 * Tries one message after the other until Slack takes one. Only a refusal leads on to the next: where Slack is out of
 * reach, the last is left to whoever called.
 * @returns the message that is still to be said; null when Slack took one
 */
export const inTurn = async (
  desk: Pick<Desk, 'tables'>,
  messages: readonly Message[],
  send: (message: Message) => Promise<Verdict>,
): Promise<Message | null> => {
  const last = messages.at(-1) ?? null;
  for (const message of messages.slice(0, -1)) {
    const verdict = await send(message);
    if (verdict === 'unclear') return last;
    learn(desk, message, verdict === 'taken');
    if (verdict === 'taken') return null;
  }
  return last;
};

/** For answers through response URLs. */
const asked = (desk: Desk, send: (message: Message) => Promise<unknown>) => (message: Message) =>
  soon(desk, send(message)).then(
    (): Verdict => 'taken',
    (err: unknown): Verdict => {
      desk.log.info({ err }, 'Slack did not take an answer as it was; it gets a plainer one');
      return isRefusal(err) ? 'refused' : 'unclear';
    },
  );

/** Answers a person through a response URL with the best that Slack takes. */
export const tellBest = async (
  desk: Desk,
  userId: string,
  respond: RespondFn,
  { told, ...how }: Pick<RespondArguments, 'replace_original'> & { told: Told },
): Promise<void> => {
  const send = (message: Message) => respond({ response_type: 'ephemeral', ...how, ...message });
  const left = await inTurn(desk, worthTrying(told, desk), asked(desk, send));
  if (left) await tell(desk, userId, respond, { ...how, message: left });
};

/** Posts the best that Slack takes to the channel a button stands in. @returns whether it took any */
export const postBest = async (desk: Desk, respond: RespondFn, told: Told): Promise<boolean> => {
  const send = (message: Message) => respond({ response_type: 'in_channel', replace_original: false, ...message });
  const left = await inTurn(desk, worthTrying(told, desk), asked(desk, send));
  if (left === null) return true;
  try {
    await soon(desk, send(left));
    return true;
  } catch (err) {
    // Never twice: whoever pressed it looks first.
    desk.log.warn({ err }, 'Slack did not take a message that was shared');
    return false;
  }
};
