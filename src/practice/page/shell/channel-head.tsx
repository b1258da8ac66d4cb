/** Name, topic, members; and, for the app, its two tabs. */
import type { Channel } from '../../protocol.ts';
import { Avatar } from '../messages/avatar.tsx';
import { useCell } from '../cell.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { Mrkdwn } from '../messages/mrkdwn.tsx';
import { go } from './route.ts';
import { nameOf, personOf, snapshot, titleOf } from '../state.ts';

interface Props {
  channel: Channel;
  isApp: boolean;
  tab: 'home' | 'messages';
}

export function ChannelHead({ channel, isApp, tab }: Props) {
  const now = useCell(snapshot);
  return (
    <header class="channel-head">
      <div class="channel-line">
        <button
          type="button"
          class="icon-button back"
          aria-label="Back to channels"
          onClick={() => go({ channel: '', thread: '' })}
        >
          <Icon name="back" />
        </button>
        {channel.kind === 'im' ? (
          <Avatar id={channel.name} size={24} />
        ) : (
          <Icon name={channel.kind === 'public' ? 'hash' : 'lock'} size={18} />
        )}
        <h1>{titleOf(now, channel)}</h1>
        {isApp && <span class="app-badge">APP</span>}
        {channel.isExtShared && <span class="tag">Shared with another company</span>}
        <p class="topic">
          <Mrkdwn text={channel.topic} />
        </p>
        {channel.kind !== 'im' && <Members channel={channel} />}
      </div>
      {isApp && <Tabs tab={tab} />}
    </header>
  );
}

function Members({ channel }: { channel: Channel }) {
  const now = useCell(snapshot);
  const items = channel.members.map((id) => ({
    key: id,
    label: nameOf(now, id),
    detail: personOf(now, id)?.title ?? 'app',
    start: <Avatar id={id} size={28} />,
    choose: () => {
      const direct = now?.channels.find((one) => one.kind === 'im' && one.name === id);
      if (direct) go({ channel: direct.id, thread: '', tab: 'home' });
    },
  }));
  return (
    <Menu items={items} name={`${channel.members.length} members`} title="Members" align="end" buttonClass="members">
      {channel.members.slice(0, 3).map((id) => (
        <Avatar key={id} id={id} size={20} />
      ))}
      <span>{channel.members.length}</span>
    </Menu>
  );
}

function Tabs({ tab }: { tab: Props['tab'] }) {
  const one = (name: Props['tab'], label: string) => (
    <button type="button" role="tab" aria-selected={tab === name} onClick={() => go({ tab: name, thread: '' })}>
      {label}
    </button>
  );
  return (
    <div class="tabs" role="tablist" aria-label="The app">
      {one('home', 'Home')}
      {one('messages', 'Messages')}
    </div>
  );
}
