/** The messages of a channel, newest at the bottom. Only the last hundred or so are drawn; more appear as one scrolls up. */
import { Fragment } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Channel, Message } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { MessageRow } from './message.tsx';
import { usePointed } from './permalink.ts';
import { STEP, useScroll } from './scroll.ts';
import { isDirect, mayWriteIn, signedTitleOf, snapshot, titleOf } from '../state.ts';
import { repliesOf, type Replies } from './replies.ts';
import { dateOfTs, dayOf, dayTitle } from './time.ts';

/** Seconds within which the next message of the same person needs no name. */
const TOGETHER = 300;

const NONE: Message[] = [];

export function MessageList({ channel }: { channel: Channel }) {
  const all = useCell(snapshot, (now) => now?.messages[channel.id] ?? NONE);
  const main = useMemo(() => all.filter((one) => !one.threadTs || one.threadTs === one.ts || one.broadcast), [all]);
  const replies = useMemo(() => repliesOf(all), [all]);
  const [shown, setShown] = useState(STEP);
  // What was unread on arrival stays marked while one reads.
  const firstUnread = useMemo(() => {
    const unread = snapshot.get()?.unread[channel.id] ?? 0;
    return unread > 0 ? main.at(-unread)?.ts : undefined;
  }, [channel.id]);
  const { box, onScroll } = useScroll(main, shown, setShown);
  const marked = usePointed({ box, channel: channel.id, all: main, shown, show: setShown });
  const visible = main.slice(-shown);
  return (
    <div
      class="messages"
      ref={box}
      onScroll={onScroll}
      tabIndex={0}
      role="log"
      aria-label="Messages"
      aria-relevant="additions"
    >
      {main.length <= shown && <Beginning channel={channel} />}
      <Rows visible={visible} replies={replies} firstUnread={firstUnread} marked={marked} />
    </div>
  );
}

interface RowsProps {
  visible: Message[];
  replies: Map<string, Replies>;
  firstUnread?: string | undefined;
  /** The message that a link led to. */
  marked?: string | undefined;
  inThread?: boolean;
}

export function Rows({ visible, replies, firstUnread, marked, inThread = false }: RowsProps) {
  return (
    <>
      {visible.map((message, at) => {
        const before = visible[at - 1];
        const day = dayOfMessage(message);
        const newDay = !inThread && (!before || dayOfMessage(before) !== day);
        const isNew = firstUnread === message.ts;
        return (
          <Fragment key={message.ts}>
            {newDay && (
              <div class={isNew ? 'day new' : 'day'} role="separator" aria-label={dayTitle(day)}>
                <span>{dayTitle(day)}</span>
              </div>
            )}
            {isNew && (
              <div class="new-line" role="separator" aria-label="New messages">
                <span>New</span>
              </div>
            )}
            <MessageRow
              message={message}
              grouped={!newDay && !isNew && together(before, message)}
              replies={replies.get(message.ts)}
              inThread={inThread}
              marked={marked === message.ts}
            />
          </Fragment>
        );
      })}
    </>
  );
}

/** Dates are slow to format, and every redraw asks for the day of every message. */
const days = new WeakMap<Message, string>();

function dayOfMessage(message: Message): string {
  const day = days.get(message) ?? dayOf(dateOfTs(message.ts));
  days.set(message, day);
  return day;
}

function together(before: Message | undefined, message: Message): boolean {
  return (
    before !== undefined &&
    before.user === message.user &&
    !before.ephemeralFor &&
    !message.ephemeralFor &&
    !message.broadcast &&
    Number(message.ts) - Number(before.ts) < TOGETHER
  );
}

function Beginning({ channel }: { channel: Channel }) {
  const now = useCell(snapshot);
  const title = titleOf(now, channel);
  return (
    <div class="beginning">
      <h2>{signedTitleOf(now, channel)}</h2>
      <p>
        {isDirect(channel)
          ? `This is the very beginning of your conversation with ${title}.`
          : `This is the very beginning of the ${title} channel.`}{' '}
        {now?.commands[0] && mayWriteIn(now, channel) && (
          <>
            Type <kbd>{now.commands[0].command}</kbd> in the box below to start.
          </>
        )}
      </p>
    </div>
  );
}
