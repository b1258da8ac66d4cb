/** Light or dark: the system's choice until somebody chooses otherwise. */
import { cell } from '../cell.ts';

const KEY = 'practice-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

type Theme = 'light' | 'dark';

const read = (): Theme => {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return system.matches ? 'dark' : 'light';
};

export const theme = cell<Theme>(read());

/** Every colour in the style sheet is a light-dark() pair, so one attribute is all there is to switch. */
export function wearTheme(): void {
  const wear = (): void => {
    document.documentElement.dataset.theme = theme.get();
  };
  wear();
  theme.watch(wear);
  system.addEventListener('change', () => theme.set(read()));
}

export function switchTheme(): void {
  const next = theme.get() === 'dark' ? 'light' : 'dark';
  // A choice that agrees with the system is no choice: the page follows the system again.
  if ((next === 'dark') === system.matches) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  theme.set(next);
}
