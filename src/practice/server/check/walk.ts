/** Holds a value to its schema and says, in Slack's words, where it does not fit. */
import type { Json, JsonObject } from '../../protocol.ts';
import { asText, isObject } from '../json.ts';
import type { ObjectSchema, Properties, Schema, Setting } from './schema.ts';

/** One broken rule; `pointer` is a JSON pointer from the thing that was sent. */
export interface Problem {
  message: string;
  pointer: string;
}

type Of<Kind extends Schema['is']> = Extract<Schema, { is: Kind }>;

export function problemsIn(value: Json, schema: Schema, pointer: string, setting: Setting): Problem[] {
  switch (schema.is) {
    case 'string':
      return said(pointer, wrongString(value, schema));
    case 'number':
      return said(pointer, wrongNumber(value, schema));
    case 'boolean':
      return said(pointer, typeof value === 'boolean' ? [] : ['must provide a boolean']);
    case 'list':
      return inList(value, schema, pointer, setting);
    case 'object':
      return inObject(value, schema, pointer, setting);
    case 'variant':
      return inVariant(value, schema, pointer, setting);
  }
}

const said = (pointer: string, messages: string[]): Problem[] => messages.map((message) => ({ message, pointer }));

function wrongString(value: Json, { min = 0, max = Infinity, oneOf, format }: Of<'string'>): string[] {
  if (typeof value !== 'string') return ['must provide a string'];
  const length = Array.from(value).length;
  if (length < min) return [`must be more than ${min - 1} characters`];
  if (length > max) return [`must be less than ${max + 1} characters`];
  if (oneOf && !oneOf.includes(value)) return ['must be a valid enum value'];
  return format && !format.takes(value) ? [format.refusal] : [];
}

function wrongNumber(value: Json, { whole, min = -Infinity, max = Infinity, above }: Of<'number'>): string[] {
  if (typeof value !== 'number') return [whole ? 'must provide an integer' : 'must provide a number'];
  if (whole && !Number.isInteger(value)) return ['must provide an integer'];
  if (above !== undefined && value <= above) return [`must be greater than ${above}`];
  if (value < min) return [`must be greater than or equal to ${min}`];
  return value > max ? [`must be less than or equal to ${max}`] : [];
}

function inList(value: Json, schema: Of<'list'>, pointer: string, setting: Setting): Problem[] {
  if (!Array.isArray(value)) return said(pointer, ['must provide an array']);
  const { of, min = 0, max = Infinity, distinct, gaps } = schema;
  const twice = distinct ? value.findIndex((item, at) => value.indexOf(item) < at) : -1;
  return [
    ...said(pointer, value.length > max ? [`no more than ${max} items allowed`] : []),
    ...said(pointer, value.length < min ? [`no less than ${min} items allowed`] : []),
    ...said(`${pointer}/${twice}`, twice >= 0 ? ['must be unique'] : []),
    ...value.flatMap((item, at) => (gaps && item === null ? [] : problemsIn(item, of, `${pointer}/${at}`, setting))),
  ];
}

function inVariant(value: Json, { of }: Of<'variant'>, pointer: string, setting: Setting): Problem[] {
  if (!isObject(value)) return said(pointer, ['must provide an object']);
  const type = value['type'];
  if (type === undefined) return said(pointer, ['missing required field: type']);
  const meant = of.find((one) => one.type === type && standsOn(one, setting) && !setting.unknownBlocks?.has(one.type));
  return meant ? inObject(value, meant, pointer, setting) : unsupported(value, pointer);
}

const standsOn = ({ on }: ObjectSchema, { surface }: Setting): boolean => on?.includes(surface) ?? true;

const unsupported = ({ type = null }: JsonObject, pointer: string): Problem[] =>
  said(`${pointer}/type`, [`unsupported type: ${asText(type) || 'undefined'}`]);

function inObject(value: Json, schema: ObjectSchema, pointer: string, setting: Setting): Problem[] {
  if (!isObject(value)) return said(pointer, ['must provide an object']);
  const { type, needs, takes, rules } = schema;
  if (type !== undefined && value['type'] === undefined) return said(pointer, ['missing required field: type']);
  if (type !== undefined && value['type'] !== type) return unsupported(value, pointer);
  const known: Properties = { ...needs, ...takes };
  const found = [
    ...Object.keys(needs)
      .filter((name) => isAbsent(value[name]))
      .flatMap((name) => said(pointer, [`missing required field: ${name}`])),
    ...Object.entries(value).flatMap(([name, given]) => inProperty(name, given, known, schema, pointer, setting)),
  ];
  return found.length > 0 ? found : rules.flatMap(({ check }) => told((say) => check(value, say, setting), pointer));
}

/** An optional property that is null is one that was left out. */
const isAbsent = (value: Json | undefined): boolean => value === undefined || value === null;

function inProperty(
  name: string,
  given: Json,
  known: Properties,
  { type }: ObjectSchema,
  pointer: string,
  setting: Setting,
): Problem[] {
  if (name === 'type' && type !== undefined) return [];
  const schema = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!schema) return said(pointer, [`invalid additional property: ${name}`]);
  return isAbsent(given) ? [] : problemsIn(given, schema, `${pointer}/${name}`, setting);
}

/** What is said while something runs. */
export function told(run: (say: (message: string, at?: string) => void) => void, pointer: string): Problem[] {
  const problems: Problem[] = [];
  run((message, at = '') => problems.push({ message, pointer: pointer + at }));
  return problems;
}
