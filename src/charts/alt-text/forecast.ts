import { listed } from '../format.ts';
import { fullNumbers, type Numbers } from '../numbers.ts';
import { expectedIn, isBlank, outlookOf, type Outlook } from '../outlook.ts';
import type { Forecast, ForecastMonth } from '../pictures.ts';

/** What is expected and how far that goes towards the target, what it is made of, then every month. */
export function forecastFound({ months, currency, locale }: Forecast): string {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last || isBlank(months)) return 'nothing yet.';
  const numbers = fullNumbers(locale, currency);
  const { money, month } = numbers;
  const outlook = outlookOf(months);
  const { expected, won, weighted, commit, bestCase } = outlook;
  const period = first === last ? `in ${month(first.month)}` : `from ${month(first.month)} to ${month(last.month)}`;
  const made = `${money(won)} won so far and ${money(weighted)} weighted of open deals`;
  const cases = `${money(commit)} in commit, ${money(bestCase)} in the best case`;
  const each = listed(months.map((one) => monthWords(one, numbers)));
  return `${money(expected)} expected ${period} (${made})${aim(outlook, numbers)}; ${cases}; ${each}.`;
}

function aim({ target, attained }: Outlook, { money, percent }: Numbers): string {
  if (target === null) return '';
  return attained === null
    ? `, of a target of ${money(target)}`
    : `, ${percent(attained)} of the target of ${money(target)}`;
}

function monthWords(one: ForecastMonth, { money, month }: Numbers): string {
  const target = one.target === undefined ? '' : ` of ${money(one.target)}`;
  return `${month(one.month)} ${money(expectedIn(one))}${target}`;
}
