/** One channel: its head, its messages (or the app's Home), its message box. */
import { useEffect } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { ChannelHead } from '../shell/channel-head.tsx';
import { useCell } from '../cell.ts';
import { Composer } from '../composer/composer.tsx';
import { Home } from '../shell/home.tsx';
import { send } from '../link.ts';
import { MessageList } from './message-list.tsx';
import { route } from '../shell/route.ts';
import { isAppChannel, snapshot, titleOf } from '../state.ts';

export function Conversation({ channel }: { channel: Channel }) {
  const now = useCell(snapshot);
  const tab = useCell(route, (at) => at.tab);
  const isApp = isAppChannel(now, channel);
  const shown = isApp && tab === 'home' ? 'home' : 'messages';
  const unread = now?.unread[channel.id] ?? 0;
  useEffect(() => {
    if (unread > 0 && shown === 'messages') void send({ do: 'seen', channel: channel.id });
  }, [channel.id, unread > 0, shown]);
  return (
    <section class="conversation" aria-label={titleOf(now, channel)}>
      <ChannelHead channel={channel} isApp={isApp} tab={shown} />
      {shown === 'home' ? (
        <Home channel={channel} />
      ) : (
        <>
          <MessageList channel={channel} />
          <Composer channel={channel} />
        </>
      )}
    </section>
  );
}
