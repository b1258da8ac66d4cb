/** Tables and charts: the block types whose rules are about how their parts fit together. */
import type { Json, JsonObject } from '../protocol.ts';
import { asObject, asString, asText, objects, strings } from '../json.ts';
import { tables } from './table.ts';
import type { Walk } from './values.ts';

const { charts: most, totals } = tables;

export function checkTable(walk: Walk, block: JsonObject, at: string): void {
  const rows = (Array.isArray(block['rows']) ? block['rows'] : []).filter(Array.isArray);
  const width = rows[0]?.length;
  rows.forEach((row, y) => {
    if (row.length !== width) walk.say(`${at}/rows/${y}`, `must have ${width} cells like the first row`);
    row.forEach((cell, x) => checkCell(walk, block, cell, y, `${at}/rows/${y}/${x}`));
  });
  if (characters(rows) > totals.table_characters)
    walk.say(`${at}/rows`, `must be less than ${totals.table_characters + 1} characters`);
}

function checkCell(walk: Walk, block: JsonObject, cell: Json, row: number, at: string): void {
  const type = asString(asObject(cell)['type']);
  const data = block['type'] === 'data_table';
  const allowed = ['raw_text', ...(data ? ['raw_number'] : []), ...(data && row === 0 ? [] : ['rich_text'])];
  if (!allowed.includes(type)) return walk.say(`${at}/type`, `unsupported type: ${type || 'undefined'}`);
  if (type === 'raw_text' && asString(asObject(cell)['text']) === '')
    walk.say(`${at}/text`, 'must be more than 0 characters');
}

const characters = (rows: Json[][]): number =>
  rows.flat().reduce((sum: number, cell) => {
    const { text, value } = asObject(cell);
    return sum + asString(text).length + asText(value).length;
  }, 0);

export function checkChart(walk: Walk, block: JsonObject, at: string): void {
  const chart = asObject(block['chart']);
  const where = `${at}/chart`;
  if (chart['type'] === 'pie') return checkPie(walk, objects(chart['segments']), where);
  if (!['bar', 'area', 'line'].includes(asString(chart['type'])))
    return walk.say(`${where}/type`, `unsupported type: ${asString(chart['type'])}`);
  const axis = asObject(chart['axis_config']);
  const categories = strings(axis['categories']);
  count(walk, categories, most['categories']!, `${where}/axis_config/categories`);
  categories.forEach((name, index) => label(walk, name, most['label']!, `${where}/axis_config/categories/${index}`));
  for (const side of ['x_label', 'y_label'])
    if (side in axis) label(walk, asString(axis[side]), most['axis_label']!, `${where}/axis_config/${side}`);
  const series = objects(chart['series']);
  count(walk, series, most['series']!, `${where}/series`);
  series.forEach((one, index) => checkSeries(walk, one, categories, `${where}/series/${index}`));
}

function checkPie(walk: Walk, segments: JsonObject[], at: string): void {
  count(walk, segments, most['segments']!, `${at}/segments`);
  segments.forEach((segment, index) => {
    label(walk, asString(segment['label']), most['label']!, `${at}/segments/${index}/label`);
    const value = segment['value'];
    if (typeof value !== 'number' || value <= 0) walk.say(`${at}/segments/${index}/value`, 'must be greater than 0');
  });
}

/** Each series has each category exactly once. */
function checkSeries(walk: Walk, series: JsonObject, categories: string[], at: string): void {
  label(walk, asString(series['name']), most['label']!, `${at}/name`);
  const points = objects(series['data']);
  count(walk, points, most['points']!, `${at}/data`);
  const labels = points.map((point) => asString(point['label']));
  if (labels.toSorted().join('\n') !== categories.toSorted().join('\n'))
    walk.say(`${at}/data`, 'must have each category exactly once');
  points.forEach((point, index) => {
    if (typeof point['value'] !== 'number') walk.say(`${at}/data/${index}/value`, 'must provide a number');
  });
}

function count(walk: Walk, items: unknown[], max: number, at: string): void {
  if (items.length === 0) walk.say(at, 'no less than 1 items allowed');
  if (items.length > max) walk.say(at, `no more than ${max} items allowed`);
}

function label(walk: Walk, text: string, max: number, at: string): void {
  if (text === '') walk.say(at, 'must be more than 0 characters');
  if (Array.from(text).length > max) walk.say(at, `must be less than ${max + 1} characters`);
}
