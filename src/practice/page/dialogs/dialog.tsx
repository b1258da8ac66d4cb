/** A modal <dialog>: the browser itself keeps the focus inside, shields what lies behind, and gives the focus back. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  class: string;
  /** Id of its heading, or its name. */
  labelledBy?: string;
  label?: string;
  onEscape: () => void;
  onBackdrop?: () => void;
  children: ComponentChildren;
}

export function Dialog({ class: name, labelledBy, label, onEscape, onBackdrop, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before any effect inside: those may want to focus something, which needs an open dialog.
  useLayoutEffect(() => {
    const at = dialog.current;
    const before = document.activeElement;
    if (at && !at.open) at.showModal();
    return () => {
      at?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onEscape();
  };
  return (
    <dialog
      ref={dialog}
      class={name}
      aria-labelledby={labelledBy}
      aria-label={label}
      onKeyDown={press}
      onCancel={(event) => event.preventDefault()}
      onClick={(event) => event.target === event.currentTarget && onBackdrop?.()}
    >
      {children}
    </dialog>
  );
}
