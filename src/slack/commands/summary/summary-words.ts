import { Invalid, Unclear } from '../../../model/errors.ts';
import { EVERY, rhythmIn } from '../../../model/dates/recurrence-words.ts';
import type { Rhythm } from '../../../model/dates/recurrence.ts';
import { unclearAt } from '../../../model/filter/unclear.ts';
import { readQuestion } from '../../../crm/summary/index.ts';
import type { SlackRequest } from '../../slack-context.ts';
import { movedWithFallbacks } from './moved-view.ts';
import { summaryWithFallbacks } from './summary-view.ts';
import type { MessageWithFallbacks } from '../../messages/message-with-fallbacks.ts';
import { movedWords, readMovedWords } from './moved.ts';

/** The words after `/crm summary`: the question, and its schedule. */
export interface SummaryLine {
  /** What is asked, without what is said of a schedule. */
  words: string;
  /** null: now. */
  every: Rhythm | null;
  toMe: boolean;
}

const TO = /(?<![^\s,])to\s?[:=]\s?(\S*)/i;

const without = (line: string, { from, to }: { from: number; to: number }): string =>
  line.slice(0, from) + ' '.repeat(to - from) + line.slice(to);

/** @throws Unclear that points at the word which is no day, no time, or nobody it can go to */
export function readSummaryLine(line: string): SummaryLine {
  const found = rhythmIn(line, EVERY);
  if (!found) return { words: line, every: null, toMe: false };
  const rest = without(line, found);
  const to = TO.exec(rest);
  const place = to && { from: to.index, to: to.index + to[0].length };
  if (place && !/^(@?me|here|channel)$/i.test(to[1] ?? ''))
    throw unclearAt(line, place, 'A summary goes to this channel, or with to:me only to you.');
  const words = (place ? without(rest, place) : rest).replace(/\s+/g, ' ').trim();
  return { words, every: found.rhythm, toMe: /^@?me$/i.test(to?.[1] ?? '') };
}

/** Whatever can be asked of a summary can be scheduled. @throws Unclear where it means nothing */
export async function understand(request: SlackRequest, words: string): Promise<void> {
  const moved = movedWords(words);
  if (moved === null) await readQuestion(request, words);
  else await readMovedWords(request, moved);
}

/** The same for a form. @throws Invalid */
export async function assertSummary(request: SlackRequest, words: string): Promise<void> {
  try {
    await understand(request, words);
  } catch (error) {
    if (error instanceof Unclear) throw new Invalid({ words: error.message });
    throw error;
  }
}

/** The summary that the words ask for, as it is now. @throws Unclear where it means nothing */
export async function summaryOf(request: SlackRequest, words: string): Promise<MessageWithFallbacks> {
  const moved = movedWords(words);
  if (moved === null) return summaryWithFallbacks(request, await readQuestion(request, words), {});
  return movedWithFallbacks(request, await readMovedWords(request, moved), {});
}
