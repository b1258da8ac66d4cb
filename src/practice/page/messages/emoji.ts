/** Emoji by Slack's short names. The table is made by scripts/emoji.mjs. */
import { EMOJI } from './emoji-table.ts';

const words = EMOJI.split(' ');
const byName = new Map<string, string>();
for (let at = 0; at + 1 < words.length; at += 2) byName.set(words[at] ?? '', words[at + 1] ?? '');

const TONES: Record<string, string> = {
  'skin-tone-2': '\u{1f3fb}',
  'skin-tone-3': '\u{1f3fc}',
  'skin-tone-4': '\u{1f3fd}',
  'skin-tone-5': '\u{1f3fe}',
  'skin-tone-6': '\u{1f3ff}',
};

/** The character for a name without colons, or undefined: then the page shows `:name:` as it was written. */
export function emoji(name: string, tone?: string): string | undefined {
  const found = byName.get(name);
  return found && tone ? found + (TONES[tone] ?? '') : found;
}

/** Names that start with these letters first, then those that contain them. */
export function emojiLike(part: string, most: number): [name: string, character: string][] {
  const fits = [...byName].filter(([name]) => name.includes(part));
  const rank = (name: string): number => (name.startsWith(part) ? name.length : 100 + name.length);
  return fits.toSorted(([a], [b]) => rank(a) - rank(b)).slice(0, most);
}

/** Plain text with its `:names:` turned into characters, as in buttons and labels. */
export function withEmoji(text: string): string {
  return text.replace(
    /:([a-z0-9_+'-]+):(?::(skin-tone-[2-6]):)?/g,
    (all, name: string, tone?: string) => emoji(name, tone) ?? all,
  );
}
