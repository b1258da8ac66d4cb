/** What a person reads on a message, a dialog or Home: its text, without markup, a line per block. */
import type { JsonObject, Message, Snapshot, StateValues, View } from '../../src/practice/protocol.ts';
import { asObject, asString, asText, isObject, objects, textOf } from '../../src/practice/server/json.ts';

export type Seen = Pick<Snapshot, 'people' | 'channels'>;

export function readMessage(message: Message, seen: Seen): string {
  const blocks = message.blocks.map((block) => readBlock(block, {}, seen));
  const files = message.files.map((file) => file.title);
  const text = message.blocks.length > 0 ? blocks : [unmark(message.text, seen)];
  return [...text, ...files].filter(Boolean).join('\n');
}

export function readView(view: View, seen: Seen): string {
  const values = asObject(asObject(view['state'])['values']) as StateValues;
  const frame = view['type'] === 'modal' ? [textOf(view['title'])] : [];
  const ends = view['type'] === 'modal' ? [textOf(view['close']), textOf(view['submit'])] : [];
  const blocks = view.blocks.map((block) => readBlock(block, values, seen));
  return [...frame, ...blocks, ...ends].filter(Boolean).join('\n');
}

export function readBlock(block: JsonObject, values: StateValues, seen: Seen): string {
  const own = values[asString(block['block_id'])] ?? {};
  const element = (one: JsonObject): string => readElement(one, own, seen);
  const parts = [
    readText(block['title'], seen),
    readText(block['label'], seen),
    readText(block['hint'], seen),
    readText(block['text'], seen),
    asString(block['text']),
    asString(block['title']),
    asString(block['caption']),
    asString(block['alt_text']),
    ...objects(block['fields']).map((field) => readText(field, seen)),
    ...objects(block['elements']).map((one) => (block['type'] === 'rich_text' ? readRich(one, seen) : element(one))),
    ...objects(block['actions']).map(element),
    ...objects(block['child_blocks']).map((child) => readBlock(child, values, seen)),
    ...['accessory', 'element'].flatMap((name) => (isObject(block[name]) ? [element(block[name])] : [])),
    ...readRows(block['rows'], seen),
    ...(isObject(block['chart']) ? readChart(block['chart']) : []),
  ];
  return parts.filter(Boolean).join('\n');
}

function readElement(element: JsonObject, state: StateValues[string], seen: Seen): string {
  if (element['type'] === 'mrkdwn' || element['type'] === 'plain_text') return readText(element, seen);
  const held = state[asString(element['action_id'])] ?? {};
  const { type: _type, ...value } = held;
  return [readText(element['text'], seen), asString(element['alt_text']), ...Object.values(value).map(readValue)]
    .filter(Boolean)
    .join('\n');
}

function readValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(readValue).filter(Boolean).join(', ');
  if (isObject(value)) return textOf(value['text']) || asString(value['id']);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const readRows = (rows: unknown, seen: Seen): string[] =>
  (Array.isArray(rows) ? rows : []).map((row) =>
    objects(row)
      .map((cell) => readCell(cell, seen))
      .join(' | '),
  );

const readCell = (cell: JsonObject, seen: Seen): string =>
  cell['type'] === 'rich_text' ? readRich(cell, seen) : asText(cell['text'] ?? cell['value']);

const readChart = (chart: JsonObject): string[] => [
  ...objects(chart['segments']).map(({ label, value }) => `${asText(label)}: ${asText(value)}`),
  ...objects(chart['series']).map(
    ({ name, data }) =>
      `${asText(name)}: ${objects(data)
        .map((point) => `${asText(point['label'])} ${asText(point['value'])}`)
        .join(', ')}`,
  ),
];

function readRich(part: JsonObject, seen: Seen): string {
  switch (asString(part['type'])) {
    case 'text':
      return asString(part['text']);
    case 'link':
      return asString(part['text']) || asString(part['url']);
    case 'user':
      return nameOf(asString(part['user_id']), seen);
    case 'emoji':
      return `:${asString(part['name'])}:`;
    default:
      return objects(part['elements'])
        .map((inner) => readRich(inner, seen))
        .join(part['type'] === 'rich_text_list' ? '\n' : '');
  }
}

function readText(value: unknown, seen: Seen): string {
  const { type, text } = asObject(value);
  if (typeof text !== 'string') return '';
  return type === 'mrkdwn' ? unmark(text, seen) : text;
}

/** mrkdwn as it is read: names for mentions, labels for links, no asterisks, no entities. */
export const unmark = (text: string, seen: Seen): string =>
  text
    .replace(/<@(\w+)(\|[^>]*)?>/g, (_, id: string) => nameOf(id, seen))
    .replace(/<#(\w+)(\|[^>]*)?>/g, (_, id: string) => `#${seen.channels.find((one) => one.id === id)?.name ?? id}`)
    .replace(/<!date\^[^>]*\|([^>]*)>/g, '$1')
    .replace(/<!(\w+)(\|[^>]*)?>/g, '@$1')
    .replace(/<[^|<>]+\|([^<>]*)>/g, '$1')
    .replace(/<([^<>]+)>/g, '$1')
    .replace(/(^|[\s(])([*_~`])(\S|\S.*?\S)\2(?=[\s).,:;!?]|$)/gm, '$1$3')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const nameOf = (id: string, seen: Seen): string => `@${seen.people.find((person) => person.id === id)?.handle ?? id}`;
