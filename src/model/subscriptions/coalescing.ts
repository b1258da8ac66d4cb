/** For how long changes of one deal are waited for, so that they become one message: seconds to how people read it. */
export const SETTLING_TIMES = {
  '0': 'Don’t combine',
  '10': '10 seconds',
  '30': '30 seconds',
  '60': '1 minute',
  '300': '5 minutes',
  '900': '15 minutes',
} as const;
export type SettlingTime = keyof typeof SETTLING_TIMES;

/** Where neither subscription nor settings say another. */
const USUAL: SettlingTime = '30';

/** For how long it is, in milliseconds. */
export function settlingMs(own: SettlingTime | null, ofSettings: SettlingTime | null): number {
  return Number(own ?? ofSettings ?? USUAL) * 1000;
}
