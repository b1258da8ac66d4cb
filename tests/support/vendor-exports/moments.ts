const clocks = new Map<string, Intl.DateTimeFormat>();

/** Writes moments as Swedes do: `2026-11-20 11:40`. */
const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock;
};

/** The clock of a zone at a moment, `2026-11-20 11:40`. */
export const clockAt = (iso: string, timeZone: string): string => clockOf(timeZone).format(Date.parse(iso));

/** The day of a zone at a moment. */
export const dayAt = (iso: string, timeZone: string): string => clockAt(iso, timeZone).slice(0, 10);

const DAY_MS = 86_400_000;

/** The beginning of a day, as a moment. */
export const midnight = (day: string, timeZone: string): string => {
  const there = clockAt(`${day}T00:00:00.000Z`, timeZone).replace(' ', 'T');
  const ahead = Date.parse(`${there}:00.000Z`) - Date.parse(day);
  return new Date(Date.parse(day) - ahead).toISOString();
};

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** `03/04/2027`: the third of April. */
export const dayFirst = (day: string): string => day.split('-').toReversed().join('/');

/** `31-Dec-27` */
export const shortDay = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1] ?? '';
  return `${date}-${name}-${year.slice(2)}`;
};

/** The number by which spreadsheets count days. */
export const serialOf = (day: string): string => String((Date.parse(day) - Date.parse('1899-12-30')) / DAY_MS);
