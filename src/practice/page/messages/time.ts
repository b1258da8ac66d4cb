/** Moments as the acting person reads them: in that person's own time zone, worded like Slack. */
import { snapshot } from '../state.ts';

const LOCALE = 'en-US';
const made = new Map<string, Intl.DateTimeFormat>();

/** The acting person's zone; the browser's when the server names none, or one this browser does not know. */
export function zone(): string {
  const now = snapshot.get();
  const tz = now?.people.find(({ id }) => id === now.me)?.tz;
  try {
    if (tz) return new Intl.DateTimeFormat(LOCALE, { timeZone: tz }).resolvedOptions().timeZone;
  } catch {
    // An unknown zone must not take the page down.
  }
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function format(at: Date, options: Intl.DateTimeFormatOptions, timeZone: string): string {
  const key = timeZone + JSON.stringify(options);
  const formatter = made.get(key) ?? new Intl.DateTimeFormat(LOCALE, { ...options, timeZone });
  made.set(key, formatter);
  return formatter.format(at);
}

export function dateOfTs(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

/** `9:41 AM` */
export function clock(at: Date): string {
  return format(at, { hour: 'numeric', minute: '2-digit' }, zone());
}

/** `9:41:07.123` for the inspector. */
export function stopwatch(at: Date): string {
  return format(at, { hour12: false, hour: '2-digit', minute: '2-digit', second: '2-digit' }, zone());
}

/** `2026-11-23` in the person's zone. */
export function dayOf(at: Date, timeZone = zone()): string {
  const part = (options: Intl.DateTimeFormatOptions): string => format(at, options, timeZone).padStart(2, '0');
  return `${part({ year: 'numeric' })}-${part({ month: '2-digit' })}-${part({ day: '2-digit' })}`;
}

function ordinal(day: number): string {
  const last = day % 10;
  const teen = day % 100 >= 11 && day % 100 <= 13;
  if (teen || last === 0 || last > 3) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][last]}`;
}

const daysApart = (a: string, b: string): number => Math.round((Date.parse(a) - Date.parse(b)) / 86_400_000);

/** `Today`, `Yesterday`, `Tomorrow`, or null. */
export function nearDay(day: string): string | null {
  const apart = daysApart(day, dayOf(new Date()));
  return { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' }[apart] ?? null;
}

/** `Monday, November 23rd`, as on Slack's day dividers. */
export function dayTitle(day: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  const month = format(at, { month: 'long' }, 'UTC');
  const weekday = format(at, { weekday: 'long' }, 'UTC');
  const year = day.slice(0, 4) === dayOf(new Date()).slice(0, 4) ? '' : `, ${day.slice(0, 4)}`;
  return nearDay(day) ?? `${weekday}, ${month} ${ordinal(Number(day.slice(8)))}${year}`;
}

/** `Nov 23, 2026` for a day written YYYY-MM-DD. */
export function shortDay(day: string): string {
  return format(new Date(`${day}T12:00:00Z`), { month: 'short', day: 'numeric', year: 'numeric' }, 'UTC');
}

/** The tokens of Slack's <!date^…>. */
const tokens: Record<string, (at: Date) => string> = {
  date_num: (at) => dayOf(at),
  date: (at) => longDay(at, 'long'),
  date_short: (at) => longDay(at, 'short'),
  date_long: (at) => `${format(at, { weekday: 'long' }, zone())}, ${longDay(at, 'long')}`,
  date_pretty: (at) => nearDay(dayOf(at))?.toLowerCase() ?? longDay(at, 'long'),
  date_short_pretty: (at) => nearDay(dayOf(at))?.toLowerCase() ?? longDay(at, 'short'),
  date_long_pretty: (at) => nearDay(dayOf(at))?.toLowerCase() ?? tokens.date_long?.(at) ?? '',
  day_divider_pretty: (at) => dayTitle(dayOf(at)),
  time: clock,
  time_secs: (at) => format(at, { hour: 'numeric', minute: '2-digit', second: '2-digit' }, zone()),
  ago: (at) => ago(at),
};

function longDay(at: Date, month: 'long' | 'short'): string {
  const day = dayOf(at);
  const name = format(at, { month }, zone());
  return month === 'long'
    ? `${name} ${ordinal(Number(day.slice(8)))}, ${day.slice(0, 4)}`
    : `${name} ${Number(day.slice(8))}, ${day.slice(0, 4)}`;
}

/** Fills a <!date^…> template such as `{date_short} at {time}`; null when it holds a token nobody knows. */
export function slackDate(seconds: number, template: string): string | null {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return null;
  let known = true;
  const text = template.replace(/\{(\w+)\}/g, (_, token: string) => {
    const fill = tokens[token];
    if (!fill) known = false;
    return fill?.(at) ?? '';
  });
  return known ? text : null;
}

/** `5 minutes ago` */
export function ago(at: Date): string {
  const seconds = Math.round((at.getTime() - Date.now()) / 1000);
  const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });
  const steps = { day: 86_400, hour: 3600, minute: 60 } as const;
  for (const [unit, size] of Object.entries(steps) as [keyof typeof steps, number][]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

/** Seconds since 1970 of a wall-clock day and time in a zone. */
export function instant(day: string, time: string, timeZone = zone()): number {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let guess = wanted;
  // Twice, because the first correction may cross a change of the clocks.
  for (let round = 0; round < 2; round++) guess += wanted - wallClock(new Date(guess), timeZone);
  return Math.round(guess / 1000);
}

const wallClock = (at: Date, timeZone: string): number =>
  Date.parse(`${dayOf(at, timeZone)}T${timeOf(at, timeZone)}:00Z`);

/** `14:05` in the person's zone. */
export function timeOf(at: Date, timeZone = zone()): string {
  return format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone);
}
