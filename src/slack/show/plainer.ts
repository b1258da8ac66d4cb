import type { KnownBlock } from '@slack/types';
import { small, type Message } from '../blocks.ts';
import type { Told } from '../told.ts';

const WITHOUT = small(':warning: Slack did not take the pictures. The numbers are right; ask again for the pictures.');

/** A message with pictures, and the same without them, which says so. @param again makes it with other blocks in their place */
export const withoutPictures = (message: Message, again: (blocks: readonly KnownBlock[]) => Message): Told => ({
  message,
  plainer: message.blocks.some(({ type }) => type === 'image') ? [again([WITHOUT])] : [],
});

/** For a part of a summary: with pictures and tables; without the pictures; without the tables; without both. */
export const plainerEach = (make: (shown: 'pictures' | 'none', as: 'table' | 'text') => Message): Told => ({
  message: make('pictures', 'table'),
  plainer: [make('none', 'table'), make('pictures', 'text'), make('none', 'text')],
});

export const PICTURES_REFUSED = WITHOUT;
