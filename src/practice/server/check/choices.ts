/** The elements that people choose with: menus, radio buttons, checkboxes. */
import type { JsonObject } from '../../protocol.ts';
import { asObject, objects, textOf } from '../json.ts';
import { optionsOf } from '../elements.ts';
import { channelId, conversationId, userId, type Format } from './formats.ts';
import { actionId, confirm, conversationFilter, markedUpOption, option, optionGroup, plainText } from './objects.ts';
import { exactlyOne } from './rules.ts';
import { boolean, integer, list, string, typed, type Properties, type Rule } from './schema.ts';

const choice = { action_id: actionId, confirm, focus_on_load: boolean };
const menu = { ...choice, placeholder: plainText(150) };
const multi = { ...menu, max_selected_items: integer(1) };

/** Where the first choices of an element stand. */
const INITIAL = ['initial_options', 'initial_users', 'initial_conversations', 'initial_channels'];

const withinMost: Rule = {
  check(element, say) {
    const most = element['max_selected_items'];
    for (const name of INITIAL) {
      const chosen = element[name];
      if (typeof most === 'number' && Array.isArray(chosen) && chosen.length > most)
        say(`no more than ${most} items allowed`, `/${name}`);
    }
  },
};

const sameOption = (one: JsonObject, other: JsonObject): boolean =>
  one['value'] === other['value'] && textOf(one['text']) === textOf(other['text']);

/** What is chosen at first is among what can be chosen; an empty list of choices is none of it. */
const amongOptions: Rule = {
  check(element, say) {
    const options = optionsOf(element);
    const isOffered = (chosen: JsonObject): boolean => options.some((one) => sameOption(one, chosen));
    const { initial_option: single, initial_options: several } = element;
    if (single && !isOffered(asObject(single))) say('must be one of the provided options', '/initial_option');
    if (several && !(objects(several).length > 0 && objects(several).every(isOffered)))
      say('must be one of the provided options', '/initial_options');
  },
};

const distinctValues: Rule = {
  check(element, say) {
    const values = optionsOf(element).map((one) => one['value']);
    if (new Set(values).size < values.length) say('options must have unique values');
  },
};

const offered: Properties = {
  options: list(option, { min: 1, max: 100 }),
  option_groups: list(optionGroup, { min: 1, max: 100 }),
};
const fromOffer = [...exactlyOne('options', 'option_groups'), distinctValues, amongOptions];

const ids = (format: Format) => list(string({ format }));
const query = { min_query_length: integer(0) };
const current = { default_to_current_conversation: boolean, filter: conversationFilter };
const answerable = { response_url_enabled: boolean };

export const staticSelect = typed('static_select', {
  takes: { ...menu, ...offered, initial_option: option },
  rules: fromOffer,
});

export const externalSelect = typed('external_select', { takes: { ...menu, ...query, initial_option: option } });

export const usersSelect = typed('users_select', { takes: { ...menu, initial_user: string({ format: userId }) } });

export const conversationsSelect = typed('conversations_select', {
  takes: { ...menu, ...current, ...answerable, initial_conversation: string({ format: conversationId }) },
});

export const channelsSelect = typed('channels_select', {
  takes: { ...menu, ...answerable, initial_channel: string({ format: channelId }) },
});

export const multiStaticSelect = typed('multi_static_select', {
  takes: { ...multi, ...offered, initial_options: list(option) },
  rules: [...fromOffer, withinMost],
});

export const multiExternalSelect = typed('multi_external_select', {
  takes: { ...multi, ...query, initial_options: list(option, { min: 1 }) },
  rules: [withinMost],
});

export const multiUsersSelect = typed('multi_users_select', {
  takes: { ...multi, initial_users: ids(userId) },
  rules: [withinMost],
});

export const multiConversationsSelect = typed('multi_conversations_select', {
  takes: { ...multi, ...current, initial_conversations: ids(conversationId) },
  rules: [withinMost],
});

export const multiChannelsSelect = typed('multi_channels_select', {
  takes: { ...multi, initial_channels: ids(channelId) },
  rules: [withinMost],
});

const fewOptions = { options: list(markedUpOption, { min: 1, max: 10 }) };

export const radioButtons = typed('radio_buttons', {
  needs: fewOptions,
  takes: { ...choice, initial_option: markedUpOption },
  rules: [distinctValues, amongOptions],
});

export const checkboxes = typed('checkboxes', {
  needs: fewOptions,
  takes: { ...choice, initial_options: list(markedUpOption) },
  rules: [distinctValues, amongOptions],
});

export const selects = [staticSelect, externalSelect, usersSelect, conversationsSelect, channelsSelect];
export const multiSelects = [
  ...[multiStaticSelect, multiExternalSelect, multiUsersSelect],
  ...[multiConversationsSelect, multiChannelsSelect],
];
