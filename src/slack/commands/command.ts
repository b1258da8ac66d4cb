import type { SlackRequest, Reply } from '../slack-context.ts';
import type { RecordScope } from '../views/channel-words.ts';

/** A command: `/crm <name> <words>`, or a button of that name. */
export interface Command {
  name: string;
  /** Aliases. */
  also?: readonly string[];
  /** As in help: `show <record>`. Commands without one are only buttons. */
  usage?: string;
  help?: string;
  /** Examples for help, without `/crm`. */
  examples?: readonly string[];
  /** Options it takes besides a filter, such as `by` of `by:owner`. */
  options?: readonly string[];
  /**
   * What its words are, if more than a record or a name: free text, a filter, or a syntax that it
   * parses itself, errors included.
   */
  words?: 'text' | 'filter' | 'own';
  /** Records it takes from a linked channel when the ID is left out. */
  about?: RecordScope;
  /** Shown by `/crm` alone. */
  frequent?: boolean;
  /** It only reads, so it takes `as-of:2026-09-30`. `itself`: it handles that option itself. */
  past?: true | 'itself';
  run: (request: SlackRequest, words: string) => Promise<Reply>;
}
