/** What a Web API method is, and how it says no. */
import type { Json, JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { asString, parseJson } from '../json.ts';

export interface Method {
  /** Bot scopes that it needs. Methods whose scope depends on the conversation ask `needScope` themselves. */
  scopes?: string[];
  /** Which of the app's tokens it takes; the bot's unless told. */
  token?: 'bot' | 'app';
  /** Slack's rate limit tier; 0 for none. */
  tier: 0 | 1 | 2 | 3 | 4;
  run(world: World, args: JsonObject): JsonObject | void;
}

export type Methods = Record<string, Method>;

/** `{ ok: false, error }` with whatever else the answer has. */
export class ApiError extends Error {
  readonly more: JsonObject;
  constructor(error: string, more: JsonObject = {}) {
    super(error);
    this.more = more;
  }
}

/** 429. */
export class RateLimited extends Error {
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super('ratelimited');
    this.retryAfter = retryAfter;
  }
}

export function invalidArguments(...messages: string[]): ApiError {
  return new ApiError('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

export function text(args: JsonObject, name: string): string {
  const value = args[name];
  return typeof value === 'number' ? String(value) : asString(value);
}

export function required(args: JsonObject, name: string): string {
  const value = text(args, name);
  if (value === '') throw invalidArguments(`missing required field: ${name}`);
  return value;
}

export function flag(args: JsonObject, name: string): boolean {
  return ['true', '1', true, 1].includes(args[name] as string);
}

export function number(args: JsonObject, name: string, otherwise: number): number {
  const value = Number(args[name] ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

/** A structured argument: JSON as such, or as a string in a form. Undefined when absent; throws when unreadable. */
export function structured(args: JsonObject, name: string, error: () => ApiError): Json | undefined {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  const parsed = parseJson(value);
  if (parsed === undefined) throw error();
  return parsed;
}

export function needScope(world: World, ...scopes: string[]): void {
  const missing = scopes.filter((scope) => !world.manifest.scopes.has(scope));
  if (missing.length === 0) return;
  const provided = [...world.manifest.scopes].join(',');
  throw new ApiError('missing_scope', { needed: missing.join(','), provided });
}

/** One page of a list, with Slack's cursor to the next. */
export function page<Item>(items: Item[], args: JsonObject, most = 1000): { items: Item[]; more: JsonObject } {
  const limit = Math.min(Math.max(number(args, 'limit', 100), 1), most);
  const cursor = text(args, 'cursor');
  const start = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('at:', ''));
  if (!Number.isInteger(start)) throw new ApiError('invalid_cursor');
  const next = start + limit < items.length ? Buffer.from(`at:${start + limit}`).toString('base64') : '';
  return { items: items.slice(start, start + limit), more: { response_metadata: { next_cursor: next } } };
}
