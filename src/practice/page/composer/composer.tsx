/** The message box. Enter sends, Shift+Enter breaks the line; what was typed is only dropped once it has arrived. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ActResult, Channel } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { complete, usageOf, type Suggestion } from './completion.tsx';
import { CompletionList } from './completion-list.tsx';
import { useDraft } from './drafts.ts';
import { Icon } from '../shell/icons.tsx';
import { send } from '../link.ts';
import { Formatting, Shortcuts } from './composer-tools.tsx';
import { isDirect, mayWriteIn, snapshot, titleOf } from '../state.ts';

export function Composer({ channel, threadTs }: { channel: Channel; threadTs?: string }) {
  const now = useCell(snapshot);
  const [text, write] = useDraft(`${now?.me} ${channel.id} ${threadTs ?? ''}`);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [hushed, setHushed] = useState('');
  const [notice, setNotice] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const completion = now && hushed !== text ? complete(now, text, caret) : null;
  const listId = threadTs ? 'complete-thread' : 'complete';
  const exact = now?.commands.some(({ command }) => command === text);

  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${Math.min(box.current.scrollHeight, innerHeight * 0.4)}px`;
  }, [text]);

  const type = (next: string, at: number): void => {
    write(next);
    setCaret(at);
    setActive(0);
  };
  const caretAfterInsert = useRef<number | null>(null);
  // With the render that writes the text: a frame later, somebody who types fast would have the caret taken away.
  useLayoutEffect(() => {
    const at = caretAfterInsert.current;
    caretAfterInsert.current = null;
    if (at === null) return;
    box.current?.focus();
    box.current?.setSelectionRange(at, at);
  });

  const insertText = (next: string, at: number): void => {
    caretAfterInsert.current = at;
    type(next, at);
  };
  const pick = ({ insert }: Suggestion): void => {
    if (!completion) return;
    const at = completion.from + insert.length;
    insertText(text.slice(0, completion.from) + insert + text.slice(caret).replace(/^ /, ''), at);
  };
  const submit = async (): Promise<void> => {
    const said = text.trim();
    if (!said) return;
    setNotice('');
    type('', 0);
    const answer = await post(channel, said, threadTs);
    if (answer.ok) return;
    setNotice(answer.notice ?? 'Couldn’t send that. Try again.');
    // Whoever has gone on typing meanwhile keeps that; otherwise the words come back.
    if (box.current && box.current.value === '') type(text, text.length);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const last = (completion?.suggestions.length ?? 0) - 1;
    const { key } = event;
    if (completion && key === 'ArrowDown') setActive(active >= last ? 0 : active + 1);
    else if (completion && key === 'ArrowUp') setActive(active <= 0 ? last : active - 1);
    else if (completion && key === 'Escape') setHushed(text);
    else if (completion && (key === 'Tab' || (key === 'Enter' && !event.shiftKey && !exact)))
      pick(completion.suggestions[active] as Suggestion);
    else if (key === 'Enter' && !event.shiftKey) void submit();
    else return;
    event.preventDefault();
  };
  const note = (event: { currentTarget: HTMLTextAreaElement }): void => setCaret(event.currentTarget.selectionStart);
  const title = titleOf(now, channel);
  const prompt = threadTs ? 'Reply…' : `Message ${isDirect(channel) ? title : `#${title}`}`;
  if (channel.isArchived) return <p class="archived">This channel is archived.</p>;
  if (!mayWriteIn(now, channel)) return <p class="archived">Sending messages to this app has been turned off.</p>;
  return (
    <div class="composer">
      {completion && <CompletionList id={listId} completion={completion} active={active} pick={pick} />}
      {notice && (
        <div class="notice" role="alert">
          <Icon name="warning" size={16} /> <span>{notice}</span>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => setNotice('')}>
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
      <div class="composer-box">
        <textarea
          ref={box}
          id={threadTs ? 'composer-thread' : 'composer'}
          rows={1}
          value={text}
          placeholder={prompt}
          aria-label={prompt}
          aria-haspopup="listbox"
          aria-controls={completion ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={completion ? `${listId}-${active}` : undefined}
          onInput={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart)}
          onKeyDown={press}
          onKeyUp={note}
          onClick={note}
        />
        <div class="composer-tools">
          {!threadTs && <Shortcuts />}
          <Formatting box={box} write={insertText} slash={!threadTs} />
          <span class="usage">{usageOf(now, text)}</span>
          <button type="button" class="send" aria-label="Send" disabled={!text.trim()} onClick={() => void submit()}>
            <Icon name="send" size={16} />
          </button>
        </div>
      </div>
    </div>
  );
}

function post(channel: Channel, text: string, threadTs: string | undefined): Promise<ActResult> {
  if (!text.startsWith('/'))
    return send({ do: 'message', channel: channel.id, text, ...(threadTs ? { threadTs } : {}) });
  if (threadTs)
    return Promise.resolve({ ok: false, notice: `${text.split(' ')[0]} is not supported in threads. Sorry!` });
  return send({ do: 'command', channel: channel.id, text });
}
