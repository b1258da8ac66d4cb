/** Channels, direct messages and the app. */
import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { ActAs } from './act-as.tsx';
import { Avatar } from '../messages/avatar.tsx';
import { useCell } from '../cell.ts';
import { Icon } from './icons.tsx';
import { Switches } from './rail.tsx';
import { go, href } from './route.ts';
import { isAppChannel, isDirect, nameOf, personOf, snapshot, titleOf } from '../state.ts';

export function Sidebar({ here }: { here: string }) {
  const now = useCell(snapshot);
  const all = (now?.channels ?? []).toSorted((a, b) => titleOf(now, a).localeCompare(titleOf(now, b)));
  const apps = all.filter((channel) => isAppChannel(now, channel));
  const channels = all.filter((channel) => !isDirect(channel));
  const direct = all.filter((channel) => isDirect(channel) && !isAppChannel(now, channel));
  const row = (channel: Channel) => <Row key={channel.id} channel={channel} here={channel.id === here} />;
  return (
    <nav class="sidebar" aria-label="Channels">
      <div class="sidebar-head">
        <strong>{now?.workspace.name}</strong>
      </div>
      <div class="sidebar-list">
        <Group title="Channels">{channels.map(row)}</Group>
        <Group title="Direct messages">{direct.map(row)}</Group>
        <Group title="Apps">{apps.map(row)}</Group>
      </div>
      <div class="sidebar-foot">
        <ActAs>
          <Avatar id={now?.me ?? ''} size={32} />
          <span class="act-as-words">
            <span>{nameOf(now, now?.me ?? '')}</span>
            <span>{personOf(now, now?.me ?? '')?.title || 'Act as someone else'}</span>
          </span>
          <Icon name="down" size={16} />
        </ActAs>
        <Switches />
      </div>
    </nav>
  );
}

function Group({ title, children }: { title: string; children: ComponentChild[] }) {
  const [open, setOpen] = useState(true);
  if (children.length === 0) return null;
  return (
    <section>
      <button type="button" class="sidebar-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} size={14} /> {title}
      </button>
      {open && <ul>{children}</ul>}
    </section>
  );
}

function Row({ channel, here }: { channel: Channel; here: boolean }) {
  const now = useCell(snapshot);
  const unread = now?.unread[channel.id] ?? 0;
  const where = { channel: channel.id, tab: 'home', thread: '' } as const;
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(where);
  };
  return (
    <li>
      <a
        class={`sidebar-row ${unread ? 'unread' : ''}`}
        href={href(where)}
        aria-current={here ? 'page' : undefined}
        onClick={follow}
      >
        <Mark channel={channel} />
        <span class="sidebar-name">{titleOf(now, channel)}</span>
        {channel.isExtShared && <span class="sidebar-note">shared</span>}
        {channel.isArchived && <span class="sidebar-note">archived</span>}
        {channel.name === now?.me && <span class="sidebar-note">you</span>}
        {unread > 0 && (
          <span class="badge" aria-label={`${unread} unread`}>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </a>
    </li>
  );
}

function Mark({ channel }: { channel: Channel }) {
  if (channel.kind === 'im') return <Avatar id={channel.name} size={20} />;
  return <Icon name={channel.kind === 'public' ? 'hash' : 'lock'} size={16} />;
}
