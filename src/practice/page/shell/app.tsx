/** The whole page: rail, sidebar, the conversation, a thread or the inspector at its side, and what lies on top. */
import { useEffect } from 'preact/hooks';
import { useCell } from '../cell.ts';
import { Conversation } from '../messages/conversation.tsx';
import { Dialogs } from '../dialogs/dialogs.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { listen } from '../link.ts';
import { Rail } from './rail.tsx';
import { route } from './route.ts';
import { Sidebar } from './sidebar.tsx';
import { channelOf, inspectorOpen, lineState, snapshot, titleOf } from '../state.ts';
import { Thread } from '../messages/thread.tsx';
import { Toasts } from './toasts.tsx';
import type { Channel, Snapshot } from '../../protocol.ts';

export function App() {
  const asked = useCell(route, ({ as }) => as);
  const me = useCell(snapshot, (now) => now?.me);
  const ready = me !== undefined && asked === me;
  useEffect(() => listen(asked), [asked]);
  const lost = useCell(lineState, (state) => state === 'lost');
  if (ready) return <Workspace />;
  return (
    <p class="starting">
      {lost ? 'The practice workspace isn’t answering. Trying again…' : 'Opening the practice workspace…'}
    </p>
  );
}

function Workspace() {
  const now = useCell(snapshot);
  const at = useCell(route);
  const inspecting = useCell(inspectorOpen);
  const channel = shownChannel(now, at.channel);
  useTitle(now, channel);
  return (
    <div class={`app ${at.channel ? 'in-channel' : 'in-list'}`}>
      <a class="skip" href="#composer">
        Skip to the message box
      </a>
      <Rail />
      <Sidebar here={channel?.id ?? ''} />
      <main class="stage">
        {channel ? <Conversation key={channel.id} channel={channel} /> : <p class="starting">No channels yet.</p>}
        {channel && at.thread && <Thread key={at.thread} channel={channel} ts={at.thread} />}
        {inspecting && <Inspector />}
      </main>
      <Dialogs here={channel?.id ?? ''} />
      <Toasts />
      <Line />
    </div>
  );
}

/** The channel of the address, else #general, else the first. */
function shownChannel(now: Snapshot | null, id: string): Channel | undefined {
  const all = now?.channels ?? [];
  return channelOf(now, id) ?? all.find(({ name }) => name === 'general') ?? all[0];
}

function useTitle(now: Snapshot | null, channel: Channel | undefined): void {
  const unread = Object.values(now?.unread ?? {}).reduce((sum, count) => sum + count, 0);
  const title = `${unread ? `(${unread}) ` : ''}${titleOf(now, channel)} · ${now?.workspace.name ?? 'Practice workspace'}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Says when the server is away. */
function Line() {
  const state = useCell(lineState);
  if (state !== 'lost') return null;
  return (
    <div class="line-lost" role="status">
      The practice workspace is not answering. Trying again…
    </div>
  );
}
