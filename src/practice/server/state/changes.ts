/** Tells each person's page what happened, as it happens. */
import type { Change } from '../../protocol.ts';

type Listener = (change: Change) => void;

export class Changes {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Calls `listener` with every change this person sees, until the returned function is called. */
  watch(person: string, listener: Listener): () => void {
    const mine = this.#listeners.get(person) ?? new Set();
    this.#listeners.set(person, mine.add(listener));
    return () => mine.delete(listener);
  }

  tell(people: Iterable<string>, change: Change): void {
    for (const person of people) for (const listener of this.#listeners.get(person) ?? []) listener(change);
  }

  tellEverybody(change: Change): void {
    this.tell([...this.#listeners.keys()], change);
  }
}
