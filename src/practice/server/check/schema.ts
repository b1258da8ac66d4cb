/**
 * The language in which Block Kit is declared: each block, element and object once, with the properties that its page
 * in Slack's reference documents. walk.ts reads it.
 */
import type { JsonObject } from '../../protocol.ts';
import type { Format } from './formats.ts';

/** Where blocks stand: in a modal, a message or the Home tab. */
export type SurfaceKind = 'modal' | 'message' | 'home';

/** What a check depends on besides what was sent. */
export interface Setting {
  surface: SurfaceKind;
  /** Block types that the workspace does not know yet: Slack rolls new ones out workspace by workspace. */
  unknownBlocks?: ReadonlySet<string>;
  /** A message holds one `data_table`, as it holds one `table`; on this Slack's own pages disagree. */
  oneDataTable?: boolean;
  /** Whether a picture can be made of a file in Slack; of every file unless told. */
  showsFile?: (file: { id?: string; url?: string }) => boolean;
}

/** Lengths count Unicode code points. */
interface StringSchema {
  is: 'string';
  min?: number;
  max?: number;
  oneOf?: readonly string[];
  format?: Format;
}

interface NumberSchema {
  is: 'number';
  whole?: boolean;
  min?: number;
  max?: number;
  /** More than this, rather than at least this. */
  above?: number;
}

interface ListSchema {
  is: 'list';
  of: Schema;
  min?: number;
  max?: number;
  /** No item stands in it twice. */
  distinct?: boolean;
  /** Null stands for an item that is left out. */
  gaps?: boolean;
}

export interface ObjectSchema {
  is: 'object';
  /** What its `type` says; undefined where it has none. */
  type?: string;
  /** The surfaces on which it may stand; all of them unless told. */
  on?: readonly SurfaceKind[];
  needs: Properties;
  takes: Properties;
  rules: readonly Rule[];
}

/** One of several objects, told apart by their `type`. */
interface VariantSchema {
  is: 'variant';
  of: readonly ObjectSchema[];
}

export type Schema = StringSchema | NumberSchema | { is: 'boolean' } | ListSchema | ObjectSchema | VariantSchema;
export type Properties = Readonly<Record<string, Schema>>;

/** Says what is wrong, at a JSON pointer from the object that is checked. */
export type Say = (message: string, pointer?: string) => void;

/** What the properties of one object have to do with each other. Runs only on objects whose properties are right. */
export interface Rule {
  check: (value: JsonObject, say: Say, setting: Setting) => void;
  /** At most one of these properties may be there. */
  exclusive?: readonly string[];
}

type Declared = Partial<Pick<ObjectSchema, 'on' | 'needs' | 'takes' | 'rules'>>;

export function string(limits: Omit<StringSchema, 'is'> = {}): StringSchema {
  return { is: 'string', ...limits };
}

export function oneOf(...values: string[]): StringSchema {
  return { is: 'string', oneOf: values };
}

export function number(limits: Omit<NumberSchema, 'is'> = {}): NumberSchema {
  return { is: 'number', ...limits };
}

export function integer(min?: number, max?: number): NumberSchema {
  return { is: 'number', whole: true, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export const boolean = { is: 'boolean' } as const;

export function list(of: Schema, limits: Omit<ListSchema, 'is' | 'of'> = {}): ListSchema {
  return { is: 'list', of, ...limits };
}

export function object({ needs = {}, takes = {}, rules = [], on }: Declared): ObjectSchema {
  return { is: 'object', needs, takes, rules, ...(on && { on }) };
}

export function typed(type: string, declared: Declared): ObjectSchema {
  return { ...object(declared), type };
}

export function anyOf(...of: ObjectSchema[]): VariantSchema {
  return { is: 'variant', of };
}
