/** Uploaded files: those of the app (in three steps) and those people put into a form. */
import { type FileRecord } from './records.ts';
import { extname } from 'node:path';
import type { Channel, JsonObject } from '../../protocol.ts';
import type { World } from './world.ts';
import { newId } from './ids.ts';
type ChannelKind = Channel['kind'];

const mimetypes: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.md': 'text/plain',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

interface NewFile {
  name: string;
  user: string;
  bytes?: Buffer;
  altText?: string;
  complete?: boolean;
}

export function addFile(world: World, { name, user, bytes, altText, complete }: NewFile): FileRecord {
  const id = newId('F');
  const mimetype = mimetypes[extname(name).toLowerCase()] ?? 'application/octet-stream';
  const content = bytes ?? Buffer.alloc(0);
  const size = content.length;
  const file: FileRecord = {
    card: { id, name, title: name, mimetype, size, url: `/files/${id}`, altText: altText ?? '' },
    user,
    created: Math.floor(world.clock() / 1000),
    bytes: content,
    shares: {},
    complete: complete ?? true,
  };
  world.files.set(id, file);
  world.touched();
  return file;
}

export function fillFile(world: World, file: FileRecord, bytes: Buffer): void {
  file.bytes = bytes;
  file.card = { ...file.card, size: bytes.length };
  world.touched();
}

/** Slack's file object. The private addresses want the bot's token; people use `/files/F…`. */
export function fileObject(world: World, file: FileRecord): JsonObject {
  const { card, user, created } = file;
  const filetype = file.scan ? '' : extname(card.name).slice(1).toLowerCase() || 'binary';
  const secret = `${world.baseUrl()}/files-pri/${world.team.id}-${card.id}`;
  const name = encodeURIComponent(card.name);
  return {
    id: card.id,
    created,
    timestamp: created,
    name: card.name,
    title: card.title,
    mimetype: file.scan ? '' : card.mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user,
    size: card.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: `${secret}/${name}`,
    url_private_download: `${secret}/download/${name}`,
    permalink: `${world.baseUrl()}/files/${card.id}`,
    file_access: 'visible',
    ...sharesOf(world, file),
    ...(card.altText ? { alt_txt: card.altText } : {}),
  };
}

/** Where a file is shared, as Slack lays it out: by kind of conversation, and with the messages that show it. */
function sharesOf(world: World, { shares }: FileRecord): JsonObject {
  const places = Object.entries(shares).map(([id, ts]) => ({ id, ts, kind: world.channels.get(id)?.kind ?? 'public' }));
  const of = (kind: ChannelKind): string[] => places.filter((place) => place.kind === kind).map(({ id }) => id);
  const shown = (isPublic: boolean): JsonObject =>
    Object.fromEntries(
      places.filter(({ kind }) => (kind === 'public') === isPublic).map(({ id, ts }) => [id, [{ ts }]]),
    );
  return {
    channels: of('public'),
    groups: of('private'),
    ims: of('im'),
    shares: {
      ...(of('public').length > 0 && { public: shown(true) }),
      ...(places.length > of('public').length && { private: shown(false) }),
    },
  };
}
