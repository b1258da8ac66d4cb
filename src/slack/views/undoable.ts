import type { KnownBlock } from '@slack/types';
import { button, type Message } from '../messages/blocks.ts';

/** The same message with an Undo among its buttons. @param act what Undo takes back */
export function withUndo(message: Message, act: string): Message {
  const undo = button('Undo', 'undo', act);
  const last = message.blocks.at(-1);
  const blocks: KnownBlock[] =
    last?.type === 'actions'
      ? [...message.blocks.slice(0, -1), { ...last, elements: [...last.elements, undo] }]
      : [...message.blocks, { type: 'actions', elements: [undo] }];
  return message.with(blocks);
}
