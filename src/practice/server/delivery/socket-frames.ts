/** The frames of Socket Mode, as Slack writes and reads them. */
import type { Delivering } from './request.ts';
import { asObject, asString, parseJson } from '../json.ts';

const DEBUG_INFO = { host: 'applink-practice', build_number: 1, approximate_connection_time: 18_060 };

export function helloFrame(app_id: string, num_connections: number): string {
  return JSON.stringify({ type: 'hello', num_connections, debug_info: DEBUG_INFO, connection_info: { app_id } });
}

export function disconnectFrame(reason: string): string {
  return JSON.stringify({ type: 'disconnect', reason, debug_info: { host: DEBUG_INFO.host } });
}

const ENVELOPE_TYPES: Record<Delivering['as'], string> = {
  command: 'slash_commands',
  interaction: 'interactive',
  event: 'events_api',
};

export function envelopeFrame(envelope_id: string, { as, payload, retry }: Delivering): string {
  const type = ENVELOPE_TYPES[as];
  if (as !== 'event') return JSON.stringify({ envelope_id, type, payload, accepts_response_payload: true });
  const { attempt = 0, reason = '' } = retry ?? {};
  const retried = { retry_attempt: attempt, retry_reason: reason.replace(/^http_/, '') };
  return JSON.stringify({ envelope_id, type, payload, accepts_response_payload: false, ...retried });
}

/** Which envelope is acknowledged, and what HTTP would carry as the answer's body: nothing for an empty payload. */
export function readAck(frame: string): { id: string; body: string } {
  const { envelope_id: id, payload = {} } = asObject(parseJson(frame));
  const isEmpty = Object.keys(asObject(payload)).length === 0;
  return { id: asString(id), body: isEmpty ? '' : JSON.stringify(payload) };
}
