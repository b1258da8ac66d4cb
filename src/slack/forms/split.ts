import type { KnownBlock } from '@slack/types';
import { plain } from '../messages/blocks.ts';

/** More questions than this are asked in steps: a form of this length is filled in without losing one's place. */
const COMFORTABLE = 12;

/**
 * Divides the questions of a form into steps of about the same length. Slack's own limits (100 blocks, 250 KB) are far
 * above what a step can hold.
 */
export function stepsOf(names: readonly string[]): string[][] {
  const count = Math.max(1, Math.ceil(names.length / COMFORTABLE));
  const size = Math.ceil(names.length / count);
  return Array.from({ length: count }, (_, at) => names.slice(at * size, (at + 1) * size));
}

/** Action id of the button to the step before. */
export const BACK = 'back';

/** The button to the step before. */
export function backButton(): KnownBlock {
  return {
    type: 'actions',
    elements: [{ type: 'button', text: plain('◀ Back'), action_id: BACK }],
  };
}
