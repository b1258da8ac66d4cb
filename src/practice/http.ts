/** The little of HTTP that every edge of the workspace needs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json, JsonObject } from './protocol.ts';
import { asObject, parseJson } from './json.ts';

const mostBytes = 32 * 1024 * 1024;

export class BodyTooLarge extends Error {}

export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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

export const mediaType = (req: IncomingMessage): string =>
  (req.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

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
