import { worthOf } from '../format.ts';
import { costliestFirst, haveValue } from '../lost.ts';
import type { LostReasons, Worth } from '../pictures.ts';
import { rowsShape, shownAndRest, type Row } from '../drawing/rows.ts';
import { nothingYet, type ChartShape } from '../drawing/scene.ts';
import { bright } from '../drawing/theme.ts';
import { drawableNumbers } from '../words.ts';

/** Reasons are many and most of them rare: what comes after these shares a row. */
const MOST = 10;
/** Reasons are sentences, so they get more room than names. */
const MOST_REASON = 320;

/** A bar for each reason, as long as what was lost for it, the costliest first. */
export function lostReasons({ title, subtitle, reasons, currency, locale }: LostReasons): ChartShape {
  const all = costliestFirst(reasons);
  if (all.length === 0) return nothingYet(title, subtitle ?? '', 'Reasons appear here when the first deal is lost.');
  const { money, number, count: deals } = drawableNumbers(locale, currency);
  const inMoney = haveValue(all);
  const { shown, rest } = shownAndRest(all, MOST);
  const rowOf = (name: string, { count, value }: Worth): Row => ({
    name,
    result: inMoney ? [money(value), `  ${deals(count)}`] : [deals(count), ''],
  });
  const rows = shown.map((lost) => rowOf(lost.reason, lost));
  if (rest.length > 0) rows.push(rowOf(`${rest.length} more reasons`, worthOf(rest)));
  const total = worthOf(all);
  return rowsShape({
    title,
    subtitle: subtitle ?? (inMoney ? `${money(total.value)} in ${deals(total.count)}` : deals(total.count)),
    legend: [
      inMoney
        ? { colour: bright.red, label: 'Value lost', total: money(total.value) }
        : { colour: bright.red, label: 'Deals lost', total: number(total.count) },
    ],
    rows,
    noun: 'Reason',
    mostName: MOST_REASON,
    datasets: [
      { data: shown.map((lost) => Math.max(0, inMoney ? lost.value : lost.count)), backgroundColor: bright.red },
    ],
  });
}
