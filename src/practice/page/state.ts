/** What the page knows. Everything the server said is in `snapshot`; the rest is this page's own. */
import type { Channel, FileCard, JsonObject, Person, Snapshot } from '../protocol.ts';
import { cell } from './cell.ts';

export const snapshot = cell<Snapshot | null>(null);
export const lineState = cell<'connecting' | 'live' | 'lost'>('connecting');
export const inspectorOpen = cell(false);
export const lightbox = cell<Pick<FileCard, 'url' | 'title' | 'altText'> | null>(null);

export interface Toast {
  id: number;
  text: string;
}
export const toasts = cell<Toast[]>([]);

let lastToast = 0;

/** Says something for a few seconds, as Slack does when an app did not answer. */
export function tell(text: string, seconds = 8): void {
  const toast = { id: ++lastToast, text };
  toasts.set([...toasts.get(), toast].slice(-3));
  setTimeout(() => dismiss(toast.id), seconds * 1000);
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** A question of Slack's "confirm" object, waiting for its answer. */
export const question = cell<{ confirm: JsonObject; answer: (yes: boolean) => void } | null>(null);

export function ask(confirm: JsonObject): Promise<boolean> {
  return new Promise((resolve) => {
    question.set({
      confirm,
      answer(yes) {
        question.set(null);
        resolve(yes);
      },
    });
  });
}

export function personOf(now: Snapshot | null, id: string): Person | undefined {
  return now?.people.find((person) => person.id === id);
}

export function channelOf(now: Snapshot | null, id: string): Channel | undefined {
  return now?.channels.find((channel) => channel.id === id);
}

export function nameOf(now: Snapshot | null, id: string): string {
  const person = personOf(now, id);
  if (person) return person.realName || person.handle;
  if (id === 'USLACKBOT') return 'Slackbot';
  return id === now?.app.botUserId ? now.app.name : id;
}

/** The direct message with the app: where its Home and Messages tabs live. */
export function isAppChannel(now: Snapshot | null, channel: Channel | undefined): boolean {
  return channel?.kind === 'im' && channel.name === now?.app.botUserId;
}

/** Apps may take no messages in their direct messages. */
export function mayWriteIn(now: Snapshot | null, channel: Channel): boolean {
  return !isAppChannel(now, channel) || now?.app.takesMessages !== false;
}

/** A conversation of people rather than about something: between two, or several. */
export function isDirect({ kind }: Channel): boolean {
  return kind === 'im' || kind === 'mpim';
}

/** `general`, or the names of the others in a direct message. */
export function titleOf(now: Snapshot | null, channel: Channel | undefined): string {
  if (!channel) return '';
  if (channel.kind === 'im') return nameOf(now, channel.name);
  if (channel.kind !== 'mpim') return channel.name;
  const others = channel.members.filter((id) => id !== now?.me);
  return others.map((id) => nameOf(now, id)).join(', ');
}

/** The same with the sign of a channel in front. */
export function signedTitleOf(now: Snapshot | null, channel: Channel): string {
  return isDirect(channel) ? titleOf(now, channel) : `# ${channel.name}`;
}
