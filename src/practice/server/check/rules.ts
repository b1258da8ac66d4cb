/** Rules that several objects have: which properties go with which others. */
import type { JsonObject } from '../../protocol.ts';
import type { Rule } from './schema.ts';

const isThere = (value: JsonObject, name: string): boolean => value[name] !== undefined && value[name] !== null;

export function atMostOne(...names: string[]): Rule {
  return {
    exclusive: names,
    check(value, say) {
      if (names.filter((name) => isThere(value, name)).length > 1)
        say(`only one of ${names.map((name) => `\`${name}\``).join(' and ')} can be set`);
    },
  };
}

export function atLeastOne(...names: string[]): Rule {
  return {
    check(value, say) {
      if (!names.some((name) => isThere(value, name))) say(`missing required field: ${names[0]}`);
    },
  };
}

export function exactlyOne(...names: string[]): readonly Rule[] {
  return [atLeastOne(...names), atMostOne(...names)];
}

/** The first of two numbers is not more than the second. */
export function inOrder(lower: string, upper: string): Rule {
  return {
    check(value, say) {
      const [least, most] = [value[lower], value[upper]];
      if (isThere(value, lower) && isThere(value, upper) && Number(least) > Number(most))
        say(`must be less than or equal to ${upper}`, `/${lower}`);
    },
  };
}
