import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Message } from '../blocks.ts';

/** A button was pressed. */
export type Press = BlockAction<ButtonAction>;

/** Where the button stands decides how its answer reaches the person. Only `open` may fail: that nothing opened is said. */
export interface Place {
  say: (message: Message, replace: boolean) => Promise<void>;
  /** @throws NotOpened */
  open: (view: ModalView) => Promise<void>;
  share: (message: Message, after: Message) => Promise<void>;
  later: (first: Message, last: () => Promise<Message>) => Promise<void>;
}
