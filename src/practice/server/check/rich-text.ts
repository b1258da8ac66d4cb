/** The rich_text block and what it holds. */
import { channelId, colour, fileId, groupId, link, teamId, userId } from './formats.ts';
import { blockId } from './objects.ts';
import {
  anyOf,
  boolean,
  integer,
  list,
  number,
  object,
  oneOf,
  string,
  typed,
  type ObjectSchema,
  type Properties,
} from './schema.ts';

function styleOf(...names: string[]): ObjectSchema {
  return object({ takes: Object.fromEntries(names.map((name) => [name, boolean])) });
}

const BASIC = ['bold', 'italic', 'strike', 'underline'];
const written = styleOf(...BASIC, 'code');
/** Of mentions, which are never code. */
const mentioned = styleOf(...BASIC, 'highlight', 'client_highlight', 'unlink');
const either = styleOf(...BASIC, 'code', 'highlight', 'client_highlight', 'unlink');

const words = string({ min: 1 });
const address = string({ format: link });

const text = typed('text', { needs: { text: words }, takes: { style: written } });
const linked = typed('link', { needs: { url: address }, takes: { text: string(), unsafe: boolean, style: written } });

function mention(type: string, needs: Properties, takes: Properties = {}): ObjectSchema {
  return typed(type, { needs, takes: { ...takes, style: mentioned } });
}

/** What stands in a line. */
const inline = [
  text,
  linked,
  typed('emoji', {
    needs: { name: words },
    takes: { unicode: words, url: address, skin_tone: integer(1, 6), style: either },
  }),
  typed('date', {
    needs: { timestamp: integer(0), format: words },
    takes: { url: address, fallback: string(), style: either },
  }),
  mention('user', { user_id: string({ format: userId }) }),
  mention('usergroup', { usergroup_id: string({ format: groupId }) }),
  mention('team', { team_id: string({ format: teamId }) }),
  mention('channel', { channel_id: string({ format: channelId }) }),
  mention('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  mention('color', { value: string({ format: colour }) }),
  mention(
    'tag',
    { text: words },
    { color: oneOf('gray', 'brown', 'purple', 'indigo', 'blue', 'green', 'yellow', 'orange', 'red') },
  ),
  mention(
    'work_object_mention',
    { entity_id: words, app_id: words, text: words, url: address },
    { icon_url: address, full_size_preview_enabled: boolean, product_name: string() },
  ),
  mention(
    'message_mention',
    { channel_id: string({ format: channelId }), message_ts: words },
    { author_id: string({ format: userId }), thread_ts: words, text: string(), url: address },
  ),
  mention(
    'workflow_mention',
    { workflow_id: words, function_trigger_id: words, text: words },
    { url: address, channel_id: string({ format: channelId }), ts: words },
  ),
  mention(
    'attachment_mention',
    { url: address },
    {
      ...{ text: string(), app_id: words, entity_id: words, icon_url: address, icon_name: words, ts: words },
      ...{
        channel_id: string({ format: channelId }),
        full_size_preview_enabled: boolean,
        reference_object_type: words,
      },
    },
  ),
  mention(
    'canvas',
    { file_id: string({ format: fileId }) },
    {
      ...{ label: string(), hide_title: boolean, section_id: words },
      ...{ text: string(), url: address, is_skill_invocation: boolean },
    },
  ),
  mention('canvas_user_mention', { user_id: string({ format: userId }) }, { thread_id: words }),
  mention('canvas_message_unfurl', { root_message_ts: words, root_message_channel: string({ format: channelId }) }),
  mention(
    'file',
    { file_id: string({ format: fileId }) },
    { text: string(), url: address, is_skill_invocation: boolean },
  ),
  mention(
    'list_record',
    { file_id: string({ format: fileId }) },
    { record_id: words, view_id: words, text: string(), url: address },
  ),
  mention(
    'salesforce_data_field',
    { salesforce_record_id: words },
    {
      salesforce_field_label: string(),
      salesforce_field_api_name: string(),
      salesforce_include_field_label: boolean,
    },
  ),
  typed('citation', {
    needs: {
      ...{ url: address, text: words, index: number() },
      details: object({
        needs: { citation_type: oneOf('file', 'external', 'web') },
        takes: {
          ...{ descriptor: string(), file_id: string(), app_name: string(), app_icon_url: string() },
          ...{ display_name: string(), title: string(), snippet: string() },
        },
      }),
    },
    takes: { from_llm: boolean, is_slack_url: boolean },
  }),
];

const border = integer(0, 1);
/** Without anything in it, it is an empty line. */
const line = list(anyOf(...inline));

const section = typed('rich_text_section', { needs: { elements: line } });

export const richText = typed('rich_text', {
  needs: {
    elements: list(
      anyOf(
        section,
        typed('rich_text_list', {
          needs: { style: oneOf('bullet', 'ordered'), elements: list(anyOf(section), { min: 1 }) },
          takes: { indent: integer(0, 8), offset: integer(0), border },
        }),
        typed('rich_text_quote', { needs: { elements: line }, takes: { border } }),
        typed('rich_text_preformatted', {
          needs: { elements: list(anyOf(text, linked)) },
          takes: { border, language: words },
        }),
      ),
    ),
  },
  takes: { block_id: blockId },
});
