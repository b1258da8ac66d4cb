/** Uploaded files: those of the app (in three steps) and those people put into a form. */
import { extname } from 'node:path';
import type { FileCard, JsonObject } from './protocol.ts';
import type { World } from './world.ts';
import { allBlocks } from './elements.ts';
import { newId } from './ids.ts';
import { asObject } from './json.ts';

export interface FileRecord {
  card: FileCard;
  user: string;
  /** Seconds since 1970. */
  created: number;
  bytes: Buffer;
  /** Channels it was shared to. */
  channels: string[];
  /** False until the app has completed its upload. */
  complete: boolean;
}

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
    channels: [],
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
export function fileObject(world: World, { card, user, created, channels }: FileRecord): JsonObject {
  const filetype = extname(card.name).slice(1).toLowerCase() || 'binary';
  const secret = `${world.baseUrl()}/files-pri/${world.team.id}-${card.id}`;
  const name = encodeURIComponent(card.name);
  return {
    id: card.id,
    created,
    timestamp: created,
    name: card.name,
    title: card.title,
    mimetype: card.mimetype,
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
    channels,
    ...(card.altText ? { alt_txt: card.altText } : {}),
  };
}

/** Pictures that point to a file which was never uploaded. */
export const missingFiles = (world: World, blocks: JsonObject[]): string[] =>
  allBlocks(blocks, '/blocks').flatMap(({ block, pointer }) => {
    const { id } = asObject(block['slack_file']);
    const missing = typeof id === 'string' && !world.files.get(id)?.complete;
    return missing ? [`invalid slack file [json-pointer:${pointer}/slack_file]`] : [];
  });
