/** The list below a combobox: groups, options, and what to say when there are none. */
import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../messages/avatar.tsx';
import { Spinner } from '../shell/icons.tsx';
import type { PopupStyle } from '../shell/popover.ts';
import type { FoundOptions, Option } from './options.ts';

interface Props {
  id: string;
  found: FoundOptions;
  active: number;
  has: (option: Option) => boolean;
  pick: (option: Option) => void;
  style: PopupStyle;
}

export function OptionList({ id, found, active, has, pick, style }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('.option.active')?.scrollIntoView({ block: 'nearest' }), [active]);
  let at = 0;
  return (
    // The press must not take the focus out of the box: that would close the list before the click.
    <div
      class="popup options"
      ref={box}
      style={style}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <div id={id} role="listbox" aria-label="Options">
        {found.groups.map((group, groupAt) => (
          <div key={groupAt} role="group" aria-label={group.label || undefined}>
            {group.label && group.options.length > 0 && <div class="option-group">{group.label}</div>}
            {group.options.map((option) => {
              const mine = at++;
              return (
                <div
                  key={option.key}
                  id={`${id}-${mine}`}
                  role="option"
                  class={mine === active ? 'option active' : 'option'}
                  aria-selected={has(option)}
                  onClick={() => pick(option)}
                >
                  {option.face && <Avatar id={option.face} size={20} />}
                  <span class="option-words">
                    <span>{option.label}</span>
                    {option.detail && <span class="option-detail">{option.detail}</span>}
                  </span>
                  {has(option) && <span class="option-check">✓</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <Status found={found} empty={at === 0} />
    </div>
  );
}

function Status({ found, empty }: { found: FoundOptions; empty: boolean }) {
  const words = sayWhy(found, empty);
  return (
    <div role="status" class={words ? 'option-status' : ''}>
      {found.state === 'loading' && empty && <Spinner />}
      {words}
    </div>
  );
}

function sayWhy(found: FoundOptions, empty: boolean): string {
  if (found.missing > 0) return `Type ${found.missing} more ${found.missing === 1 ? 'letter' : 'letters'} to search`;
  if (found.state === 'loading') return empty ? 'Searching…' : '';
  if (found.state === 'failed') return 'Options couldn’t be loaded. Type again to retry.';
  return empty && found.state === 'ready' ? 'No results' : '';
}
