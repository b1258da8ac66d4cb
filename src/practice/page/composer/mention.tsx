/** Links, and the names of people and channels inside text. */
import type { ComponentChildren } from 'preact';
import { useCell } from '../cell.ts';
import { follow } from '../messages/permalink.ts';
import { go } from '../shell/route.ts';
import { channelOf, nameOf, snapshot } from '../state.ts';

/** Only web and mail addresses become links; anything else (javascript:, data:, file:) is shown as text. */
export function isSafe(url: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url);
}

export function Link({ url, children }: { url: string; children?: ComponentChildren }) {
  const words = children ?? url.replace(/^mailto:/i, '');
  if (!isSafe(url)) return <>{words}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" onClick={(event) => follow(url) && event.preventDefault()}>
      {words}
    </a>
  );
}

export function Mention({ children, loud = false }: { children: ComponentChildren; loud?: boolean }) {
  return <span class={loud ? 'mention loud' : 'mention'}>{children}</span>;
}

export function UserMention({ id }: { id: string }) {
  const name = useCell(snapshot, (now) => nameOf(now, id));
  const mine = useCell(snapshot, (now) => now?.me === id);
  return <Mention loud={mine}>@{name}</Mention>;
}

export function ChannelMention({ id }: { id: string }) {
  const channel = useCell(snapshot, (now) => channelOf(now, id));
  if (!channel) return <Mention>🔒 private channel</Mention>;
  return (
    <button type="button" class="mention" onClick={() => go({ channel: id, tab: 'messages', thread: '' })}>
      #{channel.name}
    </button>
  );
}
