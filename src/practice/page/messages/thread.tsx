/** A thread at the side: the first message, the replies, a box to reply in. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Channel, Message } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { Composer } from '../composer/composer.tsx';
import { Icon } from '../shell/icons.tsx';
import { Rows } from './message-list.tsx';
import { go } from '../shell/route.ts';
import { signedTitleOf, snapshot } from '../state.ts';

const NONE: Message[] = [];
const NO_REPLIES = new Map<string, never>();

export function Thread({ channel, ts }: { channel: Channel; ts: string }) {
  const now = useCell(snapshot);
  const all = useCell(snapshot, (state) => state?.messages[channel.id] ?? NONE);
  const root = useMemo(() => all.filter((one) => one.ts === ts), [all, ts]);
  const replies = useMemo(() => all.filter((one) => one.threadTs === ts && one.ts !== ts), [all, ts]);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.scrollTo(0, box.current.scrollHeight), [replies.length]);
  useEffect(() => box.current?.parentElement?.querySelector<HTMLElement>('textarea')?.focus(), [ts]);
  return (
    <aside class="side thread" aria-label="Thread">
      <header class="side-head">
        <h2>Thread</h2>
        <span class="side-note">{signedTitleOf(now, channel)}</span>
        <button type="button" class="icon-button" aria-label="Close thread" onClick={() => go({ thread: '' })}>
          <Icon name="close" />
        </button>
      </header>
      <div class="messages" ref={box} tabIndex={0} role="log" aria-label="Replies">
        <Rows visible={root} replies={NO_REPLIES} inThread />
        {replies.length > 0 && (
          <div class="reply-count">
            <span>
              {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
            </span>
          </div>
        )}
        <Rows visible={replies} replies={NO_REPLIES} inThread />
      </div>
      <Composer channel={channel} threadTs={ts} />
    </aside>
  );
}
