import type { RequestContext, Crm } from '../crm/context/index.ts';
import type { WebClient } from '@slack/web-api';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Logger } from 'pino';
import type { ChartPool } from '../charts/pool.ts';
import type { Snapshots } from '../crm/snapshots/index.ts';
import type { Headcounts } from './audience/headcounts.ts';
import type { Message } from './messages/blocks.ts';
import type { Download } from './messages/download.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { People } from './people/people.ts';
import type { Sleep } from './delivery/wakeup.ts';
import type { Latest } from './messages/latest.ts';
import type { Tables } from './messages/table-support.ts';
import type { MessageWithFallbacks } from './messages/message-with-fallbacks.ts';

/** What every answer may need. */
export interface SlackContext {
  crm: Crm;
  /** The CRM as it stood on days that are gone. */
  snapshots: Snapshots;
  /** For calls a person waits for: never behind a rate limit, never retried. */
  client: WebClient;
  /** For calls that may take their time, such as uploads. */
  slowClient: WebClient;
  /** How long one such call may take, in milliseconds. */
  patience: number;
  charts: ChartPool;
  /** Reads a file that somebody put into a form. */
  download: Download;
  /** Aborted when CustomerHub goes down: what takes long ends where it can go on later. */
  closing: AbortSignal;
  log: Logger;
  /** Waits that many milliseconds, or until the signal is given. */
  sleep: Sleep;
  /** Which answer came last to a place. */
  latest: Latest;
  tables: Tables;
  people: People;
  /** Who from outside reads in which channel. */
  headcounts: Headcounts;
  /** The workspace the app is installed in. */
  teamId: string;
  /** The courier of this process, once it has started. */
  worker: { state?: Delivery['state'] };
  /** The app's own user, to tell people whom to invite. */
  botUserId: string;
  /** People from outside read what is shown from here, so amounts, contact details and notes are hidden from it. */
  masked: boolean;
}

/** The desk as it speaks where people from outside read along. */
export function maskedContext(slack: SlackContext): SlackContext {
  return { ...slack, masked: true };
}

/** One request of one person, whichever door it came through. */
export interface SlackRequest extends RequestContext {
  slack: SlackContext;
  /** Where it was asked; null from Home and global shortcuts. */
  channel: { id: string; name: string } | null;
}

/** What a request is answered with; the door it came through decides how that reaches the person. */
export type Reply =
  /**
   * `replace`: in place of the message whose button was pressed, where only that person sees it. `plainer`: the same
   * without tables, for windows, which show none, and for a Slack that does not know them.
   */
  | { kind: 'say'; message: Message; replace?: boolean; plainer?: Message }
  /** A form. */
  | { kind: 'open'; view: ModalView }
  | Later
  /** For the whole channel; `after` replaces the message whose button was pressed. */
  | { kind: 'share'; message: Message | MessageWithFallbacks; after: Message };

/**
 * Something slow: `first` is shown at once; `last` takes its place, or stands below it where Slack replaces nothing.
 * `beside`: the message whose button was pressed stays as it is, and the answer stands below it.
 */
export interface Later {
  kind: 'later';
  first: Message;
  last: () => Promise<Message | MessageWithFallbacks>;
  beside?: boolean;
}

export function answer(message: Message, replace = false): Reply {
  return { kind: 'say', message, replace };
}

/** Callback id of windows that only show something. */
export const READING = 'reading';

/** A modal that only shows something. */
export function reading(title: string, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: READING,
    title: { type: 'plain_text', text: title },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}
