/** One exchange of the inspector: a line that unfolds into request and answer. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Json, Traffic } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { Icon } from '../shell/icons.tsx';
import { JsonTree } from './json-tree.tsx';
import { nameOf, snapshot, tell } from '../state.ts';
import { stopwatch } from '../messages/time.ts';

const ARROWS = { app: '→', api: '←', response_url: '←' };
const WORDS = { app: 'workspace to app', api: 'app to Web API', response_url: 'app to response_url' };

export function Exchange({ of }: { of: Traffic }) {
  const [open, setOpen] = useState(false);
  const who = useCell(snapshot, (now) => (of.user ? nameOf(now, of.user) : ''));
  const card = useRef<HTMLElement>(null);
  useEffect(() => (open ? card.current?.scrollIntoView({ block: 'nearest' }) : undefined), [open]);
  return useMemo(
    () => (
      <article class={`exchange from-${of.direction}`} ref={card}>
        <button type="button" class="exchange-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={14} />
          <span class="exchange-way" title={WORDS[of.direction]} aria-label={WORDS[of.direction]}>
            {ARROWS[of.direction]}
          </span>
          <span class="exchange-name">{of.name}</span>
          <span class={`status ${tone(of)}`}>{of.status || 'none'}</span>
          <span class="exchange-when">
            {Math.round(of.durationMs)} ms · {stopwatch(new Date(of.at))}
          </span>
          {who && <span class="exchange-who">{who}</span>}
        </button>
        {open && (
          <div class="exchange-body">
            <Part title="Request" json={of.request} />
            <Part title="Answer" json={of.response} />
          </div>
        )}
      </article>
    ),
    [of, open, who],
  );
}

/** A 200 can carry a refusal: Slack's Web API answers `ok: false` that way. */
function tone({ status, response }: Traffic): 'good' | 'bad' {
  const refused = response !== null && typeof response === 'object' && 'ok' in response && response.ok === false;
  return status >= 200 && status < 300 && !refused ? 'good' : 'bad';
}

function Part({ title, json }: { title: string; json: Json }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(JSON.stringify(json, null, 2));
    tell('Copied.', 2);
  };
  return (
    <section>
      <h3>
        {title}
        <button
          type="button"
          class="link-button"
          onClick={() => void copy().catch(() => tell('Couldn’t copy. Select and copy it by hand.'))}
        >
          Copy
        </button>
      </h3>
      {json === '' || json === null ? <p class="side-note">empty</p> : <JsonTree json={json} />}
    </section>
  );
}
