import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../src/practice/protocol.ts';
import { checkBlocks, checkSuggestions, checkView, phrase } from '../../src/practice/server/index.ts';
import {
  actions,
  alert,
  bars,
  button,
  card,
  cells,
  container,
  context,
  dataTable,
  divider,
  element,
  home,
  input,
  letters,
  many,
  modal,
  option,
  picture,
  PICTURE,
  plain,
  select,
  table,
  task,
} from './block-kit/make.ts';

const inMessage = (...blocks: Json[]): string[] => checkBlocks(blocks).map(phrase);
const inModal = (...blocks: JsonObject[]): string[] => checkView(modal(blocks)).map(phrase);
const inHome = (...blocks: JsonObject[]): string[] => checkView(home(blocks)).map(phrase);

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
    ['image alt text', 2000, (alt_text) => picture({ image_url: PICTURE, alt_text }), '/blocks/0/alt_text'],
    ['chart title', 50, (title) => ({ ...bars(), title }), '/blocks/0/title'],
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
    ['elements of context', 10, (count) => [context(...many(count, () => plain('x')))], '/blocks/0/elements'],
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
      (count) => [actions(element('radio_buttons', { options: many(count, (i) => option(`${i}`)) }))],
      '/blocks/0/elements/0/options',
    ],
    [
      'overflow options',
      5,
      (count) => [actions(element('overflow', { options: many(count, (i) => option(`${i}`)) }))],
      '/blocks/0/elements/0/options',
    ],
    ['table rows', 201, (count) => [dataTable({ rows: cells(count) })], '/blocks/0/rows'],
    ['table columns', 20, (count) => [dataTable({ rows: cells(2, count) })], '/blocks/0/rows/0'],
    ['charts', 2, (count) => many(count, () => bars()), '/blocks'],
  ];
  test.each(most)('%s: %i', (_, max, make, pointer) => {
    expect(inMessage(...make(max))).toEqual([]);
    expect(inMessage(...make(max + 1))).toContain(`no more than ${max} items allowed [json-pointer:${pointer}]`);
  });

  test.each(['title', 'submit', 'close'])('the %s of a modal: 24 characters', (part) => {
    const view = (length: number): JsonObject => modal([divider('d')], { [part]: plain(letters(length)) });
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

describe('some things stand on some surfaces only', () => {
  const surfaces: [string, JsonObject, { message: boolean; modal: boolean; home: boolean }][] = [
    ['alert', alert(), { message: false, modal: true, home: false }],
    ['card', card({ title: plain('x') }), { message: true, modal: true, home: true }],
    [
      'carousel',
      { type: 'carousel', elements: [card({ title: plain('x') })] },
      { message: true, modal: false, home: true },
    ],
    ['container', container([divider('d')]), { message: true, modal: false, home: false }],
    ['markdown', { type: 'markdown', text: 'x' }, { message: true, modal: false, home: false }],
    ['task_card', task(), { message: true, modal: false, home: false }],
    ['table', table(), { message: true, modal: false, home: true }],
    ['data_table', dataTable(), { message: true, modal: false, home: true }],
    ['data_visualization', bars(), { message: true, modal: false, home: false }],
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

describe('what a workspace can be asked to be like', () => {
  const said = (blocks: Json[], options: Parameters<typeof checkBlocks>[1]): string[] =>
    checkBlocks(blocks, options).map(phrase);

  test('it does not know some blocks yet', () => {
    const unknownBlocks = new Set(['data_table', 'image']);
    expect(said([table(), dataTable()], { unknownBlocks })).toEqual([
      'unsupported type: data_table [json-pointer:/blocks/1/type]',
    ]);
    expect(checkView(home([dataTable()]), 'home', { unknownBlocks }).map(phrase)).toEqual([
      'unsupported type: data_table [json-pointer:/view/blocks/0/type]',
    ]);
  });

  test('it takes one data table in a message, and a table is one', () => {
    const second = ['only_one_table_allowed [json-pointer:/blocks/1]'];
    expect(said([dataTable(), dataTable()], { oneDataTable: true })).toEqual(second);
    expect(said([table(), dataTable()], { oneDataTable: true })).toEqual(second);
    expect(said([dataTable()], { oneDataTable: true })).toEqual([]);
    expect(checkView(home([dataTable(), dataTable()]), 'home', { oneDataTable: true })).toEqual([]);
  });

  test('it cannot show some files, wherever they stand', () => {
    const shown = picture({ slack_file: { id: 'F0READY0001' } });
    const asked: unknown[] = [];
    const showsFile = (file: { id?: string; url?: string }): boolean => {
      asked.push(file);
      return file.id === 'F0READY0001';
    };
    const hidden = picture({ slack_file: { id: 'F0SCANNED01' } });
    const remote = picture({ slack_file: { url: PICTURE } });
    expect(said([shown, hidden, context(remote), card({ hero_image: hidden })], { showsFile })).toEqual([
      'invalid slack file [json-pointer:/blocks/1/slack_file]',
      'invalid slack file [json-pointer:/blocks/2/elements/0/slack_file]',
      'invalid slack file [json-pointer:/blocks/3/hero_image/slack_file]',
    ]);
    expect(asked).toContainEqual({ url: PICTURE });
    expect(checkView(modal([hidden]), 'modal', { showsFile }).map(phrase)).toEqual([
      'invalid slack file [json-pointer:/view/blocks/0/slack_file]',
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
