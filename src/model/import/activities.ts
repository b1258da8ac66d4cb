import { readYesNo } from './parts.ts';

/* What files of other systems say of an activity beside what was said: whether it is done, and what kind it is. */

const lettersOf = (words: string): string => words.toLowerCase().replace(/[^\p{L}]/gu, '');

const DONE = 'done completed complete closed finished held erledigt abgeschlossen terminé hecho'.split(' ');
const TO_DO =
  'todo open planned scheduled pending notstarted inprogress waiting waitingonsomeoneelse waitingforinput deferred offen geplant'.split(
    ' ',
  );

/** `Done`, `Completed`, `1`: done; `To do`, `Not started`, `0`: to be done; null for words that say neither. */
export function readDone(words: string): boolean | null {
  const letters = lettersOf(words);
  if (DONE.includes(letters)) return true;
  return TO_DO.includes(letters) ? false : readYesNo(words);
}

/** Headings that only files of one kind have, for those in which no column says it. */
const SAYS_KIND: Readonly<Record<string, RegExp>> = {
  note: /^(?:Note (?:body|content|title)|Note is pinned to .+|Task Title)$/i,
  call: /^Call (?:title|notes|outcome|direction|duration|purpose|result|start time|summary)\b/i,
  meeting:
    /^(?:Meeting (?:name|title|description|outcome|start time|location)|Internal meeting notes|Event Title|Start DateTime|ActivityDateTime|EventSubtype|IsAllDayEvent)$/i,
  email: /^Email (?:subject|body|direction|send status|from address|to address)\b/i,
};

/** The kind that the headings say all rows are, and the heading that says it; null where they say none, or several. */
export function kindInHeadings(headings: readonly string[]): { kind: string; heading: string } | null {
  const found = Object.entries(SAYS_KIND).flatMap(([kind, knows]) => {
    const heading = headings.find((one) => knows.test(one.trim()));
    return heading === undefined ? [] : [{ kind, heading: heading.trim() }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}
