/** A button that opens a menu: overflow elements, message actions, shortcuts, "act as". */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePopover } from './popover.ts';

export interface MenuItem {
  key: string;
  label: ComponentChildren;
  detail?: string;
  start?: ComponentChildren;
  checked?: boolean;
  href?: string;
  choose: () => void;
}

interface Props {
  items: MenuItem[];
  /** What a screen reader calls the button. */
  name: string;
  title?: ComponentChildren;
  buttonClass?: string;
  align?: 'start' | 'end';
  width?: number;
  disabled?: boolean;
  onToggle?: (open: boolean) => void;
  children: ComponentChildren;
}

export function Menu({ items, name, title, buttonClass, align, width = 260, disabled, onToggle, children }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const show = (next: boolean): void => {
    setOpen(next);
    onToggle?.(next);
    if (!next) button.current?.focus();
  };
  const { root, style } = usePopover(open, () => show(false), { height: 420, width, align: align ?? 'start' });
  useLayoutEffect(() => {
    if (open) root.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus({ preventScroll: true });
  }, [open]);
  return (
    <div class="menu-root" ref={root} onKeyDown={(event) => open && move(event, () => show(false))}>
      <button
        type="button"
        ref={button}
        class={buttonClass ?? 'icon-button'}
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled}
        onClick={() => show(!open)}
      >
        {children}
      </button>
      {open && (
        <div class="popup menu" role="menu" aria-label={name} style={style}>
          {title && <div class="menu-title">{title}</div>}
          {items.map((item) => (
            <Item key={item.key} item={item} close={() => show(false)} />
          ))}
          {items.length === 0 && <div class="menu-empty">Nothing here yet</div>}
        </div>
      )}
    </div>
  );
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  const choose = (): void => {
    close();
    item.choose();
    if (item.href) window.open(item.href, '_blank', 'noopener');
  };
  return (
    <button
      type="button"
      class="menu-item"
      role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={item.checked}
      tabIndex={-1}
      onClick={choose}
    >
      {item.start}
      <span class="menu-words">
        <span class="menu-label">{item.label}</span>
        {item.detail && <span class="menu-detail">{item.detail}</span>}
      </span>
      {item.checked && <span class="menu-check">✓</span>}
    </button>
  );
}

/** Arrow keys walk the items, a letter jumps, Escape and Tab leave. */
function move(event: KeyboardEvent & { currentTarget: HTMLElement }, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1 + items.length,
    Home: 0,
    End: items.length - 1,
  };
  if (event.key === 'Escape' || event.key === 'Tab') close();
  else if (event.key in to) items[(to[event.key] ?? 0) % items.length]?.focus();
  else if (/^\p{L}$/u.test(event.key)) {
    const start = event.key.toLowerCase();
    items
      .slice(at + 1)
      .concat(items)
      .find((item) => item.textContent?.trim().toLowerCase().startsWith(start))
      ?.focus();
  } else return;
  event.stopPropagation();
  if (event.key !== 'Tab') event.preventDefault();
}
