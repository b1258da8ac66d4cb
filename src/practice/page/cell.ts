/** A value that components can watch: all the state management this page needs. */
import { useEffect, useState } from 'preact/hooks';

export interface Cell<T> {
  get(): T;
  set(value: T): void;
  watch(listener: () => void): () => void;
}

export function cell<T>(value: T): Cell<T> {
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The cell's value, or the part of it that `select` picks; the component renders again only when that part changes. */
export function useCell<T>(source: Cell<T>): T;
export function useCell<T, R>(source: Cell<T>, select: (value: T) => R): R;
export function useCell<T, R>(source: Cell<T>, select?: (value: T) => R): T | R {
  const read = (): T | R => (select ? select(source.get()) : source.get());
  const [, rerender] = useState(0);
  const current = read();
  useEffect(() => {
    let last: T | R = current;
    const check = (): void => {
      const next = read();
      if (Object.is(next, last)) return;
      last = next;
      rerender((n) => n + 1);
    };
    check();
    return source.watch(check);
  }, [source]);
  return current;
}
