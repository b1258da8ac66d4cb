import type { KnownBlock } from '@slack/types';
import type { Message } from './blocks.ts';
import { PICTURES_REFUSED } from './chart-notes.ts';
import type { Tables } from './table-support.ts';

/** A message with what Slack may refuse in it (a table it does not know, a picture it cannot find), and what to say then. */
export interface MessageWithFallbacks {
  message: Message;
  /** Each plainer than the one before; the last holds nothing that Slack could refuse. */
  plainer: readonly Message[];
  /** Pictures that belong to it. They take seconds, so the message comes without them first. */
  charts?: Charts;
}

/** What stands where the charts of a message belong: they, or what is said in their place. */
export interface Shown {
  images: readonly KnownBlock[];
  note: KnownBlock | null;
}

/** A chart that was uploaded, or the line that says why there is none. */
export interface ChartImage {
  block: KnownBlock;
  drawn: { title: string; png: Buffer; alt: string } | null;
}

export interface Charts {
  /**
   * Draws and uploads them, once however often it is asked, and waits until Slack can show them. Never rejects: what
   * could not be made is a line that says so.
   */
  ready: () => Promise<readonly ChartImage[]>;
  /** The whole message with them. */
  within: (shown: Shown) => MessageWithFallbacks;
  /** They alone, for where the message cannot be changed any more. */
  alone: (shown: Shown) => Message;
}

/** What is said late may be either. */
export function withFallbacks(message: Message | MessageWithFallbacks): MessageWithFallbacks {
  return 'message' in message ? message : { message, plainer: [] };
}

/** The same with every version of it changed. */
export function eachOf(
  said: Message | MessageWithFallbacks,
  change: (message: Message) => Message,
): MessageWithFallbacks {
  const { message, plainer, charts } = withFallbacks(said);
  return { message: change(message), plainer: plainer.map(change), ...(charts && { charts: changed(charts, change) }) };
}

const changed = ({ ready, within, alone }: Charts, change: (message: Message) => Message): Charts => ({
  ready,
  within: (shown) => eachOf(within(shown), change),
  alone: (shown) => change(alone(shown)),
});

/**
 * The message with its charts from the start, and without them where Slack refuses them: for what nobody waits for, which
 * is posted once and not changed afterwards.
 */
export async function inFull({ message, plainer, charts }: MessageWithFallbacks): Promise<MessageWithFallbacks> {
  if (!charts) return { message, plainer };
  const images = (await charts.ready()).map(({ block }) => block);
  const rich = charts.within({ images, note: null });
  const bare = charts.within({ images: [], note: PICTURES_REFUSED });
  return { message: rich.message, plainer: [bare.message, ...rich.plainer, ...bare.plainer] };
}

export function holds({ blocks }: Message, type: KnownBlock['type']): boolean {
  return blocks.some((block) => block.type === type);
}
const tablesIn = ({ blocks }: Message): number => blocks.filter(({ type }) => type === 'data_table').length;

/** Those that are worth trying: no tables where none are shown. The last is always left. */
export function worthTrying({ message, plainer }: MessageWithFallbacks, tables: Tables, shown = true): Message[] {
  const all = [message, ...plainer];
  const fitting = shown && tables.known !== 'no' ? all : all.filter((one) => tablesIn(one) === 0);
  return fitting.length > 0 ? fitting : all.slice(-1);
}

/**
 * A message cut between its tables, for a Slack that takes one at a time: what stands above a table goes with it, and so
 * does what is said of it in small letters below. The last takes along whatever follows.
 */
export function oneTableEach(message: Message): Message[] {
  const { blocks } = message;
  const tables = blocks.flatMap(({ type }, at) => (type === 'data_table' ? [at] : []));
  const endOf = (table: number): number => {
    const next = blocks.findIndex(({ type }, at) => at > table && type !== 'context');
    return next === -1 ? blocks.length : next;
  };
  const cuts = [0, ...tables.slice(0, -1).map(endOf), blocks.length];
  return tables.map((_table, at) => message.with(blocks.slice(cuts[at], cuts[at + 1])));
}

/** How a message is tried: as one, and where it holds several tables, as one message for each of them. */
export function piecesOf(message: Message, tables: Tables): Message[][] {
  if (tablesIn(message) < 2) return [[message]];
  const pieces = oneTableEach(message);
  return tables.several === 'no' ? [pieces] : [[message], pieces];
}

/** What Slack made of a message: only where it refused what is in it, a plainer one is worth trying. */
export type Acceptance = 'taken' | 'refused' | 'unclear';

/** What Slack made of a message tells whether it knows tables: of one that was refused only where nothing else was in it. */
export function learn(tables: Tables, message: Message, verdict: Acceptance): void {
  const count = tablesIn(message);
  if (count === 0 || verdict === 'unclear') return;
  if (verdict === 'taken') tables.known = 'yes';
  if (count > 1) tables.several = verdict === 'taken' ? 'yes' : 'no';
  else if (verdict === 'refused' && !holds(message, 'image')) tables.known = 'no';
}

/** Waits before what holds charts is tried again, in milliseconds: Slack may not be done with their files. */
export const RETRIES_MS = [1000, 2000, 4000];

/**
 * Tries one message after the other until Slack takes one. Only a refusal leads on to the next; the first that holds
 * charts is tried several times.
 */
export async function inTurn(
  tables: Tables,
  messages: readonly Message[],
  send: (message: Message) => Promise<Acceptance>,
  wait: (ms: number) => Promise<void>,
): Promise<Acceptance> {
  let verdict: Acceptance = 'refused';
  for (const [at, message] of messages.entries()) {
    verdict = await send(message);
    for (const ms of at === 0 && holds(message, 'image') ? RETRIES_MS : []) {
      if (verdict !== 'refused') break;
      await wait(ms);
      verdict = await send(message);
    }
    learn(tables, message, verdict);
    if (verdict !== 'refused') break;
  }
  return verdict;
}
