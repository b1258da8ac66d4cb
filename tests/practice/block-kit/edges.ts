/** Goes with a value to each limit of its schema, and one step beyond. */
import type { Json, JsonObject } from '../../../src/practice/protocol.ts';
import type { ObjectSchema, Schema, SurfaceKind } from '../../../src/practice/server/check/schema.ts';
import { asObject } from '../../../src/practice/server/json.ts';
import { chosenFrom, example, LETTER, SAMPLES, standsOn, type Of } from './example.ts';
import { many, without } from './make.ts';

/** A value with one thing changed, and whether it is still one that Slack takes. */
export interface Edge {
  /** `/text/text has 3001 characters` */
  what: string;
  value: Json;
  taken: boolean;
}

/** Where a limit hangs on what another property says. shapes.test.ts goes there. */
const BOUND =
  /initial_option|response_url_enabled|dispatch_action|is_collapsible|max_length|series|categories|column_index|\/rows\/\d+$/;

/** Every limit of a block. What stands in it at several places is taken apart at the first. */
export function edgesOf(block: ObjectSchema, on: SurfaceKind): Edge[] {
  return new Walk(on).variants(block, '').filter(({ what, taken }) => !taken || !BOUND.test(what.split(' ')[0]!));
}

/** Of what excludes one another, each in its turn. */
const TURNS = [0, 1, 2, 3];

class Walk {
  readonly #on: SurfaceKind;
  readonly #seen = new Set<ObjectSchema>();

  constructor(on: SurfaceKind) {
    this.#on = on;
  }

  variants(schema: ObjectSchema, at: string): Edge[] {
    const turns = schema.rules.some(({ exclusive }) => exclusive) ? TURNS : [0];
    const isNew = this.#enter(schema);
    return turns.flatMap((turn) => {
      const value = example(schema, this.#on, turn);
      const whole = { what: `${at} is ${schema.type}`, value, taken: true };
      return [whole, ...this.#object(schema, asObject(value), `${at}<${schema.type}>`, isNew)];
    });
  }

  /** Whether it is entered for the first time. */
  #enter(schema: ObjectSchema): boolean {
    const isNew = !this.#seen.has(schema);
    this.#seen.add(schema);
    return isNew;
  }

  edges(schema: Schema, value: Json, at: string): Edge[] {
    const edge = (what: string, given: Json, taken = false): Edge => ({ what: `${at} ${what}`, value: given, taken });
    switch (schema.is) {
      case 'string':
        return [edge('is a number', 7), ...ofString(schema).map(([what, ...rest]) => edge(what, ...rest))];
      case 'number':
        return [edge('is a word', 'seven'), ...ofNumber(schema).map(([given, ok]) => edge(`is ${given}`, given, ok))];
      case 'boolean':
        return [edge('is a word', 'yes'), edge('is false', false, true)];
      case 'list':
        return [edge('is no list', {}), ...this.#list(schema, Array.isArray(value) ? value : [], at)];
      case 'object':
        return [edge('is a word', 'none'), ...this.#object(schema, asObject(value), at, this.#enter(schema))];
      case 'variant':
        return [
          edge('has no type', without(asObject(value), 'type')),
          edge('is of another type', { ...asObject(value), type: 'none' }),
          ...schema.of.filter(standsOn(this.#on)).flatMap((one) => this.variants(one, at)),
        ];
    }
  }

  /** The last item is the one that is taken apart: the first may be a heading. */
  #list({ of, min = 0, max, distinct, gaps }: Of<'list'>, items: Json[], at: string): Edge[] {
    const [before, last = null] = [items.slice(0, -1), items.at(-1)];
    const long = (length: number, taken: boolean): Edge => ({
      what: `${at} has ${length} items`,
      value: [...items, ...many(Math.max(0, length - items.length), () => example(of, this.#on))].slice(0, length),
      taken,
    });
    return [
      ...(max === undefined ? [] : [long(max, true), long(max + 1, false)]),
      ...(min > 0 ? [long(min, true), long(min - 1, false)] : []),
      ...(distinct ? [{ what: `${at} has an item twice`, value: [last, last], taken: false }] : []),
      { what: `${at} has a gap`, value: [...before, null], taken: gaps === true },
      ...this.edges(of, last, `${at}/${before.length}`).map((edge) => ({ ...edge, value: [...before, edge.value] })),
    ];
  }

  #object(schema: ObjectSchema, value: JsonObject, at: string, isNew: boolean): Edge[] {
    const { type, needs } = schema;
    const own = [
      { what: `${at} has another property`, value: { ...value, colour: 'red' }, taken: false },
      ...(type ? [{ what: `${at} is of another type`, value: { ...value, type: 'none' }, taken: false }] : []),
      ...Object.keys(needs).map((name) => ({ what: `${at} lacks ${name}`, value: without(value, name), taken: false })),
    ];
    return isNew ? [...own, ...this.#properties(schema, value, at)] : own;
  }

  #properties({ needs, takes }: ObjectSchema, value: JsonObject, at: string): Edge[] {
    const there = Object.entries({ ...needs, ...takes }).filter(([name]) => name in value);
    return there.flatMap(([name, inner]) =>
      this.edges(inner, value[name]!, `${at}/${name}`).map((edge) => {
        const changed = { ...value, [name]: edge.value };
        return { ...edge, value: name.startsWith('option') ? chosenFrom(changed) : changed };
      }),
    );
  }
}

type Change<Value> = [what: string, value: Value, taken: boolean];

function ofString({ min = 0, max, oneOf, format }: Of<'string'>): Change<string>[] {
  const letters = (length: number): string =>
    format ? SAMPLES.get(format)!.padEnd(length, 'a') : LETTER.repeat(length);
  const long = (length: number, taken: boolean): Change<string> => [`has ${length} characters`, letters(length), taken];
  return [
    ...(max === undefined ? [] : [long(max, true), long(max + 1, false)]),
    ...(min > 0 && !format ? [long(min, true), long(min - 1, false)] : []),
    ...(oneOf?.map((word): Change<string> => [`is ${word}`, word, true]) ?? []),
    ...(oneOf || format ? [['is none', 'not at all', false] satisfies Change<string>] : []),
  ];
}

function ofNumber({ min, max, above, whole }: Of<'number'>): [number, boolean][] {
  const both = (limit: number | undefined, step: number): [number, boolean][] =>
    limit === undefined
      ? []
      : [
          [limit, true],
          [limit + step, false],
        ];
  const justAbove: [number, boolean][] =
    above === undefined
      ? []
      : [
          [above + 0.001, true],
          [above, false],
        ];
  return [
    ...both(min, -1),
    ...both(max, 1),
    ...justAbove,
    ...(whole ? [[(min ?? 0) + 0.5, false] as [number, boolean]] : []),
  ];
}
