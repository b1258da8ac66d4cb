/** Makes values that fit a schema. */
import type { Json, JsonObject } from '../../../src/practice/protocol.ts';
import * as formats from '../../../src/practice/server/check/formats.ts';
import type { ObjectSchema, Schema, SurfaceKind } from '../../../src/practice/server/check/schema.ts';
import { optionsOf } from '../../../src/practice/server/elements.ts';
import { asObject, objects } from '../../../src/practice/server/json.ts';
import { cell, many } from './make.ts';

export type Of<Kind extends Schema['is']> = Extract<Schema, { is: Kind }>;

/** Outside the basic plane, where one character is two of JavaScript's. */
export const LETTER = '𝕏';
const ADDRESS = 'https://example.com/';

export const SAMPLES = new Map<formats.Format, string>([
  ...[formats.link, formats.secureLink, formats.pictureAddress, formats.fileAddress].map((f) => [f, ADDRESS] as const),
  [formats.day, '2026-12-01'],
  [formats.timeOfDay, '09:30'],
  [formats.timeZone, 'Europe/Madrid'],
  [formats.decimal, '5'],
  [formats.colour, '#F405B3'],
  [formats.fileId, 'F012345678'],
  [formats.userId, 'U012345678'],
  [formats.channelId, 'C012345678'],
  [formats.conversationId, 'D012345678'],
  [formats.groupId, 'S012345678'],
  [formats.teamId, 'T012345678'],
]);

export const standsOn = (on: SurfaceKind) => (one: ObjectSchema) => one.on?.includes(on) ?? true;

/** One of two whole numbers, or one between. */
export type Pick = (least: number, most: number) => number;

const least: Pick = (from) => from;

let made = 0;

/** No text is made twice, so that ids, values and names are their own. */
function words({ min = 0, max = 12, oneOf, format }: Of<'string'>, pick: Pick): string {
  if (oneOf) return oneOf[pick(0, oneOf.length - 1)]!;
  if (format) return SAMPLES.get(format)!;
  const start = (made++).toString(36);
  return start + LETTER.repeat(Math.max(0, pick(min, max) - start.length));
}

const amount = ({ min, max, above }: Of<'number'>, pick: Pick): number =>
  above === undefined ? pick(min ?? 0, max ?? min ?? 0) : above + 0.5;

/** A value with every property. Of what excludes one another, `turn` says which is there. */
export function example(schema: Schema, on: SurfaceKind, turn = 0, pick = least): Json {
  switch (schema.is) {
    case 'string':
      return words(schema, pick);
    case 'number':
      return amount(schema, pick);
    case 'boolean':
      return true;
    case 'list': {
      const few = Math.max(schema.min ?? 0, 1);
      const items = many(pick(few, Math.min(schema.max ?? few, few + 1)), () => example(schema.of, on, turn, pick));
      return schema.distinct ? [...new Set(items)] : items;
    }
    case 'object':
      return exampleObject(schema, on, turn, pick);
    case 'variant': {
      const fitting = schema.of.filter(standsOn(on));
      return exampleObject(fitting[pick(0, fitting.length - 1)]!, on, turn, pick);
    }
  }
}

function exampleObject(
  { type, needs, takes, rules }: ObjectSchema,
  on: SurfaceKind,
  turn: number,
  pick: Pick,
): JsonObject {
  const exclusive = rules.flatMap((rule) => (rule.exclusive ? [rule.exclusive] : []));
  const left = exclusive.flatMap((names) => names.filter((_, at) => at !== turn % names.length));
  const inside = exclusive.length > 0 ? Math.floor(turn / 2) : turn;
  const properties = Object.entries({ ...needs, ...takes }).filter(([name]) => !left.includes(name));
  const value = Object.fromEntries(properties.map(([name, schema]) => [name, example(schema, on, inside, pick)]));
  return fitted(type ? { type, ...value } : value);
}

/** Properties that say something only where another one says something else. */
const SETTLED: JsonObject = {
  ...{ focus_on_load: false, response_url_enabled: false, dispatch_action: false },
  ...{ max_length: 3000, min_length: 0, min_lines: 1, max_lines: 100, row_header_column_index: 0 },
};

/** What the properties of an object have to do with each other, put right. */
function fitted(value: JsonObject): JsonObject {
  const settled = Object.fromEntries(Object.entries(SETTLED).filter(([name]) => name in value));
  const known = { ...value, ...settled };
  if ('axis_config' in known) return withCategories(known);
  if ('rows' in known) return withEvenRows(known);
  return chosenFrom(known);
}

function withCategories(chart: JsonObject): JsonObject {
  const series = objects(chart['series']).map((one) => ({ ...one, data: [{ label: 'Q1', value: 1 }] }));
  return { ...chart, series, axis_config: { ...asObject(chart['axis_config']), categories: ['Q1'] } };
}

/** Each row has one cell, and the heading is plain. */
function withEvenRows(table: JsonObject): JsonObject {
  const rows = (Array.isArray(table['rows']) ? table['rows'] : []).map((row) => (Array.isArray(row) ? row : []));
  return { ...table, rows: [[cell('Name')], ...rows.slice(1).map((row) => row.slice(0, 1))] };
}

/** The same element with the first of its options chosen, if any is. */
export function chosenFrom(element: JsonObject): JsonObject {
  const [first] = optionsOf(element);
  if (first && 'initial_option' in element) return { ...element, initial_option: first };
  return first && 'initial_options' in element ? { ...element, initial_options: [first] } : element;
}
