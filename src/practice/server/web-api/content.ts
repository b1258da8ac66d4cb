/** The content of a message as chat.* takes it: text, blocks, metadata. */
import type { Json, JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { blocksTooLong, errorFor, phrase } from '../check/check.ts';
import { messageProblems } from '../faults/refusals.ts';
import { allBlocks } from '../elements.ts';
import { asString, isObject, objects, textOf } from '../json.ts';
import { ApiError, structured, text } from './method.ts';

export interface Content {
  text: string;
  blocks: JsonObject[];
  metadata?: JsonObject;
}

const mostText = 40_000;
const mostMetadata = 8000;

export function readContent(world: World, args: JsonObject): Content {
  const blocks = readBlocks(
    world,
    structured(args, 'blocks', () => new ApiError('invalid_blocks_format')),
  );
  const markdown = text(args, 'markdown_text');
  if (markdown && (text(args, 'text') || blocks.length > 0)) throw new ApiError('markdown_text_conflict');
  const said = text(args, 'text') || markdown;
  const attachments = objects(structured(args, 'attachments', () => new ApiError('invalid_attachments')));
  if (attachments.length > 100) throw new ApiError('too_many_attachments');
  if (said === '' && blocks.length === 0 && attachments.length === 0) throw new ApiError('no_text');
  const metadata = readMetadata(structured(args, 'metadata', () => new ApiError('invalid_metadata_format')));
  return {
    text: Array.from(said || fallbackText(blocks))
      .slice(0, mostText)
      .join(''),
    blocks,
    ...(metadata ? { metadata } : {}),
  };
}

function readBlocks(world: World, given: Json | undefined): JsonObject[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw new ApiError('invalid_blocks_format');
  const problems = messageProblems(world, given).map(phrase);
  if (problems.length > 0) {
    const messages = problems.map((problem) => `[ERROR] ${problem}`);
    throw new ApiError(errorFor(problems), { errors: problems, response_metadata: { messages } });
  }
  if (blocksTooLong(objects(given))) throw new ApiError('msg_blocks_too_long');
  return objects(given);
}

function readMetadata(given: Json | undefined): JsonObject | undefined {
  if (given === undefined) return undefined;
  const known = isObject(given) && (isObject(given['event_payload']) || Array.isArray(given['entities']));
  if (!known) throw new ApiError('invalid_metadata_format');
  if (isObject(given['event_payload']) && asString(given['event_type']) === '')
    throw new ApiError('invalid_metadata_schema');
  if (JSON.stringify(given).length > mostMetadata) throw new ApiError('metadata_too_large');
  return given;
}

/** Without a text Slack makes one of the blocks, for notifications. */
const fallbackText = (blocks: JsonObject[]): string =>
  allBlocks(blocks)
    .map(({ block }) => textOf(block['text']) || asString(block['alt_text']))
    .filter(Boolean)
    .join(' ');
