/** The rules that are about several properties at once, so that a table cannot hold them. */
import type { JsonObject } from '../protocol.ts';
import { asString, isObject, objects } from '../json.ts';
import { allBlocks, elementsOf, optionsOf, placedElements, type Placed } from '../elements.ts';
import { checkChart, checkTable } from './data-blocks.ts';
import type { Walk } from './values.ts';

const exactlyOne = new Map([
  ['image', ['image_url', 'slack_file']],
  ['static_select', ['options', 'option_groups']],
  ['multi_static_select', ['options', 'option_groups']],
]);

/** `at` is the JSON pointer of the list of blocks. */
export function checkStructure(walk: Walk, blocks: JsonObject[], at: string): void {
  unique(walk, blocks, at);
  for (const { block, pointer } of allBlocks(blocks, at)) {
    if (block['type'] === 'section' && !block['text'] && !block['fields'])
      walk.say(pointer, 'missing required field: text');
    one(walk, block, pointer);
    for (const [element, part] of elementsOf(block)) one(walk, element, `${pointer}/${part}`);
    if (block['type'] === 'data_table' || block['type'] === 'table') checkTable(walk, block, pointer);
    if (block['type'] === 'data_visualization') checkChart(walk, block, pointer);
  }
  const placed = placedElements(blocks);
  for (const each of placed) checkElement(walk, each, at + each.pointer);
  if (placed.filter(({ element }) => element['focus_on_load'] === true).length > 1)
    walk.say(at, 'only one element can have `focus_on_load` set to true');
}

function unique(walk: Walk, blocks: JsonObject[], at: string): void {
  const seen = new Set<string>();
  for (const { block, pointer } of allBlocks(blocks, at)) {
    const id = asString(block['block_id']);
    if (id && seen.has(id)) walk.say(`${pointer}/block_id`, `block_id already exists: ${id}`);
    seen.add(id);
  }
  const actions = new Set<string>();
  for (const { block, actionId, pointer } of placedElements(blocks)) {
    const key = `${blocks.indexOf(block)} ${asString(block['block_id'])} ${actionId}`;
    if (actions.has(key)) walk.say(`${at}${pointer}/action_id`, `\`action_id\` "${actionId}" already exists`);
    actions.add(key);
  }
}

function one(walk: Walk, value: JsonObject, at: string): void {
  const [first, second] = exactlyOne.get(asString(value['type'])) ?? [];
  if (!first || !second) return;
  if (value[first] === undefined && value[second] === undefined) walk.say(at, `missing required field: ${first}`);
  if (value[first] !== undefined && value[second] !== undefined)
    walk.say(at, `only one of \`${first}\` and \`${second}\` can be set`);
}

function checkElement(walk: Walk, { element, block }: Placed, at: string): void {
  checkInitial(walk, element, at);
  const [min, max] = [element['min_length'], element['max_length']];
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    walk.say(`${at}/min_length`, 'must be less than or equal to max_length');
  for (const name of ['min_value', 'max_value', 'initial_value']) {
    const text = element[name];
    if (element['type'] === 'number_input' && typeof text === 'string' && !/^-?\d+(\.\d+)?$/.test(text))
      walk.say(`${at}/${name}`, 'must be a valid number');
  }
  if (element['response_url_enabled'] === true && (walk.surface !== 'modal' || block['type'] !== 'input'))
    walk.say(`${at}/response_url_enabled`, '`response_url_enabled` is only allowed in modal input blocks');
}

/** What is chosen at first must be among what can be chosen. */
function checkInitial(walk: Walk, element: JsonObject, at: string): void {
  const options = optionsOf(element);
  if (options.length === 0) return;
  const values = new Set(options.map((option) => option['value']));
  const single = element['initial_option'];
  if (isObject(single) && !values.has(single['value'] ?? null))
    walk.say(`${at}/initial_option`, '`initial_option` should exactly match one of the options');
  objects(element['initial_options']).forEach((option, index) => {
    if (!values.has(option['value'] ?? null))
      walk.say(`${at}/initial_options/${index}`, '`initial_options` should exactly match some of the options');
  });
}
