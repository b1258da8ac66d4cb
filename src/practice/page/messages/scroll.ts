/** Scrolling a list whose newest end is at the bottom, and of which only a part is drawn. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { snapshot } from '../state.ts';

/** Messages drawn at first, and how many more each time one comes near the top. */
export const STEP = 100;
/** Pixels from an end at which one counts as being there. */
const NEAR = 120;

/** Stays at the bottom while one is there; keeps the place when older messages are added above, and drops them later. */
export function useScroll(main: Message[], shown: number, show: (count: number) => void) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const top = useRef(0);
  const me = snapshot.get()?.me;
  const last = main.at(-1);
  // What one said oneself, or was answered alone, is worth leaving one's place for.
  const lastMine = last?.user === me || last?.ephemeralFor === me ? last?.ts : undefined;

  useLayoutEffect(() => {
    if (box.current && !atEnd.current) box.current.scrollTop += box.current.scrollHeight - height.current;
  }, [shown]);
  useLayoutEffect(() => {
    if (box.current && (atEnd.current || lastMine)) box.current.scrollTop = box.current.scrollHeight;
  }, [main.length, lastMine]);
  useEffect(() => {
    // Pictures, folding blocks and a growing message box change heights after the fact.
    const stay = new ResizeObserver(() => {
      if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
    });
    if (box.current) {
      stay.observe(box.current);
      for (const child of box.current.children) stay.observe(child);
    }
    return () => stay.disconnect();
  }, [main.length]);

  const onScroll = (): void => {
    const at = box.current;
    if (!at) return;
    const near = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;
    // Only going up leaves the end: a picture that grew since the last jump must not count as somebody scrolling.
    atEnd.current = near || (atEnd.current && at.scrollTop >= top.current);
    top.current = at.scrollTop;
    height.current = at.scrollHeight;
    if (at.scrollTop < NEAR && shown < main.length) show(shown + STEP);
    if (atEnd.current && shown > STEP) show(STEP);
  };
  return { box, onScroll };
}
