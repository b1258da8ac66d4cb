import { z } from 'zod';

/** What Slack sends through a connection, as far as it is read here. */
const frame = z.object({
  type: z.string(),
  /** Of `disconnect`: why. */
  reason: z.string().optional(),
  /** Of `hello`: how many connections of this app are open. */
  num_connections: z.number().optional(),
  envelope_id: z.string().optional(),
  /** What is no object is none that this app knows: it is acknowledged as such. */
  payload: z.record(z.string(), z.unknown()).catch({}).optional(),
  retry_attempt: z.number().nullish(),
  retry_reason: z.string().nullish(),
});

/** Something that Slack brings, to be acknowledged by its id. */
export interface Envelope {
  id: string;
  /** It tells of something that happened; otherwise somebody waits for its acknowledgement. */
  isEvent: boolean;
  payload: Record<string, unknown>;
  retryNum: number;
  retryReason: string;
}

export type Frame =
  | { kind: 'hello'; connections: number }
  | { kind: 'disconnect'; reason: string }
  | { kind: 'envelope'; envelope: Envelope }
  | { kind: 'other' };

/** Reads one frame; what is none, or of no use here, is `other`. */
export function readFrame(data: string | ArrayBuffer): Frame {
  const { data: read } = frame.safeParse(parse(data));
  if (read?.type === 'hello') return { kind: 'hello', connections: read.num_connections ?? 1 };
  if (read?.type === 'disconnect') return { kind: 'disconnect', reason: read.reason ?? 'unknown' };
  if (read?.envelope_id === undefined || read.payload === undefined) return { kind: 'other' };
  const { envelope_id: id, type, payload, retry_attempt: retryNum, retry_reason: retryReason } = read;
  const retry = { retryNum: retryNum ?? 0, retryReason: retryReason ?? '' };
  return { kind: 'envelope', envelope: { id, isEvent: type === 'events_api', payload, ...retry } };
}

const parse = (data: string | ArrayBuffer): unknown => {
  try {
    return JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
};
