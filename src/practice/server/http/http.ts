/** The little of HTTP that every edge of the workspace needs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import getRawBody from 'raw-body';
import type { Json, JsonObject } from '../../protocol.ts';
import { asObject, parseJson } from '../json.ts';

/** Bytes of the largest body that is taken: Slack's own limits for messages and views are far below, files have more. */
export const mostBytes = { text: 4 * 1024 * 1024, file: 32 * 1024 * 1024 };

export class BodyTooLarge extends Error {}

/** The whole body, of which never more than the limit is kept. Throws BodyTooLarge. */
export async function readBody(req: IncomingMessage, most: number = mostBytes.text): Promise<Buffer> {
  const { 'content-length': length = null } = req.headers;
  return getRawBody(req, { limit: most, length }).catch((error: unknown) => {
    throw error instanceof Error && 'type' in error && error.type === 'entity.too.large' ? new BodyTooLarge() : error;
  });
}

export function sendJson(res: ServerResponse, status: number, body: Json, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  res.end(text);
}

export function sendText(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  res.end(text);
}

export function mediaType(req: IncomingMessage): string {
  return (req.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
}

/** Fields of a form, parts of a multipart body or properties of a JSON object, as one object; null if it is none. */
export async function readFields(req: IncomingMessage, body: Buffer): Promise<JsonObject | null> {
  switch (mediaType(req)) {
    case 'application/json':
      return body.length === 0 ? {} : asObject(parseJson(body.toString()) ?? null);
    case 'multipart/form-data': {
      const form = await readForm(req, body);
      return (
        form &&
        Object.fromEntries(Array.from(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
      );
    }
    default:
      return Object.fromEntries(new URLSearchParams(body.toString()));
  }
}

export async function readForm(req: IncomingMessage, body: Buffer): Promise<FormData | null> {
  const headers = { 'content-type': req.headers['content-type'] ?? '' };
  return new Response(new Uint8Array(body), { headers }).formData().catch(() => null);
}

/** The uploaded file of a multipart body, or null when there is none. */
export async function readUpload(req: IncomingMessage, body: Buffer): Promise<{ name: string; bytes: Buffer } | null> {
  const form = await readForm(req, body);
  const file = form && Array.from(form.values()).find((value) => typeof value !== 'string');
  return file ? { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) } : null;
}

/** Only names that mean this machine: a page elsewhere must not reach the workspace under a name of its own. */
export function isLocalHost(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/** A browser says where a request comes from; what does not say so is no browser. */
export function isSameOrigin(req: IncomingMessage): boolean {
  const { origin, host } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || origin === `http://${host}`;
}
