/** The data_visualization block: one chart. */
import type { JsonObject } from '../../protocol.ts';
import { asObject, asString, objects, strings } from '../json.ts';
import { blockId } from './objects.ts';
import { anyOf, list, number, object, string, typed, type ObjectSchema, type Rule } from './schema.ts';

const label = string({ min: 1, max: 20 });
const axisLabel = string({ min: 1, max: 50 });

const segment = object({ needs: { label, value: number({ above: 0 }) } });

const series = object({
  needs: { name: label, data: list(object({ needs: { label, value: number() } }), { min: 1, max: 20 }) },
});

const distinctSeries: Rule = {
  check(chart, say) {
    const names = objects(chart['series']).map(({ name }) => asString(name));
    names.forEach((name, at) => {
      if (names.indexOf(name) < at) say('must be unique', `/series/${at}/name`);
    });
  },
};

const categoriesOf = (chart: JsonObject): string[] => strings(asObject(chart['axis_config'])['categories']);

/** Each series has each category exactly once. */
const eachCategory: Rule = {
  check(chart, say) {
    const categories = categoriesOf(chart).toSorted().join('\n');
    objects(chart['series']).forEach(({ data }, at) => {
      const labels = objects(data).map((point) => asString(point['label']));
      if (labels.toSorted().join('\n') !== categories)
        say('must have each category exactly once', `/series/${at}/data`);
    });
  },
};

function withAxes(type: string): ObjectSchema {
  return typed(type, {
    needs: {
      series: list(series, { min: 1, max: 12 }),
      axis_config: object({
        needs: { categories: list(label, { min: 1, max: 20, distinct: true }) },
        takes: { x_label: axisLabel, y_label: axisLabel },
      }),
    },
    rules: [distinctSeries, eachCategory],
  });
}

export const dataVisualization = typed('data_visualization', {
  on: ['message'],
  needs: {
    title: string({ min: 1, max: 50 }),
    chart: anyOf(
      typed('pie', { needs: { segments: list(segment, { min: 1, max: 12 }) } }),
      ...['bar', 'area', 'line'].map((type) => withAxes(type)),
    ),
  },
  takes: { block_id: blockId },
});
