import { countOf, fullMoney, monthName, percentOf, shortMoney, whole } from './format.ts';

/** How one picture writes its numbers; amounts are minor units of its currency. */
export interface Numbers {
  money: (minor: number) => string;
  /** With its sign unless it is zero: `+€120K`. */
  change: (minor: number) => string;
  number: (count: number) => string;
  /** `1 deal`, `1,200 deals`; deals are what most pictures count. */
  count: (count: number, noun?: string) => string;
  /** Of a share: 0.25 is `25%`. */
  percent: (share: number) => string;
  /** `2026-03` is `Mar` on a picture and `March 2026` in a sentence. */
  month: (month: string) => string;
}

/** Short ones for a picture. RangeError for an unknown locale or currency. */
export function shortNumbers(locale: string, currency: string): Numbers {
  return {
    ...plain(locale),
    money: (minor) => shortMoney(minor, currency, locale),
    change: (minor) => shortMoney(minor, currency, locale, 'exceptZero'),
    month: (month) => monthName(month, 'short', locale),
  };
}

/** In full for a sentence, which is English, so its months are, too. RangeError for an unknown locale or currency. */
export function fullNumbers(locale: string, currency: string): Numbers {
  return {
    ...plain(locale),
    money: (minor) => fullMoney(minor, currency, locale),
    change: (minor) => fullMoney(minor, currency, locale, 'exceptZero'),
    month: (month) => monthName(month, 'long', 'en'),
  };
}

const plain = (locale: string): Pick<Numbers, 'number' | 'count' | 'percent'> => ({
  number: (count) => whole(count, locale),
  count: (count, noun = 'deal') => countOf(count, noun, locale),
  percent: (share) => percentOf(share, locale),
});
