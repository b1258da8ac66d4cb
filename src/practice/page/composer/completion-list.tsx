/** The popup above the message box. The caret stays in the box; arrow keys walk the list. */
import { useEffect, useRef } from 'preact/hooks';
import type { Completion, Suggestion } from './completion.tsx';

interface Props {
  id: string;
  completion: Completion;
  active: number;
  pick: (suggestion: Suggestion) => void;
}

export function CompletionList({ id, completion, active, pick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <div class="popup completion" ref={box}>
      <div class="menu-title">{completion.title}</div>
      <div id={id} role="listbox" aria-label={completion.title}>
        {completion.suggestions.map((one, at) => (
          <div
            key={one.key}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            class={at === active ? 'option active' : 'option'}
            // The box keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(one)}
          >
            {one.start}
            <span class="option-words">
              <span>{one.label}</span>
              {one.detail && <span class="option-detail">{one.detail}</span>}
            </span>
          </div>
        ))}
      </div>
      <div class="completion-keys" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> to walk · <kbd>Tab</kbd> to take · <kbd>Esc</kbd> to close
      </div>
    </div>
  );
}
