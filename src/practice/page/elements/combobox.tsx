/** The box one types in and the list below it. Focus stays in the box; the list is walked by aria-activedescendant. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, Spinner } from '../shell/icons.tsx';
import { usePopover } from '../shell/popover.ts';
import type { Slot } from '../dialogs/surface.tsx';
import { OptionList } from './option-list.tsx';
import { useOptions, type Option } from './options.ts';
import { useNames } from './text.tsx';

interface Props {
  slot: Slot;
  chosen: Option[];
  many: boolean;
  most: number;
  placeholder: string;
  busy: boolean;
  onChoose: (options: Option[]) => void;
}

export function Combobox({ slot, chosen, many, most, placeholder, busy, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const names = useNames(slot);
  const found = useOptions(slot, query, open);
  const options = found.groups.flatMap((group) => group.options);
  const listId = `${names.id}-list`;
  const close = (): void => {
    setOpen(false);
    setQuery('');
  };
  const { root, style } = usePopover(open, close, { height: 300, width: 'anchor' });
  const has = (option: Option): boolean => chosen.some(({ key }) => key === option.key);
  const pick = (option: Option | undefined): void => {
    if (!option) return;
    if (!many) {
      onChoose([option]);
      return close();
    }
    if (has(option)) onChoose(chosen.filter(({ key }) => key !== option.key));
    else if (chosen.length < most) onChoose([...chosen, option]);
    setQuery('');
  };
  const drop = (option: Option): void => onChoose(chosen.filter(({ key }) => key !== option.key));

  useEffect(
    () =>
      setActive(
        Math.max(
          0,
          options.findIndex((option) => !many && has(option)),
        ),
      ),
    [open, query, options.length],
  );

  const press = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === 'Backspace' && query === '' && many && chosen.length > 0) return drop(chosen.at(-1) as Option);
    if (key === 'Tab') return close();
    const walk = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (walk) {
      if (open) setActive((active + walk + options.length) % Math.max(1, options.length));
      setOpen(true);
    } else if (key === 'Enter') {
      if (open) pick(options[active]);
      else setOpen(true);
    } else if (key === 'Escape' && open) {
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const single = many ? undefined : chosen[0];
  return (
    <div class={many ? 'combo many' : 'combo'} ref={root}>
      <div class={slot.invalid ? 'combo-box invalid' : 'combo-box'} onClick={() => input.current?.focus()}>
        {many && chosen.map((option) => <Pill key={option.key} option={option} drop={() => drop(option)} />)}
        <input
          {...names}
          ref={input}
          role="combobox"
          class={single && !open ? 'combo-input chosen' : 'combo-input'}
          aria-label={names['aria-labelledby'] ? undefined : placeholder}
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && options[active] ? `${listId}-${active}` : undefined}
          autoComplete="off"
          size={1}
          value={open ? query : (single?.label ?? '')}
          placeholder={single?.label ?? (chosen.length > 0 ? '' : placeholder)}
          onInput={(event) => {
            setOpen(true);
            setQuery(event.currentTarget.value);
          }}
          onKeyDown={press}
          onPointerDown={() => setOpen(true)}
          onBlur={close}
        />
        {busy && <Spinner />}
        {single && slot.labelId && slot.optional && (
          <button type="button" class="clear" aria-label={`Clear ${single.label}`} onClick={() => onChoose([])}>
            <Icon name="close" size={12} />
          </button>
        )}
        <Icon name="down" size={16} />
      </div>
      {open && <OptionList id={listId} found={found} active={active} has={has} pick={pick} style={style} />}
    </div>
  );
}

function Pill({ option, drop }: { option: Option; drop: () => void }) {
  return (
    <span class="pill">
      {option.label}
      <button type="button" aria-label={`Remove ${option.label}`} onClick={drop}>
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}
