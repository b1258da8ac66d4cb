/** Finding the interactive elements of blocks, however deep Block Kit hides them. */
import type { JsonObject } from '../protocol.ts';
import { list, obj, str } from './inspector/json.ts';

export interface FoundElement {
  blockId: string;
  actionId: string;
  element: JsonObject;
}

/** Slack gives every block an id; the place serves where a block came without one. */
export function idOf(block: JsonObject, at: number): string {
  return str(block.block_id) || `#${at}`;
}

export function elementsIn(blocks: JsonObject[]): FoundElement[] {
  return blocks.flatMap((block, at) => {
    const inside = [...list(block.child_blocks), ...(block.type === 'carousel' ? list(block.elements) : [])];
    const here = block.type === 'context' || block.type === 'carousel' ? [] : list(block.elements);
    const own = [block.element, block.accessory].map(obj).concat(here, list(block.actions));
    const blockId = idOf(block, at);
    return own
      .filter((element) => typeof element.action_id === 'string')
      .map((element): FoundElement => ({ blockId, actionId: str(element.action_id), element }))
      .concat(elementsIn(inside));
  });
}
