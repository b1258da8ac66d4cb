import type { SlackRequest, Reply } from '../slack-context.ts';
import type { RecordScope } from '../views/channel-words.ts';

/** One thing people can ask for: `/crm <name> <words>`, or a button of that name. */
export interface Command {
  name: string;
  /** Other words for it. */
  also?: readonly string[];
  /** As in help: `show <ref>`. Verbs without one are only buttons. */
  usage?: string;
  help?: string;
  /** What may be typed behind `/crm`, for its help. */
  examples?: readonly string[];
  /** Clauses that it takes beside a filter, such as `by` of `by:owner`. */
  options?: readonly string[];
  /**
   * What its words are, where they are more than a record or a name: what a person says, a filter, or something that it
   * takes apart itself, and where it tells what means nothing.
   */
  words?: 'text' | 'filter' | 'own';
  /** What it is about, where the reference may be left out. */
  about?: RecordScope;
  /** Among the few that `/crm` alone shows. */
  frequent?: boolean;
  /** It only looks, so `as-of:2026-09-30` among its words answers it as things stood then. `itself`: it sees to that itself. */
  past?: true | 'itself';
  run: (request: SlackRequest, words: string) => Promise<Reply>;
}
