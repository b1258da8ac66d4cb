import type { TextSpan } from '../../model/errors.ts';
import { cut } from '../../model/text/text.ts';
import { escape } from '../messages/blocks.ts';

/** What a person typed, as mrkdwn: harmless, with the people they mentioned by name. In private answers only. */
export function typedWords(words: string): string {
  return escape(words).replace(/&lt;@([UW][A-Z0-9]+)&gt;/g, (_mention, id: string) => `<@${id}>`);
}

/** How much of what was typed stands on either side of the word that is pointed at. */
const AROUND = 150;

/** The words with the part that means nothing marked. */
export function pointedAt({ words, from, to }: TextSpan): string {
  const before = words.slice(0, from);
  const shownBefore = before.length > AROUND ? `…${before.slice(-AROUND)}` : before;
  const marked = words.slice(from, to).trim() || '?';
  return `>${typedWords(shownBefore)} :point_right: *${typedWords(cut(marked, 80))}* ${typedWords(cut(words.slice(to), AROUND))}`
    .replace(/\s+/g, ' ')
    .trim();
}
