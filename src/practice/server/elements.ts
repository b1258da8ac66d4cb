/** Finding the interactive elements of a surface's blocks, wherever a block keeps them. */
import type { Json, JsonObject } from '../protocol.ts';
import { asString, isObject, objects } from './json.ts';

/** An element and where it stands. */
export interface Placed {
  block: JsonObject;
  element: JsonObject;
  blockId: string;
  actionId: string;
  /** JSON pointer of the element from the list of blocks. */
  pointer: string;
}

/** Every block with its JSON pointer, those inside containers and carousels included. */
export function allBlocks(blocks: JsonObject[], at = ''): { block: JsonObject; pointer: string }[] {
  return blocks.flatMap((block, index) => {
    const pointer = `${at}/${index}`;
    const inner = block['type'] === 'carousel' ? 'elements' : 'child_blocks';
    return [{ block, pointer }, ...allBlocks(objects(block[inner]), `${pointer}/${inner}`)];
  });
}

/** Every interactive element (all that carry an action_id), in reading order. */
export function placedElements(blocks: JsonObject[]): Placed[] {
  return allBlocks(blocks).flatMap(({ block, pointer }) =>
    elementsOf(block)
      .filter(([element]) => 'action_id' in element)
      .map(([element, at]) => ({
        block,
        element,
        blockId: asString(block['block_id']),
        actionId: asString(element['action_id']),
        pointer: `${pointer}/${at}`,
      })),
  );
}

/** The elements of one block, each with its JSON pointer from the block. */
export function elementsOf(block: JsonObject): [JsonObject, string][] {
  const single = ['accessory', 'element'].flatMap((name): [JsonObject, string][] =>
    isObject(block[name]) ? [[block[name], name]] : [],
  );
  const several = ['elements', 'actions'].flatMap((name) =>
    objects(block[name]).map((element, index): [JsonObject, string] => [element, `${name}/${index}`]),
  );
  return holdsElements(block) ? [...single, ...several] : [];
}

const holdsElements = ({ type }: JsonObject): boolean => type !== 'rich_text' && type !== 'carousel';

export function findElement(blocks: JsonObject[], blockId: string, actionId: string): Placed | undefined {
  return placedElements(blocks).find((placed) => placed.blockId === blockId && placed.actionId === actionId);
}

export function inputBlocks(blocks: JsonObject[]): JsonObject[] {
  return allBlocks(blocks)
    .map(({ block }) => block)
    .filter((block) => block['type'] === 'input');
}

/** All options of a select, radio group, checkbox group or overflow menu, groups flattened. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objects(element['options']),
    ...objects(element['option_groups']).flatMap((group) => objects(group['options'])),
  ];
}

/** Blocks as Slack keeps them: every one has a block_id, and every element that people act on an action_id. */
export function withBlockIds(blocks: JsonObject[], makeId: () => string): JsonObject[] {
  return blocks.map((block) => {
    const inner = { carousel: 'elements', container: 'child_blocks' }[asString(block['type'])];
    return {
      ...withActionIds(block, makeId),
      block_id: asString(block['block_id']) || makeId(),
      ...(inner ? { [inner]: withBlockIds(objects(block[inner]), makeId) } : {}),
    };
  });
}

/** The elements that only show something. */
const SHOWN = ['image', 'plain_text', 'mrkdwn'];
const HOLDING = ['accessory', 'element', 'elements', 'actions'];

function withActionIds(block: JsonObject, makeId: () => string): JsonObject {
  if (!holdsElements(block)) return block;
  const named = (element: Json): Json =>
    !isObject(element) || SHOWN.includes(asString(element['type']))
      ? element
      : { ...element, action_id: element['action_id'] ?? makeId() };
  const entries = Object.entries(block).map(([name, value]): [string, Json] => {
    if (!HOLDING.includes(name)) return [name, value];
    return [name, Array.isArray(value) ? value.map(named) : named(value)];
  });
  return Object.fromEntries(entries);
}
