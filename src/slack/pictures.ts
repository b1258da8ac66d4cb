import type { KnownBlock } from '@slack/types';
import type { FilesCompleteUploadExternalResponse } from '@slack/web-api';
import type { Drawn, Picture } from '../charts/pictures.ts';
import { cut } from '../model/words.ts';
import { small } from './blocks.ts';
import type { Desk } from './desk.ts';

/** Draws the pictures and hands them to Slack. One that fails is replaced by a line that says so; the rest still come. */
export const pictureBlocks = (desk: Desk, pictures: readonly Picture[]): Promise<KnownBlock[]> =>
  Promise.all(pictures.map((picture) => pictureBlock(desk, picture)));

const pictureBlock = async (desk: Desk, picture: Picture): Promise<KnownBlock> => {
  try {
    const drawn = await desk.studio.draw(picture);
    const id = await upload(desk, drawn, `${picture.kind}.png`);
    return { type: 'image', slack_file: { id }, alt_text: cut(drawn.alt, 2000) };
  } catch (error) {
    desk.log.error({ error, picture: picture.kind }, 'a picture could not be shown');
    return small(
      `:warning: The picture “${picture.title}” could not be made. The numbers are right; ask again for the picture.`,
    );
  }
};

/**
 * Uploads a picture to Slack without posting it anywhere: only messages that name its id show it.
 * @returns Slack's file id
 */
const upload = async ({ slowClient }: Desk, { png, alt }: Drawn, filename: string): Promise<string> => {
  const uploaded = await slowClient.files.uploadV2({ file: png, filename, title: filename, alt_text: cut(alt, 1000) });
  // The SDK's types leave out what it returns: one answer of files.completeUploadExternal for each channel.
  const id = (uploaded as { files?: FilesCompleteUploadExternalResponse[] }).files?.[0]?.files?.[0]?.id;
  if (id === undefined) throw new Error('Slack gave the uploaded picture no id');
  return id;
};
