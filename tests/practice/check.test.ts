import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { checkBlocks, checkSuggestions, checkView, phrase } from '../../src/practice/index.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const letters = (count: number): string => 'é'.repeat(count);
const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));
const option = (value: string): JsonObject => ({ text: plain(value), value });
const button = (more: JsonObject = {}): JsonObject => ({ type: 'button', action_id: 'b', text: plain('Go'), ...more });
const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
const input = (element: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ type: 'input', label: plain('Name'), element: { action_id: 'a', ...element } },
  ...more,
});
const select = (more: JsonObject): JsonObject => ({ type: 'static_select', action_id: 'a', ...more });
const modal = (blocks: JsonObject[], more: JsonObject = {}): JsonObject => ({
  ...{ type: 'modal', title: plain('Title'), submit: plain('Save'), blocks },
  ...more,
});
const bar = (more: JsonObject = {}): JsonObject => ({
  type: 'data_visualization',
  title: 'Pipeline',
  chart: {
    type: 'bar',
    series: [{ name: 'Open', data: [{ label: 'Q1', value: 3 }] }],
    axis_config: { categories: ['Q1'] },
    ...more,
  },
});
const rows = (count: number, width = 1): Json[] =>
  many(count, () => many(width, () => ({ type: 'raw_text', text: 'x' })));

const inMessage = (...blocks: Json[]): string[] => checkBlocks(blocks).map(phrase);
const inModal = (...blocks: JsonObject[]): string[] => checkView(modal(blocks)).map(phrase);
const inHome = (...blocks: JsonObject[]): string[] => checkView({ type: 'home', blocks }).map(phrase);

describe('at a limit Slack takes it, one more it does not', () => {
  const longest: [string, number, (text: string) => JsonObject, string][] = [
    ['section text', 3000, (text) => ({ type: 'section', text: { type: 'mrkdwn', text } }), '/blocks/0/text/text'],
    ['section field', 2000, (text) => ({ type: 'section', fields: [plain(text)] }), '/blocks/0/fields/0/text'],
    ['header', 150, (text) => ({ type: 'header', text: plain(text) }), '/blocks/0/text/text'],
    ['button text', 75, (text) => actions(button({ text: plain(text) })), '/blocks/0/elements/0/text/text'],
    ['button value', 2000, (value) => actions(button({ value })), '/blocks/0/elements/0/value'],
    ['action_id', 255, (action_id) => actions(button({ action_id })), '/blocks/0/elements/0/action_id'],
    ['block_id', 255, (block_id) => ({ type: 'divider', block_id }), '/blocks/0/block_id'],
    [
      'option value',
      150,
      (value) => actions(select({ options: [{ ...option('a'), value }] })),
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'option text',
      75,
      (text) => actions(select({ options: [option(text)] })),
      '/blocks/0/elements/0/options/0/text/text',
    ],
    [
      'placeholder',
      150,
      (text) => actions(select({ options: [option('a')], placeholder: plain(text) })),
      '/blocks/0/elements/0/placeholder/text',
    ],
    ['markdown', 12_000, (text) => ({ type: 'markdown', text }), '/blocks/0/text'],
    [
      'image alt text',
      2000,
      (alt_text) => ({ type: 'image', image_url: 'https://a.test/b.png', alt_text }),
      '/blocks/0/alt_text',
    ],
    ['chart title', 50, (title) => ({ ...bar(), title }), '/blocks/0/title'],
  ];
  test.each(longest)('%s: %i characters', (_, max, make, pointer) => {
    expect(inMessage(make(letters(max)))).toEqual([]);
    expect(inMessage(make(letters(max + 1)))).toContain(
      `must be less than ${max + 1} characters [json-pointer:${pointer}]`,
    );
  });

  const most: [string, number, (count: number) => JsonObject[], string][] = [
    ['blocks', 50, (count) => many(count, () => ({ type: 'divider' })), '/blocks'],
    [
      'elements of actions',
      25,
      (count) => [actions(...many(count, (i) => button({ action_id: `b${i}` })))],
      '/blocks/0/elements',
    ],
    [
      'elements of context',
      10,
      (count) => [{ type: 'context', elements: many(count, () => plain('x')) }],
      '/blocks/0/elements',
    ],
    ['fields', 10, (count) => [{ type: 'section', fields: many(count, () => plain('x')) }], '/blocks/0/fields'],
    [
      'options',
      100,
      (count) => [actions(select({ options: many(count, (i) => option(`${i}`)) }))],
      '/blocks/0/elements/0/options',
    ],
    [
      'radio buttons',
      10,
      (count) => [actions({ type: 'radio_buttons', action_id: 'a', options: many(count, (i) => option(`${i}`)) })],
      '/blocks/0/elements/0/options',
    ],
    [
      'overflow options',
      5,
      (count) => [actions({ type: 'overflow', action_id: 'a', options: many(count, (i) => option(`${i}`)) })],
      '/blocks/0/elements/0/options',
    ],
    ['table rows', 201, (count) => [{ type: 'data_table', caption: 'c', rows: rows(count) }], '/blocks/0/rows'],
    ['table columns', 20, (count) => [{ type: 'data_table', caption: 'c', rows: rows(2, count) }], '/blocks/0/rows/0'],
    ['charts', 2, (count) => many(count, () => bar()), '/blocks'],
  ];
  test.each(most)('%s: %i', (_, max, make, pointer) => {
    expect(inMessage(...make(max))).toEqual([]);
    expect(inMessage(...make(max + 1))).toContain(`no more than ${max} items allowed [json-pointer:${pointer}]`);
  });

  test.each(['title', 'submit', 'close'])('the %s of a modal: 24 characters', (part) => {
    const view = (length: number): JsonObject => modal([{ type: 'divider' }], { [part]: plain(letters(length)) });
    expect(checkView(view(24))).toEqual([]);
    expect(checkView(view(25)).map(phrase)).toEqual([
      `must be less than 25 characters [json-pointer:/view/${part}/text]`,
    ]);
  });

  test('a modal has up to 100 blocks and needs one', () => {
    expect(inModal(...many(100, () => ({ type: 'divider' })))).toEqual([]);
    expect(inModal(...many(101, () => ({ type: 'divider' })))).toEqual([
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ]);
    expect(inModal()).toEqual(['no less than 1 items allowed [json-pointer:/view/blocks]']);
  });

  test('empty text is refused', () => {
    expect(inMessage({ type: 'header', text: plain('') })).toEqual([
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ]);
  });
});

describe('what Slack does not know it refuses', () => {
  test.each<[string, JsonObject, string]>([
    ['block', { type: 'headline' }, 'unsupported type: headline [json-pointer:/blocks/0/type]'],
    [
      'element',
      actions({ type: 'slider', action_id: 'a' }),
      'unsupported type: slider [json-pointer:/blocks/0/elements/0/type]',
    ],
    ['property', { type: 'divider', colour: 'red' }, 'invalid additional property: colour [json-pointer:/blocks/0]'],
    [
      'style',
      actions(button({ style: 'huge' })),
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'kind of text',
      { type: 'header', text: { type: 'mrkdwn', text: 'x' } },
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
  ])('%s', (_, block, problem) => {
    expect(inMessage(block)).toEqual([problem]);
  });

  test('a block that is no object, and blocks that are no list', () => {
    expect(inMessage({ type: 'constructor' })).toEqual(['unsupported type: constructor [json-pointer:/blocks/0/type]']);
    expect(inMessage('hello')).toEqual(['must provide an object [json-pointer:/blocks/0]']);
    expect(checkBlocks('hello').map(phrase)).toEqual(['must provide an array [json-pointer:/blocks]']);
  });
});

describe('what is missing is named', () => {
  test.each<[string, JsonObject, string]>([
    [
      'action_id',
      actions({ type: 'button', text: plain('Go') }),
      'missing required field: action_id [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'alt_text',
      { type: 'image', image_url: 'https://a.test/b.png' },
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    ['text or fields', { type: 'section' }, 'missing required field: text [json-pointer:/blocks/0]'],
    ['options', actions(select({})), 'missing required field: options [json-pointer:/blocks/0/elements/0]'],
    ['caption', { type: 'data_table', rows: rows(2) }, 'missing required field: caption [json-pointer:/blocks/0]'],
  ])('%s', (_, block, problem) => {
    expect(inMessage(block)).toContain(problem);
  });

  test('a modal with an input needs submit', () => {
    const { submit: _submit, ...view } = modal([input({ type: 'plain_text_input' })]);
    expect(checkView(view).map(phrase)).toEqual([
      'must define `submit` to use an `input` block in modals [json-pointer:/view]',
    ]);
  });
});

describe('some things stand on some surfaces only', () => {
  const surfaces: [string, JsonObject, { message: boolean; modal: boolean; home: boolean }][] = [
    ['alert', { type: 'alert', text: plain('!') }, { message: false, modal: true, home: false }],
    ['markdown', { type: 'markdown', text: 'x' }, { message: true, modal: false, home: false }],
    ['data_table', { type: 'data_table', caption: 'c', rows: rows(2) }, { message: true, modal: false, home: true }],
    ['data_visualization', bar(), { message: true, modal: false, home: true }],
    ['datetimepicker', input({ type: 'datetimepicker' }), { message: true, modal: true, home: false }],
    ['email_text_input', input({ type: 'email_text_input' }), { message: false, modal: true, home: false }],
    ['file_input', input({ type: 'file_input' }), { message: false, modal: true, home: false }],
    ['rich_text_input', input({ type: 'rich_text_input' }), { message: false, modal: true, home: true }],
    ['plain_text_input', input({ type: 'plain_text_input' }), { message: true, modal: true, home: true }],
  ];
  test.each(surfaces)('%s', (_, block, taken) => {
    expect({
      message: inMessage(block).length === 0,
      modal: inModal(block).length === 0,
      home: inHome(block).length === 0,
    }).toEqual(taken);
  });

  test('a button is no input and a text input no button', () => {
    expect(inModal(input(button()))).toEqual(['unsupported type: button [json-pointer:/view/blocks/0/element/type]']);
    expect(inMessage(actions({ type: 'plain_text_input', action_id: 'a' }))).toEqual([
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ]);
  });
});

describe('parts have to fit together', () => {
  test.each<[string, JsonObject[], string]>([
    [
      'block ids are unique',
      [
        { type: 'divider', block_id: 'x' },
        { type: 'divider', block_id: 'x' },
      ],
      'block_id already exists: x [json-pointer:/blocks/1/block_id]',
    ],
    [
      'action ids are unique in a block',
      [actions(button(), button())],
      '`action_id` "b" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'options or groups, not both',
      [actions(select({ options: [option('a')], option_groups: [{ label: plain('g'), options: [option('a')] }] }))],
      'only one of `options` and `option_groups` can be set [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'the initial option is an option',
      [actions(select({ options: [option('a')], initial_option: option('z') }))],
      '`initial_option` should exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'rows are of equal length',
      [{ type: 'data_table', caption: 'c', rows: [...rows(1, 2), ...rows(1, 3)] }],
      'must have 2 cells like the first row [json-pointer:/blocks/0/rows/1]',
    ],
    [
      'a series has every category',
      [bar({ axis_config: { categories: ['Q1', 'Q2'] } })],
      'must have each category exactly once [json-pointer:/blocks/0/chart/series/0/data]',
    ],
    [
      'a segment is more than nothing',
      [{ type: 'data_visualization', title: 't', chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } }],
      'must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
    ],
    [
      'a date is a date',
      [actions({ type: 'datepicker', action_id: 'a', initial_date: '1.12.2026' })],
      'must match the required format [json-pointer:/blocks/0/elements/0/initial_date]',
    ],
    [
      'the shortest is not longer than the longest',
      [input({ type: 'plain_text_input', min_length: 5, max_length: 4 })],
      'must be less than or equal to max_length [json-pointer:/blocks/0/element/min_length]',
    ],
  ])('%s', (_, blocks, problem) => {
    expect(inMessage(...blocks)).toContain(problem);
  });

  test('only one element has the focus', () => {
    const focused = (block_id: string): JsonObject =>
      input({ type: 'plain_text_input', focus_on_load: true }, { block_id });
    expect(inModal(focused('one'))).toEqual([]);
    expect(inModal(focused('one'), focused('two'))).toEqual([
      'only one element can have `focus_on_load` set to true [json-pointer:/view/blocks]',
    ]);
  });

  test('inside a container the same rules hold', () => {
    const container = (child: JsonObject): JsonObject => ({
      type: 'container',
      title: plain('t'),
      child_blocks: [child],
    });
    expect(inMessage(container({ type: 'divider' }))).toEqual([]);
    expect(inMessage(container({ type: 'header', text: plain('') }))).toEqual([
      'must be more than 0 characters [json-pointer:/blocks/0/child_blocks/0/text/text]',
    ]);
    expect(inMessage(container(bar()))).toEqual([
      'unsupported type: data_visualization [json-pointer:/blocks/0/child_blocks/0/type]',
    ]);
  });
});

describe('suggestions', () => {
  test('are at most a hundred options or groups', () => {
    expect(checkSuggestions({ options: many(100, (i) => option(`${i}`)) })).toEqual([]);
    expect(checkSuggestions({ options: [] })).toEqual([]);
    expect(checkSuggestions({ options: many(101, (i) => option(`${i}`)) }).map(phrase)).toEqual([
      'no more than 100 items allowed [json-pointer:/options]',
    ]);
    expect(checkSuggestions({}).map(phrase)).toEqual(['missing required field: options [json-pointer:]']);
  });
});
