import { sum } from '../format.ts';
import { fullNumbers, type Numbers } from '../numbers.ts';
import type { WonByMonth } from '../pictures.ts';

/** How much was won, when most, and how that compares with the year before. */
export function wonFound({ months, currency, locale }: WonByMonth): string {
  const numbers = fullNumbers(locale, currency);
  const { money, month, count } = numbers;
  const [total, before] = [sum(months.map(({ value }) => value)), sum(months.map((each) => each.before))];
  const deals = sum(months.map((each) => each.count));
  const [first, last, best] = [months[0], months.at(-1), months.toSorted((a, b) => b.value - a.value)[0]];
  if (!first || !last || !best || months.every((each) => !each.value && !each.before && !each.count))
    return 'nothing yet.';
  const period = first === last ? `in ${month(first.month)}` : `from ${month(first.month)} to ${month(last.month)}`;
  const parts = [`${money(total)} won in ${count(deals)} ${period}`];
  if (best.value > 0 && first !== last) parts.push(`the best month was ${month(best.month)} with ${money(best.value)}`);
  if (before > 0) parts.push(`${compared(total, before, numbers)} (${money(before)})`);
  return `${parts.join('; ')}.`;
}

function compared(now: number, before: number, { percent }: Numbers): string {
  const share = Math.abs(now - before) / before;
  if (share < 0.005) return 'the same as a year before';
  return `${percent(share)} ${now > before ? 'more' : 'less'} than a year before`;
}
