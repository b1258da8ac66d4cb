/** Everything the workspace and the app said to each other, newest at the bottom, each exchange to be unfolded. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Traffic } from '../../protocol.ts';
import { useCell } from '../cell.ts';
import { Exchange } from './exchange.tsx';
import { Icon } from '../shell/icons.tsx';
import { inspectorOpen, snapshot } from '../state.ts';

type Direction = Traffic['direction'] | 'all';

const DIRECTIONS: [Direction, string][] = [
  ['all', 'All'],
  ['app', 'To the app'],
  ['api', 'Web API'],
  ['response_url', 'response_url'],
];

const NONE: Traffic[] = [];
/** Exchanges drawn at once. */
const SHOWN = 200;

export function Inspector() {
  const all = useCell(snapshot, (now) => now?.traffic ?? NONE);
  const [words, setWords] = useState('');
  const [direction, setDirection] = useState<Direction>('all');
  const [since, setSince] = useState(0);
  const fits = useMemo(
    () => all.filter((one) => one.id > since && matches(one, direction, words)),
    [all, since, direction, words],
  );
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [fits.length]);
  const onScroll = ({ currentTarget: at }: { currentTarget: HTMLElement }): void => {
    atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 40;
  };
  return (
    <aside class="side inspector" aria-label="Inspector">
      <header class="side-head">
        <h2>Inspector</h2>
        <span class="side-note">{fits.length} exchanges</span>
        <button type="button" class="icon-button" aria-label="Close inspector" onClick={() => inspectorOpen.set(false)}>
          <Icon name="close" />
        </button>
      </header>
      <div class="inspector-tools">
        <label class="search">
          <Icon name="filter" size={16} />
          <input
            type="search"
            placeholder="Filter by name, status or contents"
            aria-label="Filter"
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </label>
        <div class="chips" role="group" aria-label="Direction">
          {DIRECTIONS.map(([kind, label]) => (
            <button
              key={kind}
              type="button"
              class="chip"
              aria-pressed={direction === kind}
              onClick={() => setDirection(kind)}
            >
              {label}
            </button>
          ))}
          <button type="button" class="link-button" onClick={() => setSince(all.at(-1)?.id ?? 0)}>
            Clear
          </button>
        </div>
      </div>
      <div class="exchanges" ref={box} onScroll={onScroll} tabIndex={0} role="log" aria-label="Exchanges">
        {fits.length === 0 && <p class="side-empty">{empty(all.length > 0)}</p>}
        {fits.slice(-SHOWN).map((one) => (
          <Exchange key={one.id} of={one} />
        ))}
      </div>
    </aside>
  );
}

const empty = (some: boolean): string =>
  some ? 'Nothing matches.' : 'Type a command or press a button: what goes back and forth appears here.';

function matches(one: Traffic, direction: Direction, words: string): boolean {
  if (direction !== 'all' && one.direction !== direction) return false;
  const wanted = words.trim().toLowerCase();
  if (!wanted) return true;
  const head = `${one.name} ${one.status} ${one.user ?? ''}`.toLowerCase();
  return head.includes(wanted) || JSON.stringify([one.request, one.response]).toLowerCase().includes(wanted);
}
