/** What the app says in answer to a person: as the body of an acknowledgement, or later through a response URL. */
import type { Json, JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import type { ReplyTarget } from '../state/response-urls.ts';
import { asString, objects } from '../json.ts';
import { blocksTooLong, errorFor, phrase } from '../check/check.ts';
import { messageProblems } from '../faults/refusals.ts';
import { changeMessage, findMessage, postMessage, removeMessage, type MessageDraft } from '../state/messages.ts';

/** Shows the reply. Returns what is wrong with it, or nothing. */
export function reply(world: World, target: ReplyTarget, body: JsonObject): string | undefined {
  const channel = world.channels.get(target.channel)!;
  const original = target.message && findMessage(world, channel.id, target.message.ts);
  if (body['delete_original'] === true) {
    if (original) removeMessage(world, channel, original);
    return undefined;
  }
  const problem = contentProblem(world, body);
  if (problem) return problem;
  const blocks = objects(body['blocks']);
  const text = asString(body['text']);
  if (body['replace_original'] === true && original) {
    changeMessage(world, channel, original, { text, blocks });
    return undefined;
  }
  // Slack keeps no original for a command, not even the app's own answer to it: slackapi/bolt-js#2287, bolt-python#1268.
  if (body['replace_original'] === true && target.from === 'commands')
    world.log('A command’s response_url replaces nothing; Slack shows this as a new message.');
  postMessage(world, channel, draftOf(world, target, body, text, blocks));
  return undefined;
}

function draftOf(
  world: World,
  target: ReplyTarget,
  body: JsonObject,
  text: string,
  blocks: JsonObject[],
): MessageDraft {
  const channel = world.channels.get(target.channel)!;
  const toAll = body['response_type'] === 'in_channel';
  if (toAll && target.typed && !target.typedShown) {
    postMessage(world, channel, { user: target.user, text: target.typed });
    target.typedShown = true;
  }
  const thread = asString(body['thread_ts']);
  return {
    user: world.app.botUserId,
    text,
    blocks,
    ...(thread ? { threadTs: thread } : {}),
    ...(toAll ? {} : { ephemeralFor: target.user }),
  };
}

/** Slack's error code for text and blocks that cannot be a message. */
function contentProblem(world: World, body: JsonObject): string | undefined {
  const blocks: Json = body['blocks'] ?? [];
  if (!asString(body['text']) && objects(blocks).length === 0 && objects(body['attachments']).length === 0)
    return 'no_text';
  const problems = messageProblems(world, blocks).map(phrase);
  if (problems.length > 0) return `${errorFor(problems)}: ${problems.join('; ')}`;
  return blocksTooLong(objects(blocks)) ? 'msg_blocks_too_long' : undefined;
}
