/** The blocks that show something from elsewhere: pictures, videos, remote files. */
import { pictureAddress, secureLink } from './formats.ts';
import { blockId, plainText, slackFile } from './objects.ts';
import { exactlyOne } from './rules.ts';
import { oneOf, string, typed } from './schema.ts';

/** What the image block and the image element have in common. A picture that only decorates has an empty `alt_text`. */
const picture = {
  needs: { alt_text: string({ max: 2000 }) },
  takes: { image_url: string({ min: 1, max: 3000, format: pictureAddress }), slack_file: slackFile },
  rules: exactlyOne('image_url', 'slack_file'),
};

/** The element. */
export const image = typed('image', picture);

export const imageBlock = typed('image', {
  ...picture,
  takes: { ...picture.takes, block_id: blockId, title: plainText(2000) },
});

/** Slack names no length for its `alt_text`; 200 is the strictest that is known. */
export const video = typed('video', {
  needs: {
    ...{ alt_text: string({ max: 200 }), title: plainText(199) },
    ...{
      thumbnail_url: string({ max: 3000, format: pictureAddress }),
      video_url: string({ max: 3000, format: secureLink }),
    },
  },
  takes: {
    ...{ block_id: blockId, title_url: string({ max: 2000, format: secureLink }), author_name: string({ max: 49 }) },
    ...{ description: plainText(200), provider_name: string({ max: 50 }) },
    provider_icon_url: string({ max: 2000, format: pictureAddress }),
  },
});

/** Remote files, which are added in another way; a block may point to one. */
export const file = typed('file', {
  on: ['message'],
  needs: { external_id: string({ min: 1 }), source: oneOf('remote') },
  takes: { block_id: blockId },
});
