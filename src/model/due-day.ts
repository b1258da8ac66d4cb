import { Temporal } from 'temporal-polyfill';
import { Unclear } from './problems.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SPANS: Readonly<Record<string, 'days' | 'weeks' | 'months'>> = { day: 'days', week: 'weeks', month: 'months' };

type Day = Temporal.PlainDate;

/** The first such weekday after today. */
const comingWeekday = (today: Day, word: string): Day | null => {
  const at = WEEKDAYS.findIndex((name) => word.length >= 3 && name.startsWith(word));
  return at === -1 ? null : today.add({ days: ((at + 1 - today.dayOfWeek + 6) % 7) + 1 });
};

const PHRASES: readonly [RegExp, (today: Day, match: RegExpExecArray) => Day | null][] = [
  [/^today\b/, (today) => today],
  [/^tomorrow\b/, (today) => today.add({ days: 1 })],
  [
    /^in (\d{1,3}) (day|week|month)s?\b/,
    (today, [, n, unit]) => today.add({ [SPANS[unit ?? ''] ?? 'days']: Number(n) }),
  ],
  [/^next (week|month)\b/, (today, [, unit]) => today.add({ [SPANS[unit ?? ''] ?? 'days']: 1 })],
  [/^(\d{4}-\d{2}-\d{2})\b/, (_today, [, iso]) => dayOrNull(iso ?? '')],
  [/^(?:on |next )?([a-z]+)\b/, (today, [, word]) => comingWeekday(today, word ?? '')],
];

const dayOrNull = (iso: string): Day | null => {
  try {
    return Temporal.PlainDate.from(iso, { overflow: 'reject' });
  } catch {
    return null;
  }
};

/**
 * Reads the day at the beginning of some words: `tomorrow send the offer`, `fri call`, `in 2 weeks`, `2026-12-01`.
 * @param today `YYYY-MM-DD` in the person's time zone
 * @returns the day as `YYYY-MM-DD` and the words after it
 * @throws Unclear when they begin with no day
 */
export const readDueDay = (words: string, today: string): { day: string; rest: string } => {
  const trimmed = words.trim();
  for (const [pattern, read] of PHRASES) {
    const match = pattern.exec(trimmed.toLowerCase());
    const day = match && read(Temporal.PlainDate.from(today), match);
    if (match && day) return { day: day.toString(), rest: trimmed.slice(match[0].length).trim() };
  }
  throw new Unclear(
    'Say when: `today`, `tomorrow`, `friday`, `in 2 weeks`, `next month` or a day such as `2026-12-01`.',
  );
};
