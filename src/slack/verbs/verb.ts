import type { Ask, Reply } from '../desk.ts';
import type { About } from '../room-words.ts';

/** One thing people can ask for: `/crm <name> <words>`, or a button of that name. */
export interface Verb {
  name: string;
  /** Other words for it. */
  also?: readonly string[];
  /** As in help: `show <ref>`. Verbs without one are only buttons. */
  usage?: string;
  help?: string;
  /** What it is about, where the reference may be left out. */
  about?: About;
  /** Among the few that `/crm` alone shows. */
  frequent?: boolean;
  /** It only looks, so `as-of:2026-09-30` among its words answers it as things stood then. `itself`: it sees to that itself. */
  past?: true | 'itself';
  run: (ask: Ask, words: string) => Promise<Reply>;
}
