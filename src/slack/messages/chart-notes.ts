import { small } from './blocks.ts';

/** Stands where charts will be, in a message that comes before them. */
export const CHARTS_FOLLOW = small(':hourglass_flowing_sand: The charts follow in a moment.');

export const PICTURES_REFUSED = small(
  ':warning: Slack did not take the pictures. The numbers are right; ask again for the pictures.',
);
