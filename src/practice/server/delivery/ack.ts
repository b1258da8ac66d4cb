/** Reads what the app's answer to an interaction asks for. */
import type { JsonObject, View } from '../../protocol.ts';
import type { Answer } from './request.ts';
import type { World } from '../state/world.ts';
import { asObject, asString, isObject, parseJson } from '../json.ts';
import { inputBlocks } from '../elements.ts';
import { checkSuggestions, checkView, phrase, viewTooLarge } from '../check/check.ts';
import { blockKitOf } from '../faults/refusals.ts';

/** The message in the answer to a command: JSON, or just text. Null when there is none. */
export function readCommandAck({ body }: Answer): JsonObject | null {
  if (body.trim() === '') return null;
  const json = parseJson(body);
  return isObject(json) ? json : { text: body };
}

export type SubmissionAck =
  | { action: 'close' | 'clear' }
  | { action: 'errors'; errors: Record<string, string> }
  | { action: 'update' | 'push'; view: JsonObject }
  /** Slack takes none of it; `why` is for the developer. */
  | { action: 'refused'; why: string };

const refused = (why: string): SubmissionAck => ({ action: 'refused', why });

export function readSubmissionAck(world: World, { body }: Answer, view: View): SubmissionAck {
  if (body === '') return { action: 'close' };
  const json = asObject(parseJson(body));
  const action = asString(json['response_action']);
  switch (action) {
    case 'clear':
      return { action };
    case 'errors':
      return readErrors(json['errors'], view);
    case 'update':
    case 'push':
      return readView(world, action, json['view']);
    default:
      return refused('the body must be empty or have a known response_action');
  }
}

function readErrors(errors: unknown, view: View): SubmissionAck {
  const inputs = new Set(inputBlocks(view.blocks).map((block) => asString(block['block_id'])));
  const entries = Object.entries(asObject(errors));
  if (entries.length === 0) return refused('errors is empty');
  for (const [blockId, text] of entries) {
    if (!inputs.has(blockId)) return refused(`errors names "${blockId}", which is no input block of the view`);
    if (asString(text) === '') return refused(`the error of "${blockId}" has no text`);
  }
  return { action: 'errors', errors: Object.fromEntries(entries) as Record<string, string> };
}

function readView(world: World, action: 'update' | 'push', given: unknown): SubmissionAck {
  if (!isObject(given)) return refused('the view is missing');
  const problems = checkView(given, 'modal', blockKitOf(world));
  if (problems.length > 0) return refused(problems.map(phrase).join('; '));
  return viewTooLarge(given) ? refused('view_too_large') : { action, view: given };
}

/** Options or option groups for a typeahead, or why Slack does not show them. */
export function readSuggestions({ body }: Answer): JsonObject | string {
  const json = parseJson(body);
  if (!isObject(json)) return 'the body must be an object with options';
  const problems = checkSuggestions(json);
  return problems.length > 0 ? problems.map(phrase).join('; ') : json;
}
