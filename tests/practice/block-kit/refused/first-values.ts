/** First values that cannot be. */
import type { JsonObject } from '../../../../src/practice/protocol.ts';
import { plain, letters, option, options, group, element, select, multi, section, actions, input } from '../make.ts';
import { unsupported, longerThan, moreThan, NOT_OFFERED, USER, type Refused } from '../says.ts';

const picking = (type: string, more: JsonObject): JsonObject => actions(element(type, more));
const typing = (type: string, more: JsonObject): JsonObject => input({ type, ...more });
const numbering = (more: JsonObject): JsonObject => input({ type: 'number_input', is_decimal_allowed: true, ...more });

export const shapes: Refused[] = [
  [
    'a first option that is none',
    'message',
    [actions(select({ ...options('a'), initial_option: option('z') }))],
    '/0/elements/0/initial_option',
    NOT_OFFERED,
  ],
  [
    'a first option of another text',
    'message',
    [actions(select({ ...options('a'), initial_option: { text: plain('b'), value: 'a' } }))],
    '/0/elements/0/initial_option',
    NOT_OFFERED,
  ],
  [
    'a first option of no group',
    'modal',
    [input(select({ option_groups: [group('g', 'a')], initial_option: option('z') }))],
    '/0/element/initial_option',
    NOT_OFFERED,
  ],
  [
    'first options of which one is none',
    'message',
    [section(multi({ ...options('a', 'b'), initial_options: [option('a'), option('z')] }))],
    '/0/accessory/initial_options',
    NOT_OFFERED,
  ],
  [
    'no first options, written as an empty list',
    'modal',
    [input(multi({ ...options('a'), initial_options: [] }))],
    '/0/element/initial_options',
    NOT_OFFERED,
  ],
  [
    'a radio button at first that is none',
    'home',
    [picking('radio_buttons', { ...options('a'), initial_option: option('z') })],
    '/0/elements/0/initial_option',
    NOT_OFFERED,
  ],
  [
    'a checkbox at first that is none',
    'modal',
    [input(element('checkboxes', { ...options('a'), initial_options: [option('z')] }))],
    '/0/element/initial_options',
    NOT_OFFERED,
  ],
  [
    'more first options than may be chosen',
    'modal',
    [input(multi({ ...options('a', 'b'), initial_options: [option('a'), option('b')], max_selected_items: 1 }))],
    '/0/element/initial_options',
    moreThan(1),
  ],
  [
    'more first external options than may be chosen',
    'modal',
    [input(element('multi_external_select', { initial_options: [option('a'), option('b')], max_selected_items: 1 }))],
    '/0/element/initial_options',
    moreThan(1),
  ],
  [
    'more first people than may be chosen',
    'modal',
    [input(element('multi_users_select', { initial_users: ['U1', 'U2'], max_selected_items: 1 }))],
    '/0/element/initial_users',
    moreThan(1),
  ],
  [
    'more first channels than may be chosen',
    'modal',
    [input(element('multi_channels_select', { initial_channels: ['C1', 'C2'], max_selected_items: 1 }))],
    '/0/element/initial_channels',
    moreThan(1),
  ],
  [
    'more first conversations than may be chosen',
    'home',
    [input(element('multi_conversations_select', { initial_conversations: ['C1', 'D2'], max_selected_items: 1 }))],
    '/0/element/initial_conversations',
    moreThan(1),
  ],
  [
    'none to be chosen at most',
    'modal',
    [input(multi({ ...options('a'), max_selected_items: 0 }))],
    '/0/element/max_selected_items',
    'must be greater than or equal to 1',
  ],
  [
    'a first person who is a name',
    'modal',
    [input(element('users_select', { initial_user: 'ana' }))],
    '/0/element/initial_user',
    USER,
  ],
  [
    'a first text that is longer than allowed',
    'modal',
    [typing('plain_text_input', { initial_value: 'hello', max_length: 4 })],
    '/0/element/initial_value',
    longerThan(4),
  ],
  [
    'a first text that is longer than any',
    'modal',
    [typing('plain_text_input', { initial_value: letters(3001) })],
    '/0/element/initial_value',
    longerThan(3000),
  ],
  [
    'a first number below the least',
    'modal',
    [numbering({ initial_value: '1', min_value: '2' })],
    '/0/element/initial_value',
    'must be greater than or equal to 2',
  ],
  [
    'a first number above the most',
    'modal',
    [numbering({ initial_value: '10', max_value: '9' })],
    '/0/element/initial_value',
    'must be less than or equal to 9',
  ],
  [
    'the least above the most',
    'modal',
    [numbering({ min_value: '10', max_value: '9' })],
    '/0/element/min_value',
    'must be less than or equal to max_value',
  ],
  [
    'the shortest above the longest',
    'modal',
    [typing('plain_text_input', { min_length: 5, max_length: 4 })],
    '/0/element/min_length',
    'must be less than or equal to max_length',
  ],
  [
    'fewer lines at most than at least',
    'modal',
    [typing('rich_text_input', { min_lines: 5, max_lines: 4 })],
    '/0/element/min_lines',
    'must be less than or equal to max_lines',
  ],
  [
    'a first rich text that is plain',
    'modal',
    [typing('rich_text_input', { initial_value: plain('x') })],
    '/0/element/initial_value/type',
    unsupported('plain_text'),
  ],
];
