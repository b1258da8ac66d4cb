import { isBlankCell } from '../../../model/import/blanks.ts';
import { meaningOf } from '../../../model/import/answers.ts';
import type { Kind } from '../../../model/fields.ts';
import { textOfHtml } from '../../../model/import/html.ts';
import { isIdOfOther, kindOfTarget } from '../../../model/import/parts.ts';
import { isExport, readSourceKey } from '../../../model/import/source-ids.ts';
import { fieldOfMore } from '../../../model/import/targets.ts';
import { cleanText, count } from '../../../model/text/text.ts';
import type { Row } from '../table.ts';
import type { Reading } from './reading.ts';

/** What is the same for all rows. */
export interface Columns {
  /** The kind of the cells of each column. */
  kinds: readonly (Kind | undefined)[];
  /** Does the file come from a CustomerHub? Its texts are text, whatever they look like. */
  isExport: boolean;
}

export function columnsOf({ entity, targets, headings }: Reading): Columns {
  return {
    kinds: targets.map((target) => (target === null ? undefined : kindOfTarget(entity, target))),
    isExport: isExport(headings),
  };
}

/** Does a cell say nothing? Some systems write zeros where an ID is missing, and somebody may have said that N/A is nothing. */
const isEmpty = ({ answers }: Reading, words: string, target: string, kind: Kind | undefined): boolean =>
  isBlankCell(words, kind ?? 'text') ||
  meaningOf(answers, target, words)?.is === 'empty' ||
  (isIdOfOther(target) && readSourceKey(words) === null);

/** Target to the words in its cell, and lines for the notes. Empty cells say nothing: they leave what is there, or what a new record starts with. */
export function wordsIn(reading: Reading, { kinds, isExport: isOurs }: Columns, { cells }: Row) {
  const words: Record<string, string> = {};
  const lines: string[] = [];
  const more: [field: string, words: string][] = [];
  for (const [at, target] of reading.targets.entries()) {
    const cell = cells[at] ?? '';
    const kind = kinds[at];
    if (target === null || isEmpty(reading, cell, target, kind)) continue;
    const field = fieldOfMore(target);
    const said = kind === 'longText' && !isOurs ? textOfHtml(cell) : cell;
    if (field === null) words[target] = said;
    else if (kind === 'longText') lines.push(`${reading.headings[at] ?? ''}: ${cleanText(said)}`);
    else more.push([field, said]);
  }
  // Values of one field stand as if they stood in one cell, those of its own column first.
  for (const [name, further] of more) words[name] = words[name] === undefined ? further : `${words[name]}; ${further}`;
  return { words, lines };
}

/** What is wrong with a row that has more cells than the header row. */
export function ragged({ headings, copies }: Reading, { cells, excess }: Row): Record<string, string> {
  const width = headings.length - copies.length;
  const beyond = excess ?? cells.slice(width);
  return beyond.every((cell) => cell.trim() === '')
    ? {}
    : {
        '': `This row has ${count(width + beyond.length, 'cell')}, but the header row has ${width}. Put values that contain a separator in quotes.`,
      };
}
