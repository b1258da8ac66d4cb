/** files.*, as uploadV2 uses them: an address to upload to, the upload, and its completion in a channel. */
import type { JsonObject } from '../../protocol.ts';
import type { World } from '../state/world.ts';
import { addFile, fileObject } from '../state/files.ts';
import type { FileRecord } from '../state/records.ts';
import { asString, objects } from '../json.ts';
import { scan } from '../faults/scanning.ts';
import { readContent } from './content.ts';
import { findTarget, mayPost } from './find.ts';
import { ApiError, invalidArguments, number, required, structured, text, type Methods } from './method.ts';

export const files: Methods = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(world, args) {
      const name = required(args, 'filename');
      if (number(args, 'length', 0) <= 0) throw invalidArguments('missing required field: length');
      const file = addFile(world, {
        name,
        user: world.app.botUserId,
        altText: text(args, 'alt_txt') || text(args, 'alt_text'), // Slack's page says one, its client the other
        complete: false,
      });
      return { upload_url: `${world.baseUrl()}/upload/v1/${file.card.id}`, file_id: file.card.id };
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    tier: 4,
    run(world, args) {
      const uploaded = readFiles(world, args);
      const targets = [text(args, 'channel_id'), ...text(args, 'channels').split(',')].filter(Boolean);
      const channels = targets.map((target) => findTarget(world, target));
      channels.forEach((channel) => mayPost(world, channel));
      const comment = text(args, 'initial_comment');
      const said =
        comment || args['blocks'] ? readContent(world, { ...args, text: comment }) : { text: '', blocks: [] };
      for (const file of uploaded) file.complete = true;
      const places = channels.map(({ id }) => id);
      scan(world, uploaded, {
        text: said.text,
        blocks: said.blocks,
        channels: places,
        threadTs: text(args, 'thread_ts'),
      });
      return { files: uploaded.map((file) => fileObject(world, file)) };
    },
  },
  'files.info': {
    scopes: ['files:read'],
    tier: 4,
    run: (world, args) => ({ file: fileObject(world, findFile(world, required(args, 'file'))), comments: [] }),
  },
  'files.delete': {
    scopes: ['files:write'],
    tier: 3,
    run(world, args) {
      const file = findFile(world, required(args, 'file'));
      if (file.user !== world.app.botUserId) throw new ApiError('cant_delete_file');
      world.files.delete(file.card.id);
      for (const messages of world.messages.values())
        for (const message of messages) message.files = message.files.filter(({ id }) => id !== file.card.id);
      world.touched();
    },
  },
};

function findFile(world: World, id: string): FileRecord {
  const file = world.files.get(id);
  if (!file?.complete) throw new ApiError('file_not_found');
  return file;
}

/** The files that are to be completed: uploaded, of the app, and not completed before. */
function readFiles(world: World, args: JsonObject): FileRecord[] {
  const given = objects(structured(args, 'files', () => invalidArguments('must provide an array')));
  if (given.length === 0) throw invalidArguments('missing required field: files');
  return given.map(({ id, title }) => {
    const file = world.files.get(asString(id));
    if (!file || file.complete || file.bytes.length === 0) throw new ApiError('file_not_found');
    file.card = { ...file.card, title: asString(title) || file.card.name };
    return file;
  });
}
