/** The bytes of files: uploaded by the app, shown to people, fetched by the app with its token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../state/world.ts';
import { isAfterwards, spoil } from '../faults/faults.ts';
import { fillFile } from '../state/files.ts';
import type { FileRecord } from '../state/records.ts';
import { mediaType, mostBytes, readBody, readUpload, sendText } from './http.ts';

/** POST /upload/v1/F…: the second step of an upload, multipart or the plain bytes. */
export async function takeUpload(world: World, path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const file = world.files.get(path.split('/').at(-1)!);
  if (!file || file.complete) return sendText(res, 404, 'file_not_found');
  const body = await readBody(req, mostBytes.file);
  const fault = world.faults.takeApi('upload');
  if (fault && !isAfterwards(fault)) return spoil(fault, res);
  const upload = mediaType(req) === 'multipart/form-data' ? await readUpload(req, body) : { bytes: body };
  if (!upload) return sendText(res, 400, 'invalid_form_data');
  fillFile(world, file, upload.bytes);
  if (fault) return spoil(fault, res);
  return sendText(res, 200, `OK - ${upload.bytes.length}`);
}

/** GET /files/F…, for people. */
export function showFile(world: World, path: string, res: ServerResponse): void {
  const file = world.files.get(path.split('/')[2] ?? '');
  return file ? sendFile(res, file) : sendText(res, 404, 'file_not_found');
}

/** GET /files-pri/T…-F…/…, for the app: only with its token and the scope to read files. */
export function showPrivateFile(world: World, path: string, req: IncomingMessage, res: ServerResponse): void {
  const file = world.files.get(path.split('/')[2]?.split('-')[1] ?? '');
  const allowed =
    req.headers.authorization === `Bearer ${world.credentials.botToken}` && world.manifest.scopes.has('files:read');
  if (!allowed) return sendText(res, 403, 'not_authed or missing_scope files:read');
  return file ? sendFile(res, file) : sendText(res, 404, 'file_not_found');
}

/** Only pictures are shown in place; an uploaded page must not run as one of ours. */
function sendFile(res: ServerResponse, { card, bytes }: FileRecord): void {
  const picture = /^image\/(png|jpeg|gif|webp)$/.test(card.mimetype);
  const name = encodeURIComponent(card.name);
  res.writeHead(200, {
    'content-type': card.mimetype,
    'content-length': bytes.length,
    'content-disposition': `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  res.end(bytes);
}
