/** What the message box offers while one types: commands after `/`, people after `@`, channels after `#`, emoji after `:`. */
import type { ComponentChild } from 'preact';
import type { Snapshot } from '../../protocol.ts';
import { AppIcon, Avatar } from '../messages/avatar.tsx';
import { emojiLike } from '../messages/emoji.ts';
import { Icon } from '../shell/icons.tsx';
import { isDirect } from '../state.ts';

export interface Suggestion {
  key: string;
  label: ComponentChild;
  detail: string;
  start: ComponentChild;
  /** Replaces the text from `from` to the caret. */
  insert: string;
}

export interface Completion {
  title: string;
  from: number;
  suggestions: Suggestion[];
}

const MOST = 8;

export function complete(now: Snapshot, text: string, caret: number): Completion | null {
  const before = text.slice(0, caret);
  const [, sign = '', part = ''] = /(?:^|\s)([@#:])([\p{L}\p{N}_.+-]*)$/u.exec(before) ?? [];
  const from = caret - part.length - 1;
  const found =
    before.startsWith('/') && !/\s/.test(before)
      ? { title: 'Commands', from: 0, suggestions: commands(now, before) }
      : null;
  if (found) return found.suggestions.length > 0 ? found : null;
  const makers: Record<string, [string, () => Suggestion[]]> = {
    '@': ['People', () => people(now, part)],
    '#': ['Channels', () => channels(now, part)],
    ':': ['Emoji', () => (part.length < 2 ? [] : emojis(part))],
  };
  const [title, make] = makers[sign] ?? [];
  const suggestions = make?.() ?? [];
  return title && suggestions.length > 0 ? { title, from, suggestions } : null;
}

function commands(now: Snapshot, typed: string): Suggestion[] {
  return now.commands
    .filter(({ command }) => command.startsWith(typed.toLowerCase()))
    .map(({ command, description, usageHint }) => ({
      key: command,
      label: (
        <>
          <b>{command}</b> <span class="hint">{usageHint}</span>
        </>
      ),
      detail: description,
      start: <AppIcon size={28} />,
      insert: `${command} `,
    }));
}

function people(now: Snapshot, part: string): Suggestion[] {
  return now.people
    .filter(
      ({ deleted, handle, realName }) => !deleted && `${handle} ${realName}`.toLowerCase().includes(part.toLowerCase()),
    )
    .slice(0, MOST)
    .map(({ id, handle, realName, title }) => ({
      key: id,
      label: <b>{realName || handle}</b>,
      detail: title,
      start: <Avatar id={id} size={24} />,
      insert: `@${handle} `,
    }));
}

function channels(now: Snapshot, part: string): Suggestion[] {
  return now.channels
    .filter((channel) => !isDirect(channel) && channel.name.includes(part.toLowerCase()))
    .slice(0, MOST)
    .map(({ id, kind, name }) => ({
      key: id,
      label: <b>{name}</b>,
      detail: '',
      start: <Icon name={kind === 'private' ? 'lock' : 'hash'} size={16} />,
      insert: `#${name} `,
    }));
}

const emojis = (part: string): Suggestion[] =>
  emojiLike(part.toLowerCase(), MOST).map(([name, character]) => ({
    key: name,
    label: `:${name}:`,
    detail: '',
    start: <span>{character}</span>,
    insert: `:${name}: `,
  }));

/** How a command is used, once its name is typed. */
export function usageOf(now: Snapshot | null, text: string): string {
  const [name = ''] = text.split(' ');
  const info = now?.commands.find(({ command }) => command === name);
  return info && text.startsWith(`${name} `) ? `${name} ${info.usageHint}` : '';
}
