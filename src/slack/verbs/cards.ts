import { NotFound } from '../../model/problems.ts';
import type { Ask, Reply } from '../desk.ts';
import type { Verb } from './verb.ts';

/** What a living card's menu stands for. */
const ON_CARDS: ReadonlySet<string> = new Set(['show', 'stage', 'owner', 'log', 'next']);

/** Behind the menu of a compact card, where one list does for all verbs: `stage D-42`. */
export const cardVerbs = (run: (ask: Ask, verb: string, words: string) => Promise<Reply>): readonly Verb[] => [
  {
    name: 'card',
    run: (ask, words) => {
      const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
      if (!ON_CARDS.has(verb)) throw new NotFound('That is nothing a card can do.');
      return run(ask, verb, rest);
    },
  },
];
