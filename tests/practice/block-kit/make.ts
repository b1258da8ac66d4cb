/** Blocks, elements and objects to try: each right as it stands, and changed by what is handed in. */
import type { Json, JsonObject } from '../../../src/practice/protocol.ts';

export const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
export const marked = (text: string): JsonObject => ({ type: 'mrkdwn', text });
export const letters = (count: number): string => 'é'.repeat(count);
export const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at));

export const option = (value: string, more: JsonObject = {}): JsonObject => ({
  text: plain(value || '–'),
  value,
  ...more,
});
export const options = (...values: string[]): JsonObject => ({ options: values.map((value) => option(value)) });
export const group = (label: string, ...values: string[]): JsonObject => ({
  label: plain(label),
  ...options(...values),
});

export const element = (type: string, more: JsonObject = {}): JsonObject => ({ type, action_id: 'a', ...more });
export const button = (more: JsonObject = {}): JsonObject => element('button', { text: plain('Go'), ...more });
export const select = (more: JsonObject = {}): JsonObject => element('static_select', more);
export const multi = (more: JsonObject = {}): JsonObject => element('multi_static_select', more);
export const picture = (more: JsonObject = {}): JsonObject => ({ type: 'image', alt_text: 'A chart', ...more });
export const PICTURE = 'https://example.com/chart.png';

export const section = (accessory: JsonObject): JsonObject => ({ type: 'section', text: marked('Look'), accessory });
export const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
export const context = (...elements: JsonObject[]): JsonObject => ({ type: 'context', elements });
export const input = (inside: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ type: 'input', label: plain('Name'), element: { action_id: 'a', ...inside } },
  ...more,
});
export const divider = (block_id: string): JsonObject => ({ type: 'divider', block_id });

export const cell = (text: string): JsonObject => ({ type: 'raw_text', text });
export const cells = (height: number, width = 1, text = 'x'): Json[] =>
  many(height, () => many(width, () => cell(text)));
export const table = (more: JsonObject = {}): JsonObject => ({ type: 'table', rows: cells(2, 2), ...more });
export const dataTable = (more: JsonObject = {}): JsonObject => ({
  ...{ type: 'data_table', caption: 'Deals', rows: cells(2, 2) },
  ...more,
});

export const series = (name: string, labels = ['Q1']): JsonObject => ({
  name,
  data: labels.map((label) => ({ label, value: 3 })),
});
export const chart = (inside: JsonObject): JsonObject => ({ type: 'data_visualization', title: 'Open', chart: inside });
export const bars = (more: JsonObject = {}): JsonObject =>
  chart({ type: 'bar', series: [series('Won')], axis_config: { categories: ['Q1'] }, ...more });
export const pie = (...segments: JsonObject[]): JsonObject => chart({ type: 'pie', segments });

export const richText = (...elements: JsonObject[]): JsonObject => ({ type: 'rich_text', elements });
export const line = (...elements: JsonObject[]): JsonObject => ({ type: 'rich_text_section', elements });
export const said = (text: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text, ...more });
export const bullets = (more: JsonObject = {}): JsonObject => ({
  ...{ type: 'rich_text_list', style: 'bullet', elements: [line(said('one'))] },
  ...more,
});

export const card = (more: JsonObject): JsonObject => ({ type: 'card', ...more });
export const container = (children: JsonObject[], more: JsonObject = {}): JsonObject => ({
  ...{ type: 'container', title: plain('Deals'), child_blocks: children },
  ...more,
});
export const task = (more: JsonObject = {}): JsonObject => ({
  ...{ type: 'task_card', task_id: 't', title: 'Count', status: 'complete' },
  ...more,
});
export const plan = (more: JsonObject = {}): JsonObject => ({ type: 'plan', title: 'Plan', tasks: [task()], ...more });
export const feedback = (more: JsonObject = {}): JsonObject => ({
  type: 'context_actions',
  elements: [
    element('feedback_buttons', {
      positive_button: { text: plain('Good'), value: '+' },
      negative_button: { text: plain('Bad'), value: '-' },
      ...more,
    }),
  ],
});
export const icon = (more: JsonObject = {}): JsonObject => ({
  type: 'context_actions',
  elements: [element('icon_button', { icon: 'trash', text: plain('Delete'), ...more })],
});
export const video = (more: JsonObject = {}): JsonObject => ({
  ...{ type: 'video', alt_text: 'How to', title: plain('How to'), video_url: 'https://example.com/v' },
  ...{ thumbnail_url: PICTURE, ...more },
});
export const alert = (more: JsonObject = {}): JsonObject => ({ type: 'alert', text: plain('Careful'), ...more });

export const modal = (blocks: JsonObject[], more: JsonObject = {}): JsonObject => ({
  ...{ type: 'modal', title: plain('Deal'), submit: plain('Save'), blocks },
  ...more,
});
export const home = (blocks: JsonObject[], more: JsonObject = {}): JsonObject => ({ type: 'home', blocks, ...more });

/** The same without some of its properties. */
export const without = (value: JsonObject, ...names: string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
