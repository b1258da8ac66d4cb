/** Every block, each by its page in Slack's reference; those with a page of rules of their own have a file of their own. */
import { asObject } from '../json.ts';
import { contextActions, markdown, plan, taskCard } from './agent-blocks.ts';
import { button, overflow, workflowButton } from './buttons.ts';
import { card, carousel } from './cards.ts';
import { dataVisualization } from './charts.ts';
import { checkboxes, multiSelects, radioButtons, selects } from './choices.ts';
import * as inputs from './inputs.ts';
import { file, image, imageBlock, video } from './media.ts';
import { blockId, mrkdwn, plainText, text } from './objects.ts';
import { richText } from './rich-text.ts';
import { atLeastOne } from './rules.ts';
import { anyOf, boolean, list, oneOf, typed, type ObjectSchema, type Rule } from './schema.ts';
import { dataTable, table } from './tables.ts';

const { datePicker, timePicker, datetimePicker, richTextInput } = inputs;
const pressed = [button, overflow, workflowButton];
const chosen = [...selects, ...multiSelects, radioButtons, checkboxes, datePicker, timePicker];

const section = typed('section', {
  takes: {
    ...{ block_id: blockId, text: text(3000), fields: list(text(2000), { min: 1, max: 10 }), expand: boolean },
    accessory: anyOf(...pressed, ...chosen, image),
  },
  rules: [atLeastOne('text', 'fields')],
});

const actions = typed('actions', {
  needs: {
    elements: list(anyOf(...pressed, ...chosen, datetimePicker, richTextInput), { min: 1, max: 25 }),
  },
  takes: { block_id: blockId },
});

const context = typed('context', {
  needs: { elements: list(anyOf(image, plainText(), mrkdwn()), { min: 1, max: 10 }) },
  takes: { block_id: blockId },
});

const divider = typed('divider', { takes: { block_id: blockId } });

const header = typed('header', { needs: { text: plainText(150) }, takes: { block_id: blockId } });

const filesDispatchNothing: Rule = {
  check({ element, dispatch_action }, say) {
    if (dispatch_action === true && asObject(element)['type'] === 'file_input')
      say('`dispatch_action` is not allowed for a `file_input` element', '/dispatch_action');
  },
};

const input = typed('input', {
  needs: {
    label: plainText(2000),
    element: anyOf(
      ...chosen,
      ...[datetimePicker, richTextInput, inputs.plainTextInput, inputs.numberInput],
      ...[inputs.emailInput, inputs.urlInput, inputs.fileInput],
    ),
  },
  takes: { block_id: blockId, hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  rules: [filesDispatchNothing],
});

const alert = typed('alert', {
  on: ['modal'],
  needs: { text: text(200) },
  takes: { block_id: blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
});

const collapsible: Rule = {
  check({ default_collapsed, is_collapsible }, say) {
    if (default_collapsed === true && is_collapsible !== true)
      say('`default_collapsed` requires `is_collapsible`', '/default_collapsed');
  },
};

const inContainers = [actions, context, divider, file, header, imageBlock, input, richText, section, table, video];

const container = typed('container', {
  on: ['message'],
  needs: { child_blocks: list(anyOf(...inContainers), { min: 1, max: 10 }) },
  takes: {
    ...{ block_id: blockId, title: plainText(150), rich_text_title: richText, subtitle: text(150), icon: image },
    ...{ width: oneOf('narrow', 'standard', 'wide', 'full'), is_collapsible: boolean },
    ...{ default_collapsed: boolean, has_header_divider: boolean },
  },
  rules: [atLeastOne('title', 'rich_text_title'), collapsible],
});

export const blocks: readonly ObjectSchema[] = [
  ...[section, actions, context, divider, header, imageBlock, input, richText, video, file, alert],
  ...[card, carousel, container, table, dataTable, dataVisualization],
  ...[markdown, contextActions, taskCard, plan],
];
