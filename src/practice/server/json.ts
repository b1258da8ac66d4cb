/** Reading JSON that somebody else wrote: nothing is what it should be until it has been looked at. */
import type { Json, JsonObject } from '../protocol.ts';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const asString = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A string, number or boolean as text; nothing for anything else. */
export const asText = (value: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';

export const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

export const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** The text of a text object: `{ type: 'plain_text', text }`. */
export const textOf = (value: unknown): string => asString(asObject(value)['text']);

export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
