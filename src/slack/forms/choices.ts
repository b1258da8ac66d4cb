import type { PlainTextOption } from '@slack/types';
import type { Stage } from '../../model/record.ts';
import { normalizeText } from '../../model/text/text.ts';
import { plain } from '../messages/blocks.ts';

/** Slack lists no more options than these, of a select as of a typeahead. */
export const MOST_OPTIONS = 100;

export function choicesOf(options: Readonly<Record<string, string>>): PlainTextOption[] {
  return Object.entries(options).map(([value, label]) => ({ text: plain(label), value }));
}

export function stageChoices(stages: readonly Stage[]): PlainTextOption[] {
  return stages.map(({ id, name }) => ({ text: plain(name), value: String(id) }));
}

/** Those that fit what was typed: first those that begin with it. */
export function fitting(choices: readonly PlainTextOption[], words: string): PlainTextOption[] {
  const wanted = normalizeText(words);
  const labels = choices.map((choice) => ({ choice, label: normalizeText(choice.text.text) }));
  const within = labels.filter(({ label }) => label.includes(wanted));
  const beginning = within.filter(({ label }) => label.startsWith(wanted));
  return [...beginning, ...within.filter((one) => !beginning.includes(one))]
    .slice(0, MOST_OPTIONS)
    .map(({ choice }) => choice);
}
