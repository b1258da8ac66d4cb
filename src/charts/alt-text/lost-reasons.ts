import { listed, worthOf } from '../format.ts';
import { costliestFirst, haveValue } from '../lost.ts';
import { fullNumbers } from '../numbers.ts';
import type { LostReasons, Worth } from '../pictures.ts';

/** For which reason most was lost, the whole, then the other reasons. */
export function lostFound({ reasons, currency, locale }: LostReasons): string {
  const all = costliestFirst(reasons);
  const [first, ...others] = all;
  if (!first) return 'nothing yet.';
  const { money, count: deals } = fullNumbers(locale, currency);
  const inMoney = haveValue(all);
  const lost = ({ value, count }: Worth): string => (inMoney ? `${money(value)} in ${deals(count)}` : deals(count));
  if (others.length === 0) return `all deals were lost for one reason, “${first.reason}”: ${lost(first)}.`;
  const rest = listed(others.map((other) => `“${other.reason}” ${lost(other)}`));
  return `the main reason was “${first.reason}”: ${lost(first)}; ${lost(worthOf(all))} in total; ${rest}.`;
}
