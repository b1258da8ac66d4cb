import { small } from './blocks.ts';

/** Stands where charts will be, in a message that comes before them. */
export const CHARTS_FOLLOW = small(':hourglass_flowing_sand: Charts will follow in a moment.');

export const PICTURES_REFUSED = small(
  ':warning: Slack couldn’t show the charts. The figures are correct; run the command again for charts.',
);
