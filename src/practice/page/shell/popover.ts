/** Placing a popup next to its anchor: below where there is room, above where there is not, never outside the window. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

const EDGE = 8;
const GAP = 4;

interface Wish {
  /** Pixels it would like to be high and wide; `anchor`: as wide as what it hangs on. */
  height: number;
  width: number | 'anchor';
  align?: 'start' | 'end';
}

export type PopupStyle = Record<string, string>;

/** `root` holds both anchor and popup: a press anywhere else closes it. */
export function usePopover(
  open: boolean,
  close: () => void,
  { height, width, align = 'start' }: Wish,
): { root: RefObject<HTMLDivElement>; style: PopupStyle } {
  const root = useRef<HTMLDivElement>(null) as RefObject<HTMLDivElement>;
  const [style, setStyle] = useState<PopupStyle>({});

  useLayoutEffect(() => {
    if (!open) return;
    const place = (): void => {
      const anchor = root.current?.getBoundingClientRect();
      if (!anchor) return;
      const wide = Math.min(width === 'anchor' ? anchor.width : width, innerWidth - 2 * EDGE);
      const start = align === 'start' ? anchor.left : anchor.right - wide;
      const left = Math.max(EDGE, Math.min(start, innerWidth - wide - EDGE));
      const below = innerHeight - anchor.bottom - GAP - EDGE;
      const above = anchor.top - GAP - EDGE;
      const up = below < height && above > below;
      setStyle({
        position: 'fixed',
        left: `${left}px`,
        width: `${wide}px`,
        top: up ? 'auto' : `${anchor.bottom + GAP}px`,
        bottom: up ? `${innerHeight - anchor.top + GAP}px` : 'auto',
        maxHeight: `${Math.min(height, up ? above : below)}px`,
      });
    };
    place();
    addEventListener('resize', place);
    addEventListener('scroll', place, true);
    return () => {
      removeEventListener('resize', place);
      removeEventListener('scroll', place, true);
    };
  }, [open, height, width, align]);

  useEffect(() => {
    if (!open) return;
    const press = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as globalThis.Node)) close();
    };
    addEventListener('pointerdown', press, true);
    return () => removeEventListener('pointerdown', press, true);
  }, [open]);

  return { root, style };
}
