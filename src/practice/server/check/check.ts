/**
 * Block Kit's rules: what Slack would say to these blocks, this view or these suggestions. Each block, element and
 * object is declared once in check/, by its page in Slack's reference; an empty list means that Slack would take it.
 *
 * `blocks.validate` takes some things that nothing else says Slack takes (a modal without blocks, Markdown without
 * text): where sources disagree, the strictest holds, so that what passes here passes there.
 */
import type { Json, JsonObject } from '../../protocol.ts';
import { asObject, asString, objects } from '../json.ts';
import type { Setting } from './schema.ts';
import { home, messageBlocks, modal, suggestions } from './surfaces.ts';
import { charactersOf, checkTogether, ONE_TABLE } from './together.ts';
import { problemsIn, told, type Problem } from './walk.ts';

export type { Problem };

/** What the answer depends on besides what was sent; the surface is known. */
export type BlockKitOptions = Omit<Setting, 'surface'>;

/** What a workspace can be asked to be like, for the apps that have to bear it. */
export interface BlockKitSwitches {
  /** Block types that it does not know yet: Slack rolls new ones out workspace by workspace. */
  readonly unknownBlocks: Set<string>;
  /** It refuses a second `data_table` in a message. */
  oneDataTable: boolean;
}

/** The blocks of a message; pointers start with /blocks. */
export function checkBlocks(blocks: Json, options: BlockKitOptions = {}): Problem[] {
  const setting = { ...options, surface: 'message' } as const;
  return [...problemsIn(blocks, messageBlocks, '/blocks', setting), ...inTogether(blocks, '/blocks', setting)];
}

/** A modal or Home view as handed to views.*; pointers start with /view. */
export function checkView(
  view: Json,
  type: 'modal' | 'home' | 'any' = 'any',
  options: BlockKitOptions = {},
): Problem[] {
  const given = asString(asObject(view)['type']);
  if ((given !== 'modal' && given !== 'home') || (type !== 'any' && given !== type))
    return [{ pointer: '/view/type', message: `unsupported type: ${given || 'undefined'}` }];
  const setting: Setting = { ...options, surface: given };
  const blocks = asObject(view)['blocks'];
  return [
    ...problemsIn(view, given === 'home' ? home : modal, '/view', setting),
    ...inTogether(blocks, '/view/blocks', setting),
  ];
}

const inTogether = (blocks: Json | undefined, pointer: string, setting: Setting): Problem[] =>
  told((say) => checkTogether(objects(blocks), say, setting), pointer);

/** What an app answers to a typeahead: `{ options }` or `{ option_groups }`. */
export function checkSuggestions(answer: Json): Problem[] {
  return problemsIn(answer, suggestions, '', { surface: 'message' });
}

const MOST_VIEW_BYTES = 250_000;

export function viewTooLarge(view: Json): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > MOST_VIEW_BYTES;
}

const MOST_MESSAGE_CHARACTERS = 13_200;

/** More text across all blocks than Slack takes in one message. */
export function blocksTooLong(blocks: JsonObject[]): boolean {
  return charactersOf(blocks) > MOST_MESSAGE_CHARACTERS;
}

export function phrase({ message, pointer }: Problem): string {
  return `${message} [json-pointer:${pointer}]`;
}

/** Slack's error code for a message with these phrases. */
export function errorFor(phrases: string[]): string {
  return phrases.length > 0 && phrases.every((said) => said.startsWith(ONE_TABLE))
    ? 'invalid_attachments'
    : 'invalid_blocks';
}
