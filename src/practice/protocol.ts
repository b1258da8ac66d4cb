/**
 * What the practice workspace's page and its server say to each other. Everything Slack itself defines (blocks, views,
 * state values) is passed through as Slack's own JSON; only the envelope is ours.
 *
 *   GET  /practice/snapshot?as=U…   -> Snapshot
 *   GET  /practice/events?as=U…     -> server-sent events, each `data:` one Change
 *   POST /practice/act              <- ActRequest, -> ActResult (always 200 with JSON unless the request itself is broken)
 *   POST /practice/upload?as=U…     <- multipart/form-data, field `file`, -> { id } to use in a file_input's value
 *   GET  /files/F…                  -> the bytes of an uploaded file
 */

/** One block, element, view or payload in Slack's own JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Person {
  id: string;
  /** Slack handle, without @. */
  handle: string;
  realName: string;
  /** What they do, shown under the name in the "act as" menu. */
  title: string;
  /** IANA time zone. */
  tz: string;
  isBot: boolean;
  /** Workspace admin. */
  isAdmin: boolean;
  /** Multi-channel guest. */
  isGuest: boolean;
  deleted: boolean;
}

export interface Channel {
  id: string;
  /** Without #; for a direct message the other party's id. */
  name: string;
  /** `mpim`: a direct message between several. */
  kind: 'public' | 'private' | 'im' | 'mpim';
  members: string[];
  topic: string;
  /** Shared with another company (Slack Connect). */
  isExtShared: boolean;
  isArchived: boolean;
}

export interface FileCard {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  /** Path on the practice server. */
  url: string;
  altText: string;
}

export interface Message {
  channel: string;
  /** Slack's message id: seconds.micros, unique per channel. */
  ts: string;
  user: string;
  text: string;
  blocks: JsonObject[];
  files: FileCard[];
  threadTs?: string;
  /** Also shown in the channel although it is a reply. */
  broadcast?: boolean;
  edited?: boolean;
  pinned?: boolean;
  /** Only this person sees it ("Only visible to you"). */
  ephemeralFor?: string;
}

/** Slack's view object: id, type, title, submit, close, blocks, private_metadata, callback_id, hash, state … */
export type View = JsonObject & { id: string; blocks: JsonObject[]; hash: string };

/** One exchange between Slack and the app, for the inspector. */
export interface Traffic {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
  /** `app`: the workspace called the app (command, interaction, event). `api`: the app called the Web API. `response_url`: the app answered through one. */
  direction: 'app' | 'api' | 'response_url';
  /** `/crm log`, `view_submission`, `chat.postMessage` … */
  name: string;
  /** Who it was for, if somebody. */
  user?: string;
  status: number;
  durationMs: number;
  request: Json;
  response: Json;
}

export interface CommandInfo {
  command: string;
  description: string;
  usageHint: string;
}

export interface ShortcutInfo {
  type: 'global' | 'message';
  name: string;
  callbackId: string;
  description: string;
}

export interface Snapshot {
  workspace: { name: string; id: string };
  app: {
    id: string;
    name: string;
    botUserId: string;
    /** People may write in the direct message with it. */
    takesMessages: boolean;
  };
  me: string;
  people: Person[];
  /** Those this person is in, direct messages included. */
  channels: Channel[];
  /** Channel id to its messages, oldest first; ephemeral ones only where they are for this person. */
  messages: Record<string, Message[]>;
  /** Channel id to number of messages not yet seen by this person. */
  unread: Record<string, number>;
  /** Open modals, bottom first; at most three. */
  views: View[];
  home: View | null;
  commands: CommandInfo[];
  shortcuts: ShortcutInfo[];
  traffic: Traffic[];
}

/** What happened, as told to one person's page. */
export type Change =
  | { type: 'message'; message: Message }
  | { type: 'message_removed'; channel: string; ts: string }
  | { type: 'channel'; channel: Channel }
  | { type: 'unread'; channel: string; count: number }
  | { type: 'views'; views: View[] }
  | { type: 'home'; home: View | null }
  | { type: 'traffic'; traffic: Traffic };

/** Slack's state of a view or message: block_id -> action_id -> { type, value | selected_* | files | rich_text_value }. */
export type StateValues = Record<string, Record<string, JsonObject>>;

export type Act =
  | { do: 'message'; channel: string; text: string; threadTs?: string }
  | { do: 'delete_message'; channel: string; ts: string }
  | { do: 'command'; channel: string; text: string }
  /** A button, menu, picker or dispatching input was used. `value` holds what the element contributes to Slack's action (selected_option, selected_date, value …); `state` is what the surface's inputs now hold. */
  | { do: 'action'; where: Surface; blockId: string; actionId: string; value: JsonObject; state: StateValues }
  /** Typeahead of an external select. Answers with options or option_groups. */
  | { do: 'suggest'; where: Surface; blockId: string; actionId: string; query: string; state: StateValues }
  | { do: 'submit'; viewId: string; state: StateValues }
  /** `all`: the × of the dialog, which closes the whole stack; otherwise only the top view (Cancel). */
  | { do: 'close'; viewId: string; all: boolean }
  | { do: 'shortcut'; callbackId: string }
  | { do: 'message_shortcut'; callbackId: string; channel: string; ts: string }
  | { do: 'open_home' }
  | { do: 'seen'; channel: string };

export type Surface = { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };

export interface ActRequest {
  as: string;
  act: Act;
}

export type ActResult =
  | { ok: true }
  | { ok: true; options?: JsonObject[]; optionGroups?: JsonObject[] }
  /** `errors`: block_id to text, shown under the inputs. `notice`: what Slack would tell the person (for instance "/crm failed with the error operation_timeout"). */
  | { ok: false; errors?: Record<string, string>; notice?: string };
