import { editableMoney } from '../../../model/money.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../csv.ts';
import { BAR_KEYS, BARS, type Moved } from './moved.ts';

/** The numbers of the bridge as a CSV file: one line each, amounts in whole units of the currency. */
export const movedCsv = ({ then, now, bars, shifted, currency }: Moved): Buffer => {
  const amount = (minor: number): number => Number(editableMoney(minor, currency));
  const line = (label: string, deals: number, value: number, still: number | null): string =>
    csvLine([label, deals, amount(value), still === null ? null : amount(still), currency]);
  const moves = BAR_KEYS.map((bar) => {
    const moved = bar === 'pulledIn' || bar === 'slipped' ? shifted[bar] : null;
    return line(BARS[bar].label, bars[bar].count + (moved?.count ?? 0), bars[bar].value, moved?.value ?? null);
  });
  const head = csvLine(['Move', 'Deals', 'Open value', 'Still open, only moved', 'Currency']);
  const ends = [line('Open then', then.count, then.value, null), line('Open now', now.count, now.value, null)];
  return Buffer.from([BYTE_ORDER_MARK, head, ends[0], ...moves, ends[1]].join(''));
};
