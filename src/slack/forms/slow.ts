import type { ModalView } from '@slack/types';
import { say, type Message } from '../messages/blocks.ts';
import { reading } from '../slack-context.ts';

/** Something slow that a form began. */
export interface Slow {
  /** Takes the form's place at once. */
  first: ModalView;
  /** @param show puts another window in its place meanwhile */
  work: (show: (view: ModalView) => void) => Promise<Ending>;
}

export interface Ending {
  view: ModalView;
  /** Said in private where the window was closed meanwhile; null where it is said anyway. */
  message: Message | null;
}

/** What changes more records than that may take longer than Slack waits. */
const MANY = 2000;

/** Does it at once, or where it is about very many records in the form's window, behind a word on what is going on. */
export function atOnceOrSlow(n: number, doing: string, work: () => Promise<Message>): Promise<Message> | Slow {
  return n <= MANY
    ? work()
    : {
        first: reading('CustomerHub', say(`:hourglass_flowing_sand: ${doing}…`).blocks),
        work: async () => {
          const message = await work();
          return { view: reading('CustomerHub', message.blocks), message };
        },
      };
}
