/** Walks a value along the rules of limits.json and says, in Slack's words, where it breaks them. */
import type { Json } from '../protocol.ts';
import { asText, isObject } from '../json.ts';
import { tables, standsOn, type Rule, type Rules, type SurfaceKind } from './table.ts';

/** One broken rule; `pointer` is a JSON pointer from the thing that was sent. */
export interface Problem {
  message: string;
  pointer: string;
}

type Of<Kind extends Rule['is']> = Extract<Rule, { is: Kind }>;

export class Walk {
  readonly problems: Problem[] = [];
  readonly surface: SurfaceKind;

  constructor(surface: SurfaceKind) {
    this.surface = surface;
  }

  say(pointer: string, message: string): void {
    this.problems.push({ message, pointer });
  }

  /** Every property by its rule, what is missing, and what does not belong. */
  properties(value: Json | undefined, rules: Rules, at: string): void {
    if (!isObject(value)) return this.say(at, 'must provide an object');
    for (const [name, rule] of Object.entries(rules)) {
      const given = value[name];
      if (given !== undefined && given !== null) this.value(given, rule, `${at}/${name}`);
      else if (rule.required) this.say(at, `missing required field: ${name}`);
    }
    for (const name of Object.keys(value))
      if (!Object.hasOwn(rules, name)) this.say(at, `invalid additional property: ${name}`);
  }

  value(value: Json, rule: Rule, at: string): void {
    switch (rule.is) {
      case 'string':
        return this.#string(value, rule, at);
      case 'plain_text':
      case 'text':
        return this.#text(value, rule, at);
      case 'boolean':
        return typeof value === 'boolean' ? undefined : this.say(at, 'must provide a boolean');
      case 'integer':
        return this.#integer(value, rule, at);
      case 'list':
        return this.#list(value, rule, at);
      case 'shape':
        return this.properties(value, tables.shapes[rule.of]!, at);
      case 'element':
        return this.#element(value, rule, at);
      case 'blocks':
        return this.#blocks(value, rule, at);
      case 'any':
        return undefined;
    }
  }

  #string(value: Json, rule: Of<'string'>, at: string): void {
    if (typeof value !== 'string') return this.say(at, 'must provide a string');
    this.#length(value, rule, at);
    if (rule.oneOf && !rule.oneOf.includes(value)) this.say(at, `must be a valid enum value`);
    if (rule.pattern && !new RegExp(rule.pattern).test(value)) this.say(at, 'must match the required format');
  }

  #length(value: string, { min, max }: { min?: number; max?: number }, at: string): void {
    const length = Array.from(value).length;
    if (max !== undefined && length > max) this.say(at, `must be less than ${max + 1} characters`);
    if (min !== undefined && length < min) this.say(at, `must be more than ${min - 1} characters`);
  }

  #text(value: Json, rule: Of<'plain_text' | 'text'>, at: string): void {
    if (!isObject(value)) return this.say(at, 'must provide an object');
    const type = value['type'];
    if (type !== 'plain_text' && (type !== 'mrkdwn' || rule.is === 'plain_text'))
      return this.say(`${at}/type`, `unsupported type: ${asText(type) || 'undefined'}`);
    this.properties(value, tables.shapes[type]!, at);
    const text = value['text'];
    if (typeof text === 'string') this.#length(text, { min: 1, max: rule.max ?? 3000 }, `${at}/text`);
    else if (text === undefined) this.say(at, 'missing required field: text');
  }

  #integer(value: Json, { min, max }: Of<'integer'>, at: string): void {
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.say(at, 'must provide an integer');
    if (min !== undefined && value < min) this.say(at, `must be greater than or equal to ${min}`);
    if (max !== undefined && value > max) this.say(at, `must be less than or equal to ${max}`);
  }

  #items(value: Json, { min, max }: { min?: number; max?: number }, at: string): value is Json[] {
    if (!Array.isArray(value)) {
      this.say(at, 'must provide an array');
      return false;
    }
    if (max !== undefined && value.length > max) this.say(at, `no more than ${max} items allowed`);
    if (min !== undefined && value.length < min) this.say(at, `no less than ${min} items allowed`);
    return true;
  }

  #list(value: Json, rule: Of<'list'>, at: string): void {
    if (!this.#items(value, rule, at)) return;
    value.forEach((item, index) => this.value(item, rule.of, `${at}/${index}`));
  }

  #element(value: Json, rule: Of<'element'>, at: string): void {
    if (!isObject(value)) return this.say(at, 'must provide an object');
    const type = asText(value['type']);
    const known = tables.elements.get(type);
    if (!known || !known.in?.includes(rule.in) || !standsOn(known, this.surface))
      return this.say(`${at}/type`, `unsupported type: ${type || 'undefined'}`);
    this.properties(value, known.rules, at);
  }

  #blocks(value: Json, rule: Of<'blocks'>, at: string): void {
    if (!this.#items(value, rule, at)) return;
    value.forEach((block, index) => this.#block(block, rule, `${at}/${index}`));
  }

  #block(value: Json, { only }: Of<'blocks'>, at: string): void {
    if (!isObject(value)) return this.say(at, 'must provide an object');
    const type = asText(value['type']);
    const known = tables.blocks.get(type);
    if (!known || !standsOn(known, this.surface) || (only && !only.includes(type)))
      return this.say(`${at}/type`, `unsupported type: ${type || 'undefined'}`);
    this.properties(value, known.rules, at);
  }
}
