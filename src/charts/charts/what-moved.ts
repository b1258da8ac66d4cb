import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { barsOf } from '../drawing/bars.ts';
import { bridgeOf, changeBy, isStill, type Effect, type Span } from '../drawing/bridge.ts';
import type { LegendEntry } from '../drawing/legend.ts';
import type { Numbers } from '../numbers.ts';
import type { WhatMoved } from '../pictures.ts';
import { rowsShape, type Row } from '../drawing/rows.ts';
import { foundIn, nothingYet, type ChartShape } from '../drawing/scene.ts';
import { bright, ink } from '../drawing/theme.ts';
import { drawableNumbers } from '../words.ts';

const colours: Record<Effect, string> = {
  total: bright.blue,
  came: bright.cyan,
  went: bright.red,
  won: bright.green,
  unexplained: bright.grey,
};

/** A waterfall from what was open then, at the top, to what is open now: every move begins where the one before it ended. */
export function whatMoved({ title, subtitle, currency, locale, ...moved }: WhatMoved): ChartShape {
  if (isStill(moved)) return nothingYet(title, subtitle ?? '', 'Pipeline changes appear here.');
  const numbers = drawableNumbers(locale, currency);
  const spans = bridgeOf(moved);
  return rowsShape({
    title,
    subtitle: foundIn(altText(moved.now.value - moved.then.value, numbers), subtitle),
    legend: legendOf(spans, numbers),
    rows: spans.map((span) => rowOf(span, numbers)),
    noun: 'Move',
    datasets: [
      { data: spans.map(({ from, to }) => [from, to]), backgroundColor: spans.map(({ effect }) => colours[effect]) },
    ],
    inside: (context, chart) => connect(context, chart, spans),
  });
}

function altText(change: number, { money }: Numbers): string {
  if (change === 0) return 'Open pipeline didn’t change';
  return `Open pipeline ${change > 0 ? 'rose' : 'fell'} by ${money(Math.abs(change))}`;
}

function rowOf({ name, effect, from, to, count }: Span, { money, change, count: deals }: Numbers): Row {
  const isTotal = effect === 'total';
  if (!isTotal && count === 0 && from === to) return { name, result: ['', '–'] };
  return { name, result: [isTotal ? money(to) : change(to - from), count === null ? '' : `  ${deals(count)}`] };
}

/** What came, what went and what was won, each in all; the other rows speak for themselves. */
const legendOf = (spans: readonly Span[], { change }: Numbers): LegendEntry[] =>
  (['came', 'went', 'won'] as const).map((effect) => ({
    colour: colours[effect],
    label: { came: 'Up', went: 'Down', won: 'Won' }[effect],
    total: change(changeBy(spans, effect)),
  }));

/** A line from where each row ends down to where the next begins, and one at zero when there is something on its left. */
function connect(context: SKRSContext2D, chart: Chart<'bar'>, spans: readonly Span[]): void {
  const bars = barsOf(chart.getDatasetMeta(0).data);
  const at = (value: number): number => chart.scales['x']?.getPixelForValue(value) ?? 0;
  context.fillStyle = ink.soft;
  for (const [row, { to }] of spans.slice(0, -1).entries()) {
    const [bar, next] = [bars[row], bars[row + 1]];
    if (!bar || !next) continue;
    const from = bar.y + (Math.abs(bar.x - bar.base) < 1 ? -bar.height : bar.height) / 2; // through a row that has no bar
    context.fillRect(at(to) - 1, from, 2, next.y - next.height / 2 - from);
  }
  context.fillStyle = ink.rule;
  const { top, bottom } = chart.chartArea;
  if (spans.some(({ to }) => to < 0)) context.fillRect(at(0) - 1, top, 2, bottom - top);
}
