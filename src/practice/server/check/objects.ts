/** Block Kit's composition objects: what elements and blocks are made of. */
import type { JsonObject } from '../../protocol.ts';
import { asString } from '../json.ts';
import { fileAddress, fileId, link } from './formats.ts';
import { exactlyOne } from './rules.ts';
import {
  anyOf,
  boolean,
  list,
  object,
  oneOf,
  string,
  typed,
  type ObjectSchema,
  type Properties,
  type Rule,
  type Schema,
} from './schema.ts';

/** The most characters of a text object that says nothing else. */
const MOST_TEXT = 3000;

export function plainText(max = MOST_TEXT): ObjectSchema {
  return typed('plain_text', { needs: { text: string({ min: 1, max }) }, takes: { emoji: boolean } });
}

export function mrkdwn(max = MOST_TEXT): ObjectSchema {
  return typed('mrkdwn', { needs: { text: string({ min: 1, max }) }, takes: { verbatim: boolean } });
}

/** Plain or marked-up text. */
export function text(max = MOST_TEXT): Schema {
  return anyOf(plainText(max), mrkdwn(max));
}

export const actionId = string({ min: 1, max: 255 });
export const blockId = string({ max: 255 });
export const colourScheme = oneOf('primary', 'danger');

export const confirm = object({
  needs: { title: plainText(100), text: text(300), confirm: plainText(30), deny: plainText(30) },
  takes: { style: colourScheme },
});

/** `words` is what its text and description are made of. */
function optionOf(words: (max: number) => Schema, more: Properties = {}): ObjectSchema {
  return object({
    needs: { text: words(75), value: string({ max: 150 }) },
    takes: { description: words(75), ...more },
  });
}

export const option = optionOf(plainText);
/** Of radio buttons and checkboxes. */
export const markedUpOption = optionOf(text);
export const overflowOption = optionOf(plainText, { url: string({ max: 3000, format: link }) });

export const optionGroup = object({
  needs: { label: plainText(75), options: list(option, { min: 1, max: 100 }) },
});

export const conversationFilter = object({
  takes: {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { min: 1, distinct: true }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  rules: [{ check: (value, say) => Object.keys(value).length > 0 || say('missing required field: include') }],
});

export const dispatchActionConfig = object({
  needs: {
    trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2, distinct: true }),
  },
});

const shown: Rule = {
  check({ id, url }: JsonObject, say, { showsFile }) {
    const file = { ...(id && { id: asString(id) }), ...(url && { url: asString(url) }) };
    if (showsFile && !showsFile(file)) say('invalid slack file');
  },
};

export const slackFile = object({
  takes: { id: string({ format: fileId }), url: string({ format: fileAddress }) },
  rules: [...exactlyOne('id', 'url'), shown],
});
