/**
 * Block Kit's rules: what Slack would say to these blocks, this view or these suggestions. The rules are data, in
 * limits.json; an empty list means that Slack would take it.
 */
import type { Json, JsonObject } from './protocol.ts';
import { asObject, asString, objects } from './json.ts';
import { allBlocks, inputBlocks } from './elements.ts';
import { checkStructure } from './check/structure.ts';
import { tables, type SurfaceKind } from './check/table.ts';
import { Walk, type Problem } from './check/values.ts';

export type { Problem, SurfaceKind };

/** The blocks of a message; pointers start with /blocks. */
export function checkBlocks(blocks: Json, surface: SurfaceKind = 'message'): Problem[] {
  const walk = new Walk(surface);
  walk.properties(
    { blocks },
    surface === 'message' ? tables.message : { blocks: tables.views[surface]['blocks']! },
    '',
  );
  checkStructure(walk, objects(blocks), '/blocks');
  if (surface === 'message') checkTotals(walk, objects(blocks));
  return walk.problems;
}

/** A modal or Home view as handed to views.*; pointers start with /view. */
export function checkView(view: Json, type: 'modal' | 'home' | 'any' = 'any'): Problem[] {
  const given = asString(asObject(view)['type']);
  const surface = given === 'home' ? 'home' : 'modal';
  const walk = new Walk(surface);
  if (!['modal', 'home'].includes(given) || (type !== 'any' && given !== type)) {
    walk.say('/view/type', `unsupported type: ${given || 'undefined'}`);
    return walk.problems;
  }
  walk.properties(view, tables.views[surface], '/view');
  const blocks = objects(asObject(view)['blocks']);
  checkStructure(walk, blocks, '/view/blocks');
  if (surface === 'modal' && inputBlocks(blocks).length > 0 && !asObject(view)['submit'])
    walk.say('/view', 'must define `submit` to use an `input` block in modals');
  return walk.problems;
}

/** What an app answers to a typeahead: `{ options }` or `{ option_groups }`. */
export function checkSuggestions(answer: Json): Problem[] {
  const walk = new Walk('message');
  walk.properties(answer, tables.shapes['suggestions']!, '');
  const { options, option_groups } = asObject(answer);
  if ((options === undefined) === (option_groups === undefined)) walk.say('', 'missing required field: options');
  return walk.problems;
}

export const viewTooLarge = (view: Json): boolean => Buffer.byteLength(JSON.stringify(view)) > tables.totals.view_bytes;

/** More text across all blocks than Slack takes in one message. */
export const blocksTooLong = (blocks: JsonObject[]): boolean => {
  const read = (value: Json | undefined): number => {
    if (typeof value === 'string') return value.length;
    if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + read(item), 0);
    return typeof value === 'object' && value !== null
      ? read(value['text']) + read(value['fields']) + read(value['elements'])
      : 0;
  };
  return read(blocks) > tables.totals.message_characters;
};

export const phrase = ({ message, pointer }: Problem): string => `${message} [json-pointer:${pointer}]`;

function checkTotals(walk: Walk, blocks: JsonObject[]): void {
  const all = allBlocks(blocks, '/blocks');
  const markdown = all.filter(({ block }) => block['type'] === 'markdown');
  const characters = markdown.reduce((sum, { block }) => sum + asString(block['text']).length, 0);
  if (characters > tables.totals.markdown_characters)
    walk.say('/blocks', `must be less than ${tables.totals.markdown_characters + 1} characters`);
  const charts = all.filter(({ block }) => block['type'] === 'data_visualization').length;
  if (charts > tables.charts['per_message']!)
    walk.say('/blocks', `no more than ${tables.charts['per_message']} items allowed`);
}
