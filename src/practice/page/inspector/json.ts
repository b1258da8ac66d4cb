/** Reading Slack's JSON without trusting its shape: a missing or odd part reads as empty, never as an exception. */
import type { Json, JsonObject } from '../../protocol.ts';

export function obj(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

export function list(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(obj) : [];
}

export function rows(value: Json | undefined): JsonObject[][] {
  return Array.isArray(value) ? value.map(list) : [];
}

export function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function str(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function num(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The words of a text object (or of a plain string, which some blocks use). */
export function textOf(value: Json | undefined): string {
  return str(value) || str(obj(value).text);
}
