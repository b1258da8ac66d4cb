import type { ModalView } from '@slack/types';
import type { Message } from '../blocks.ts';

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
