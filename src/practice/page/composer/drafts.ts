/** What was typed and not yet sent, per person and place. Kept through reloads; only sending empties it. */
import { useState } from 'preact/hooks';

const STORE = 'practice-draft ';

export function useDraft(place: string): [text: string, write: (text: string) => void] {
  const key = STORE + place;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const write = (next: string): void => {
    setText(next);
    if (next) sessionStorage.setItem(key, next);
    else sessionStorage.removeItem(key);
  };
  return [text, write];
}
