import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS, type Day } from './calendar.ts';
import { dayOfMonthCalled, pieceCalled } from './calendar-words.ts';
import { timeAtStart } from './clock-words.ts';
import { dayInDigits, type Here } from './day-in-digits.ts';
import { Unclear } from '../errors.ts';

const SPANS: Readonly<Record<string, 'days' | 'weeks' | 'months'>> = { day: 'days', week: 'weeks', month: 'months' };

/** The first such weekday after today. */
const comingWeekday = (today: Day, word: string): Day | null => {
  const at = WEEKDAYS.findIndex((name) => word.length >= 3 && name.toLowerCase().startsWith(word));
  return at === -1 ? null : today.add({ days: ((at + 1 - today.dayOfWeek + 6) % 7) + 1 });
};

const later = (today: Day, n: number, unit = ''): Day => today.add({ [SPANS[unit] ?? 'days']: n });

/** A day that is named outright: `today`, `eom`, `2026-12-01`. Nothing is planned for yesterday. */
const outright = (words: string, today: Day): Day | null => {
  const piece = words === 'yesterday' ? null : pieceCalled(words, today);
  return piece?.unit === 'day' ? piece.start : null;
};

/** The day that all of these words name; null when they name none. */
const dueDay = (words: string, { today: iso, locale }: Here): Day | null => {
  const today = Temporal.PlainDate.from(iso);
  const [, n, unit] = /^in (\d{1,3}) (day|week|month)s?$/.exec(words) ?? [];
  if (n !== undefined) return later(today, Number(n), unit);
  const [, next] = /^next (week|month)$/.exec(words) ?? [];
  if (next !== undefined) return later(today, 1, next);
  const bare = words.replace(/^(?:on|by|this|next) /, '');
  const digits = dayInDigits(bare, { today: iso, locale }, 'coming');
  if (digits !== null) return Temporal.PlainDate.from(digits);
  return comingWeekday(today, bare) ?? dayOfMonthCalled(bare, today, 'coming') ?? outright(bare, today);
};

/** No day takes more words: `end of the month`. */
const MOST_WORDS = 5;

export interface DueDay {
  /** `YYYY-MM-DD` */
  day: string;
  /** The words after it. */
  rest: string;
  /** The time of day that `rest` begins with, as it was typed; null where it begins with none. */
  time: string | null;
}

/** Said where a pause should end on a day that is over or can’t be read. */
export const FUTURE_DAY = 'Enter a future day, like tomorrow or 2026-12-01.';

/**
 * Reads the day at the beginning of some words: `tomorrow send the offer`, `fri call`, `in 2 weeks`, `12/01`, `eom`.
 * @throws Unclear when they begin with no day
 */
export function readDueDay(words: string, here: Here): DueDay {
  const parts = words.trim().split(/\s+/);
  for (let many = Math.min(MOST_WORDS, parts.length); many > 0; many -= 1) {
    const phrase = parts.slice(0, many).join(' ').toLowerCase();
    const day = dueDay(phrase.replace(/[,:;]$/, ''), here)?.toString();
    const rest = parts.slice(many).join(' ');
    if (day !== undefined) return { day, rest, time: timeAtStart(rest) };
  }
  throw new Unclear(
    'Enter a date from today on: `today`, `tomorrow`, `friday`, `in 2 weeks`, `eom`, `12/01` or `2026-12-01`.',
  );
}
