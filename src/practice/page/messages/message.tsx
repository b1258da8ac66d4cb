/** One message: a face, a name, a time, what was said. */
import { useMemo } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { Avatar } from './avatar.tsx';
import { Blocks } from '../blocks/index.tsx';
import { useCell } from '../cell.ts';
import { Files } from './files.tsx';
import { Icon } from '../shell/icons.tsx';
import { MessageActions } from './message-actions.tsx';
import { Mrkdwn } from './mrkdwn.tsx';
import type { Replies } from './replies.ts';
import { go } from '../shell/route.ts';
import { nameOf, personOf, snapshot } from '../state.ts';
import { SurfaceOf } from '../dialogs/surface.tsx';
import { ago, clock, dateOfTs } from './time.ts';

interface Props {
  message: Message;
  /** Follows a message of the same person: no face, no name. */
  grouped: boolean;
  replies: Replies | undefined;
  inThread: boolean;
  /** A link led here a moment ago. */
  marked: boolean;
}

export function MessageRow({ message, grouped, replies, inThread, marked }: Props) {
  const key = replies && `${replies.count} ${replies.lastTs}`;
  // The same element for the same message lets Preact skip it: a busy channel redraws one row, not hundreds.
  return useMemo(
    () => <Row message={message} grouped={grouped} replies={replies} inThread={inThread} marked={marked} />,
    [message, grouped, key, inThread, marked],
  );
}

function Row({ message, grouped, replies, inThread, marked }: Props) {
  const at = dateOfTs(message.ts);
  const time = (
    <time dateTime={at.toISOString()} title={at.toString()}>
      {clock(at)}
    </time>
  );
  const secret = message.ephemeralFor !== undefined;
  return (
    <article
      class={`message ${grouped ? 'grouped' : ''} ${secret ? 'secret' : ''} ${marked ? 'marked' : ''}`}
      data-ts={message.ts}
    >
      {secret && !grouped && (
        <p class="only-you">
          <Icon name="eye" size={14} /> Only visible to you
        </p>
      )}
      {message.pinned && <p class="only-you">Pinned</p>}
      {message.broadcast && <p class="only-you">replied to a thread</p>}
      <div class="message-gutter">{grouped ? time : <Avatar id={message.user} />}</div>
      <div class="message-main">
        {!grouped && <Byline user={message.user}>{time}</Byline>}
        <Body message={message} />
        <Files files={message.files} />
        {replies && !inThread && <ThreadBar message={message} replies={replies} />}
      </div>
      <MessageActions message={message} inThread={inThread} />
    </article>
  );
}

function Byline({ user, children }: { user: string; children: preact.ComponentChildren }) {
  const name = useCell(snapshot, (now) => nameOf(now, user));
  const isApp = useCell(snapshot, (now) => now?.app.botUserId === user || (personOf(now, user)?.isBot ?? false));
  return (
    <div class="byline">
      <strong>{name}</strong>
      {isApp && <span class="app-badge">APP</span>}
      {children}
    </div>
  );
}

function Body({ message }: { message: Message }) {
  const where = useMemo(() => ({ type: 'message', channel: message.channel, ts: message.ts }) as const, [message]);
  const edited = message.edited === true && <span class="edited">(edited)</span>;
  if (message.blocks.length === 0) {
    if (!message.text) return <>{edited}</>;
    return (
      <div class="message-text">
        <Mrkdwn text={message.text} /> {edited}
      </div>
    );
  }
  return (
    <SurfaceOf where={where} blocks={message.blocks} here={message.channel}>
      <Blocks blocks={message.blocks} />
      {edited}
    </SurfaceOf>
  );
}

function ThreadBar({ message, replies }: { message: Message; replies: Replies }) {
  return (
    <button
      type="button"
      class="thread-bar"
      onClick={() => go({ channel: message.channel, tab: 'messages', thread: message.ts })}
    >
      {replies.people.slice(0, 4).map((id) => (
        <Avatar key={id} id={id} size={24} />
      ))}
      <b>
        {replies.count} {replies.count === 1 ? 'reply' : 'replies'}
      </b>
      <span>Last reply {ago(dateOfTs(replies.lastTs))}</span>
    </button>
  );
}
