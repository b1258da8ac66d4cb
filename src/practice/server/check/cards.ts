/** Cards, and the row of cards that people leaf through. */
import { button } from './buttons.ts';
import { image } from './media.ts';
import { blockId, text } from './objects.ts';
import { atLeastOne, atMostOne } from './rules.ts';
import { anyOf, list, oneOf, typed } from './schema.ts';

const slackIcon = typed('icon', {
  needs: {
    name: oneOf(
      ...['archive', 'book', 'bookmark', 'bot', 'bug', 'calendar', 'call', 'caret-left', 'caret-right', 'check'],
      ...['clipboard', 'code', 'comment', 'compass', 'copy', 'cube', 'download', 'edit', 'email', 'eye-closed'],
      ...['eye-open', 'file', 'flag', 'folder', 'gear', 'globe', 'heart', 'help', 'image', 'info', 'key'],
      ...['lightbulb', 'link', 'map', 'mobile', 'new-window', 'pin', 'plus', 'refine', 'refresh', 'rocket', 'save'],
      ...['screen', 'share', 'sparkle', 'star', 'star-filled', 'tag', 'thumbs-down', 'thumbs-up', 'trash'],
      ...['upload', 'user', 'warning'],
    ),
  },
});

export const card = typed('card', {
  takes: {
    ...{ block_id: blockId, hero_image: image, icon: image, slack_icon: slackIcon },
    ...{ title: text(150), subtitle: text(150), body: text(200), subtext: text(200) },
    actions: list(anyOf(button), { min: 1, max: 3 }),
  },
  rules: [atLeastOne('hero_image', 'title', 'actions', 'body'), atMostOne('icon', 'slack_icon')],
});

export const carousel = typed('carousel', {
  on: ['message', 'home'],
  needs: { elements: list(anyOf(card), { min: 1, max: 10 }) },
  takes: { block_id: blockId },
});
