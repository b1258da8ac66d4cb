/** The rules about all blocks of a surface together: what stands in it once, and how much of it all there may be. */
import type { Json, JsonObject } from '../../protocol.ts';
import { allBlocks, placedElements } from '../elements.ts';
import { asString, isObject } from '../json.ts';
import { MOST_MARKDOWN } from './agent-blocks.ts';
import type { Say, Setting } from './schema.ts';
import { charactersIn, MOST_IN_TABLES } from './tables.ts';

interface Placed {
  block: JsonObject;
  pointer: string;
}

/** What Slack says to a second table. */
export const ONE_TABLE = 'only_one_table_allowed';

/** Pointers are from the list of blocks. */
export function checkTogether(blocks: JsonObject[], say: Say, setting: Setting): void {
  const all = allBlocks(blocks);
  sayRepeatedIds(all, say);
  sayRepeatedActions(blocks, say);
  const placed = placedElements(blocks);
  if (placed.filter(({ element }) => element['focus_on_load'] === true).length > 1)
    say('only one element can have `focus_on_load` set to true');
  for (const { element, block, pointer } of placed)
    if (element['response_url_enabled'] === true && (setting.surface !== 'modal' || block['type'] !== 'input'))
      say('`response_url_enabled` is only allowed in modal input blocks', `${pointer}/response_url_enabled`);
  if (setting.surface === 'message') sayTooMuch(all, say, setting);
}

function sayRepeatedIds(all: Placed[], say: Say): void {
  const seen = new Set<string>();
  for (const { block, pointer } of all) {
    const id = block['block_id'];
    if (typeof id !== 'string') continue;
    if (seen.has(id)) say(`block_id already exists: ${id}`, `${pointer}/block_id`);
    seen.add(id);
  }
}

/** An action_id is its element's own within the block. */
function sayRepeatedActions(blocks: JsonObject[], say: Say): void {
  const seen = new Map<JsonObject, Set<string>>();
  for (const { block, actionId, pointer } of placedElements(blocks)) {
    const here = seen.get(block) ?? new Set();
    if (here.has(actionId)) say(`\`action_id\` "${actionId}" already exists`, `${pointer}/action_id`);
    seen.set(block, here.add(actionId));
  }
}

/** How many blocks of a type a message may hold. */
const MOST_PER_MESSAGE = { data_visualization: 2 };

function sayTooMuch(all: Placed[], say: Say, { oneDataTable }: Setting): void {
  const of = (type: string): Placed[] => all.filter(({ block }) => block['type'] === type);
  for (const [type, most] of Object.entries(MOST_PER_MESSAGE))
    if (of(type).length > most) say(`no more than ${most} items allowed`);
  if (of('plan').length > 1) say('Cannot have more than 1 plan block');
  const tables = [...of('table'), ...(oneDataTable ? of('data_table') : [])];
  for (const { pointer } of tables.slice(1)) say(ONE_TABLE, pointer);
  for (const [type, most] of Object.entries(MOST_IN_TABLES))
    sayTooLong(of(type), ({ block }) => charactersIn(block), most, say);
  sayTooLong(of('markdown'), ({ block }) => Array.from(asString(block['text'])).length, MOST_MARKDOWN, say);
}

/** Of one block that is too long by itself, its own schema speaks. */
function sayTooLong(placed: Placed[], lengthOf: (one: Placed) => number, most: number, say: Say): void {
  const lengths = placed.map(lengthOf);
  const sum = lengths.reduce((before, length) => before + length, 0);
  if (sum > most && Math.max(...lengths) <= most) say(`must be less than ${most + 1} characters`);
}

/** Where blocks keep the texts that are read; what stands in tables has limits of its own. */
const READ = ['text', 'fields', 'elements', 'title', 'subtitle', 'body', 'subtext', 'label', 'hint'];

/** The characters of all texts of a message's blocks. */
export function charactersOf(blocks: JsonObject[]): number {
  const own = allBlocks(blocks).filter(({ block }) => block['type'] !== 'carousel');
  return own.reduce((sum, { block }) => sum + readIn(block), 0);
}

function readIn(value: Json | undefined): number {
  if (typeof value === 'string') return Array.from(value).length;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + readIn(item), 0);
  return isObject(value) ? READ.reduce((sum, name) => sum + readIn(value[name]), 0) : 0;
}
