export type DayPart = 'day' | 'month' | 'year';

const isPart = (type: string): type is DayPart => type === 'day' || type === 'month' || type === 'year';

/** In which order people of that language and region write a day in digits: `en-US` month, day, year. */
export function dayOrder(locale: string): DayPart[] {
  return new Intl.DateTimeFormat(locale)
    .formatToParts(Date.UTC(2026, 11, 31))
    .map(({ type }) => type)
    .filter(isPart);
}
