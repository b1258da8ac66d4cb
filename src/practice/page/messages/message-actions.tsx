/** What appears at a message's corner: reply in a thread, and the apps' message shortcuts. */
import { useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { AppIcon } from './avatar.tsx';
import { useCell } from '../cell.ts';
import { Icon } from '../shell/icons.tsx';
import { send } from '../link.ts';
import { Menu, type MenuItem } from '../shell/menu.tsx';
import { decode } from './mrkdwn.tsx';
import { go } from '../shell/route.ts';
import { personOf, snapshot, tell } from '../state.ts';

const NO_SHORTCUTS: never[] = [];

export function MessageActions({ message, inThread }: { message: Message; inThread: boolean }) {
  const [open, setOpen] = useState(false);
  const shortcuts = useCell(snapshot, (now) => now?.shortcuts ?? NO_SHORTCUTS);
  const app = useCell(snapshot, (now) => now?.app.name);
  // Slack offers neither threads nor shortcuts on a message that only one person can see.
  if (message.ephemeralFor) return null;
  const { channel, ts } = message;
  const run = async (callbackId: string): Promise<void> => {
    const answer = await send({ do: 'message_shortcut', callbackId, channel, ts });
    if (!answer.ok) tell(answer.notice ?? 'The shortcut didn’t work. Try again.');
  };
  const items: MenuItem[] = shortcuts
    .filter(({ type }) => type === 'message')
    .map((shortcut) => ({
      key: shortcut.callbackId,
      label: shortcut.name,
      detail: app ?? '',
      start: <AppIcon size={24} />,
      choose: () => void run(shortcut.callbackId),
    }));
  const erase = async (): Promise<void> => {
    const answer = await send({ do: 'delete_message', channel, ts });
    if (!answer.ok) tell(answer.notice ?? 'The message wasn’t deleted. Try again.');
  };
  const mayErase = useCell(
    snapshot,
    (now) => now?.me === message.user || (personOf(now, now?.me ?? '')?.isAdmin ?? false),
  );
  const remove: MenuItem[] = mayErase ? [{ key: ' delete', label: 'Delete message', choose: () => void erase() }] : [];
  const copy: MenuItem = {
    key: ' copy',
    label: 'Copy text',
    choose: () => void navigator.clipboard?.writeText(decode(message.text)),
  };
  return (
    <div class={open ? 'message-actions open' : 'message-actions'}>
      {!inThread && (
        <button
          type="button"
          class="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => go({ channel, tab: 'messages', thread: message.threadTs ?? ts })}
        >
          <Icon name="reply" size={18} />
        </button>
      )}
      <Menu items={[...items, copy, ...remove]} name="More actions" align="end" onToggle={setOpen}>
        <Icon name="more" size={18} />
      </Menu>
    </div>
  );
}
