/** Slack's data visualisation: bars, lines, areas or a pie, drawn plainly, with the numbers for those who cannot see it. */
import { type Mark } from './props.ts';
import type { JsonObject } from '../../protocol.ts';
import { list, num, obj, str, strings } from '../inspector/json.ts';
import { Pie } from './pie.tsx';
import type { BlockProps } from './props.ts';
import { Plot, type Series } from './plot.tsx';
import { Unknown } from './unknown.tsx';

const marks = (of: JsonObject[]): Mark[] => of.map((one) => ({ label: str(one.label), value: num(one.value) ?? 0 }));

export function Chart({ block }: BlockProps) {
  const chart = obj(block.chart);
  const axis = obj(chart.axis_config);
  const kind = str(chart.type);
  const segments = marks(list(chart.segments));
  const series = list(chart.series).map((one): Series => ({ name: str(one.name), data: marks(list(one.data)) }));
  const names =
    kind === 'pie' ? segments.map(({ label, value }) => `${label} ${value}`) : series.map(({ name }) => name);
  if (!['pie', 'bar', 'line', 'area'].includes(kind)) return <Unknown what={block} />;
  return (
    <figure class="chart">
      <figcaption>{str(block.title)}</figcaption>
      {kind === 'pie' ? (
        <Pie segments={segments} />
      ) : (
        <Plot
          kind={kind}
          series={series}
          categories={strings(axis.categories)}
          xLabel={str(axis.x_label)}
          yLabel={str(axis.y_label)}
        />
      )}
      <ul class="legend">
        {names.map((name, at) => (
          <li key={at}>
            <i class={`ink-${at % 12}`} /> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}
