/** A pie of up to twelve pieces. */
import type { Mark } from './props.ts';

const R = 80;
const point = (turn: number): string =>
  `${(R * Math.sin(turn * 2 * Math.PI)).toFixed(2)} ${(-R * Math.cos(turn * 2 * Math.PI)).toFixed(2)}`;

export function Pie({ segments }: { segments: Mark[] }) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  let turned = 0;
  const words = segments.map(({ label, value }) => `${label}: ${value} (${Math.round((100 * value) / total)}%)`);
  return (
    <svg class="pie" viewBox="-90 -90 180 180" role="img" aria-label={words.join(', ')}>
      {segments.map(({ value }, at) => {
        const from = turned;
        turned += value / total;
        const big = value / total > 0.5 ? 1 : 0;
        const shape =
          value === total
            ? `M0 -${R}A${R} ${R} 0 1 1 -0.01 -${R}Z`
            : `M0 0L${point(from)}A${R} ${R} 0 ${big} 1 ${point(turned)}Z`;
        return (
          <path key={at} class={`ink-${at % 12} slice`} d={shape}>
            <title>{words[at]}</title>
          </path>
        );
      })}
    </svg>
  );
}
