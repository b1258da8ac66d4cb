/** Bars, lines and areas over categories. */
import type { Mark } from './props.ts';

export interface Series {
  name: string;
  data: Mark[];
}

interface Props {
  kind: string;
  series: Series[];
  categories: string[];
  xLabel: string;
  yLabel: string;
}

/** The drawing's own units; the browser scales it to the column. */
const [W, H, LEFT, BOTTOM, TOP, RIGHT] = [560, 260, 52, 44, 12, 8];

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Round numbers for the axis, from at most 0 to at least the highest value. */
export function ticks(low: number, high: number): number[] {
  const span = high - low || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const from = Math.floor(low / step);
  const count = Math.ceil(high / step) - from;
  return Array.from({ length: count + 1 }, (_, n) => (from + n) * step);
}

export function Plot({ kind, series, categories, xLabel, yLabel }: Props) {
  const names = categories.length > 0 ? categories : (series[0]?.data.map(({ label }) => label) ?? []);
  const valueAt = (one: Series, name: string): number => one.data.find(({ label }) => label === name)?.value ?? 0;
  const all = series.flatMap((one) => names.map((name) => valueAt(one, name)));
  const scale = ticks(Math.min(0, ...all), Math.max(0, ...all) || 1);
  const [low, high] = [scale[0] ?? 0, scale.at(-1) ?? 1];
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (H - TOP - BOTTOM);
  const slot = (W - LEFT - RIGHT) / Math.max(1, names.length);
  const middle = (at: number): number => LEFT + slot * (at + 0.5);
  const words = series.map((one) => `${one.name}: ${names.map((name) => `${name} ${valueAt(one, name)}`).join(', ')}`);
  const every = Math.ceil(names.length / 10);
  const room = Math.max(4, Math.floor((slot * every) / 6.5));

  const bar = (one: Series, at: number) => {
    const wide = (slot * 0.7) / series.length;
    return names.map((name, n) => {
      const [top, foot] = [y(Math.max(0, valueAt(one, name))), y(Math.min(0, valueAt(one, name)))];
      const x = middle(n) - slot * 0.35 + wide * at;
      return (
        <rect
          key={`${at} ${name}`}
          class={`ink-${at % 12}`}
          x={x}
          y={top}
          width={Math.max(1, wide - 1)}
          height={foot - top}
          rx="2"
        >
          <title>{`${one.name}, ${name}: ${valueAt(one, name)}`}</title>
        </rect>
      );
    });
  };
  const line = (one: Series, at: number) => {
    const points = names.map((name, n) => `${middle(n)} ${y(valueAt(one, name))}`);
    const path = `M${points.join('L')}`;
    return (
      <g key={at} class={`ink-${at % 12}`}>
        {kind === 'area' && (
          <path class="area" d={`${path}L${middle(names.length - 1)} ${y(0)}L${middle(0)} ${y(0)}Z`} />
        )}
        <path class="line" d={path} />
        {names.map((name, n) => (
          <circle key={name} cx={middle(n)} cy={y(valueAt(one, name))} r="3">
            <title>{`${one.name}, ${name}: ${valueAt(one, name)}`}</title>
          </circle>
        ))}
      </g>
    );
  };
  return (
    <svg class="plot" viewBox={`0 0 ${W} ${H}`} role="img" aria-label={words.join('; ')}>
      {scale.map((value) => (
        <g key={value}>
          <line class={value === 0 ? 'axis' : 'grid'} x1={LEFT} x2={W - RIGHT} y1={y(value)} y2={y(value)} />
          <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {compact.format(value)}
          </text>
        </g>
      ))}
      {series.map((one, at) => (kind === 'bar' ? bar(one, at) : line(one, at)))}
      {names.map((name, at) =>
        at % every ? null : (
          <text key={name} x={middle(at)} y={H - BOTTOM + 16} text-anchor="middle">
            {name.length > room ? `${name.slice(0, room - 1)}…` : name}
          </text>
        ),
      )}
      <text class="axis-label" x={(W + LEFT) / 2} y={H - 6} text-anchor="middle">
        {xLabel}
      </text>
      <text class="axis-label" transform={`translate(11 ${(H - BOTTOM) / 2}) rotate(-90)`} text-anchor="middle">
        {yLabel}
      </text>
    </svg>
  );
}
