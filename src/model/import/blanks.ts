import type { Kind } from '../fields.ts';
import { cleanLine } from '../text/text.ts';

/** Words that people and programs write where there is nothing. */
const PLACEHOLDERS =
  /^(?:n\s?\/\s?a|#n\/a|n\.a\.|k\.a\.|[-–—]{1,3}|\(?(?:none|null|blank|empty|not set|no value|unknown|unassigned)\)?|nil|tbd|tba|\?+|0{12,15}(?:aaa)?)$/i;

/** The placeholder, where all of a cell is one that may stand for nothing; somebody may be called None. */
export function placeholderIn(words: string): string | null {
  const cell = cleanLine(words);
  return PLACEHOLDERS.test(cell) ? cell : null;
}

/** Of these kinds no placeholder can be a value: there it is nothing, and nobody has to be asked. */
const NEVER_WORDS: Readonly<Record<Kind, boolean>> = {
  email: true,
  phone: true,
  url: true,
  money: true,
  number: true,
  date: true,
  dateTime: true,
  text: false,
  longText: false,
  choice: false,
  stage: false,
  person: false,
  reference: false,
};

/** Is the cell of such a field blank? @param asked whether somebody said that placeholders are, in this column */
export function isBlankCell(words: string, kind: Kind, asked = false): boolean {
  const cell = cleanLine(words);
  return cell === '' || ((asked || NEVER_WORDS[kind]) && placeholderIn(cell) !== null);
}
