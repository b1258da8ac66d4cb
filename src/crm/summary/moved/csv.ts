import type { RequestContext } from '../../context/index.ts';
import { editableMoney } from '../../../model/money.ts';
import { entityOf } from '../../../model/registry.ts';
import { csvFile, csvLines, type CsvRow } from '../../csv/index.ts';
import { exportPages } from '../../export/index.ts';
import { BAR_KEYS, BARS, type BarKey, type Moved } from './moved.ts';

/** The numbers of the bridge as a CSV file: one line each, amounts in whole units of the currency. */
export function movedCsv({ then, now, bars, shifted, currency }: Moved): Buffer {
  const amount = (minor: number): number => Number(editableMoney(minor, currency));
  const line = (label: string, deals: number, value: number, still: number | null): CsvRow => [
    ...[label, deals, amount(value), still === null ? null : amount(still), currency],
  ];
  const moves = BAR_KEYS.map((bar) => {
    const moved = bar === 'pulledIn' || bar === 'slipped' ? shifted[bar] : null;
    return line(BARS[bar].label, bars[bar].count + (moved?.count ?? 0), bars[bar].value, moved?.value ?? null);
  });
  const lines = csvLines([
    line('Open at start', then.count, then.value, null),
    ...moves,
    line('Open now', now.count, now.value, null),
  ]);
  return csvFile(['Move', 'Deals', 'Open pipeline', 'Still open, only moved', 'Currency'], [lines]);
}

const LABELS = ['Amount at start', 'Amount now', 'Change of amount', 'Expected close at start'];

/** The deals behind a bar as a CSV file: as exports have them, and what each did to the open value. @throws Forbidden */
export function movedDealsCsv(
  ctx: RequestContext,
  { deals, currency, bar }: Pick<Moved, 'deals' | 'currency'> & { bar: BarKey },
): Promise<{ csv: Buffer; records: number }> {
  const behind = deals[bar];
  const byId = new Map(behind.map((one) => [one.record.id, one]));
  const amount = (minor: number | null): number | null =>
    minor === null ? null : Number(editableMoney(minor, currency));
  return exportPages(ctx, {
    entity: entityOf('deal'),
    read: (page, perPage) =>
      Promise.resolve({
        records: behind.slice((page - 1) * perPage, page * perPage).map(({ record }) => record),
        pages: Math.ceil(behind.length / perPage),
      }),
    more: {
      labels: LABELS,
      cells: ({ id }) => {
        const { then = null, now = null, closeThen = null } = byId.get(id) ?? {};
        return [amount(then), amount(now), amount((now ?? 0) - (then ?? 0)), closeThen];
      },
    },
  });
}
