import type { BlockAction, ButtonAction, OverflowAction, StaticSelectAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Message } from '../messages/blocks.ts';
import type { MessageWithFallbacks } from '../messages/message-with-fallbacks.ts';

/** A button was pressed, or something chosen in a menu that stands for buttons. */
export type Press = BlockAction<ButtonAction | StaticSelectAction | OverflowAction>;

/** Where the button stands decides how its answer reaches the person. Only `open` may fail: that nothing opened is said. */
export interface Place {
  /** @param plainer the same without tables, for where none are shown */
  say: (message: Message, replace: boolean, plainer?: Message) => Promise<void>;
  /** @throws NotOpened */
  open: (view: ModalView) => Promise<void>;
  share: (told: MessageWithFallbacks, after: Message) => Promise<void>;
  later: (first: Message, last: () => Promise<MessageWithFallbacks>, beside: boolean) => Promise<void>;
}
