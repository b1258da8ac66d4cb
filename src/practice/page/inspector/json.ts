/** Reading Slack's JSON without trusting its shape: a missing or odd part reads as empty, never as an exception. */
import type { Json, JsonObject } from '../../protocol.ts';

export const obj = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};

export const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.map(obj) : []);

export const rows = (value: Json | undefined): JsonObject[][] => (Array.isArray(value) ? value.map(list) : []);

export const strings = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

export const str = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

export const num = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

/** The words of a text object (or of a plain string, which some blocks use). */
export const textOf = (value: Json | undefined): string => str(value) || str(obj(value).text);
