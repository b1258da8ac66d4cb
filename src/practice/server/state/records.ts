/** What the workspace keeps of channels, messages and files. */
import type { Channel, FileCard, JsonObject, Message } from '../../protocol.ts';

export interface ChannelRecord extends Channel {
  /** Seconds since 1970. */
  created: number;
}

export interface MessageRecord extends Omit<Message, 'pinned'> {
  /** Set on messages of the app. */
  botId?: string;
  subtype?: string;
  metadata?: JsonObject;
  reactions: { name: string; users: string[] }[];
  pinned: boolean;
}

/** What happens once Slack has looked through the files of one upload. */
export interface Scan {
  /** Ids of the files that go along. */
  files: string[];
  /** Where they are shared then, each time with this message. */
  channels: string[];
  text: string;
  blocks: JsonObject[];
  threadTs: string;
}

export interface FileRecord {
  card: FileCard;
  user: string;
  /** Seconds since 1970. */
  created: number;
  bytes: Buffer;
  /** Channels it was shared to, with the ts of the message that shows it there. */
  shares: Record<string, string>;
  /** False until the app has completed its upload. */
  complete: boolean;
  /** Set while Slack still looks through it: nothing shows it until then, and the app is told nothing of what it is. */
  scan?: Scan;
}

export interface Installation {
  isInstalled: boolean;
  /** The error with which every call of the bot is answered; null while it is let in. */
  refusal: 'account_inactive' | 'token_revoked' | null;
}
