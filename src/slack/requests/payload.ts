import { z } from 'zod';
import { command } from './command.ts';
import { envelope, EVENTS } from './events.ts';
import { INTERACTIONS } from './interactions.ts';

/** What became of a body: `payload` holds what the schema of its kind names and nothing else, `unused` asks for nothing. */
export type ParsedPayload =
  | { is: 'payload'; payload: Record<string, unknown> }
  | { is: 'unused' }
  /** `why` says which part is wrong, by name and without a value. */
  | { is: 'unknown'; why: string };

export type PayloadReader = (body: unknown) => ParsedPayload;

/** Addresses of Slack's response URLs. */
const HOOKS = ['https://hooks.slack.com', 'https://hooks.slack-gov.com'];

/**
 * Reads the bodies that Slack sends, over HTTP and by Socket Mode alike.
 * @param apiUrl base of the Web API; a stand-in for Slack has its response URLs there
 */
export function payloadReader(apiUrl: string): PayloadReader {
  const answerable = new Set([...HOOKS, new URL(apiUrl).origin]);
  return (body) => {
    const reading = readAny(body);
    if (reading.is !== 'payload') return reading;
    const { response_url: url } = reading.payload;
    if (url === undefined || answerable.has(new URL(String(url)).origin)) return reading;
    return { is: 'unknown', why: 'response_url: not an address of Slack' };
  };
}

const NONE: ParsedPayload = { is: 'unknown', why: 'neither a command, nor an interaction, nor an event' };

const kind = z.object({ type: z.string().optional(), command: z.string().optional() });

const readAny = (body: unknown): ParsedPayload => {
  const { type, command: name } = kind.safeParse(body).data ?? {};
  if (type === undefined) return name === undefined ? NONE : read('command', command, body);
  if (type === 'event_callback') return readEvent(body);
  // Slack holds back events for a minute: there is nothing to do about it.
  if (type === 'app_rate_limited') return { is: 'unused' };
  const schema = own(INTERACTIONS, type);
  return schema ? read(type, schema, body) : NONE;
};

const readEvent = (body: unknown): ParsedPayload => {
  const outer = read('event_callback', envelope, body);
  if (outer.is === 'unknown') return outer;
  const { event } = outer.payload;
  const schema = own(EVENTS, event.type);
  if (!schema) return { is: 'unused' };
  const inner = read(event.type, schema, event);
  if (inner.is === 'unknown') return inner;
  return { is: 'payload', payload: { ...outer.payload, event: { ...inner.payload, type: event.type } } };
};

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const read = <T>(name: string, schema: z.ZodType<T>, body: unknown) => {
  const { success, data, error } = schema.safeParse(body);
  return success
    ? { is: 'payload' as const, payload: data }
    : { is: 'unknown' as const, why: `${name} ${wrongIn(error)}` };
};

/** Names are those of our schemas as far as the third; deeper they may be somebody's words. */
const wrongIn = ({ issues: [issue] }: z.ZodError): string => `${issue?.path.slice(0, 3).join('.')}: ${issue?.code}`;
