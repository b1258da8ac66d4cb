import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Chart } from 'chart.js';
import { allOf, busiestFirst, countOfKind, interactionKinds, kindsInOrder } from './activity.ts';
import { barsOf } from './bars.ts';
import { countOf, sum, whole } from './format.ts';
import { widthOf } from './fonts.ts';
import type { ActivityByPerson } from './pictures.ts';
import { rowsScene, shownAndRest, type Row } from './rows.ts';
import { nothingYet, type Scene } from './scene.ts';
import { font, ink, inkOn } from './theme.ts';
import { drawableLocale } from './words.ts';

/** A bar for each person, the busiest first, made of one piece for each kind of interaction. */
export function activityByPerson({ title, subtitle, people, ...picture }: ActivityByPerson): Scene {
  const all = sum(people.map(({ counts }) => allOf(counts)));
  if (all === 0) return nothingYet(title, subtitle ?? '', 'Log an interaction with /crm log and it appears here.');
  const locale = drawableLocale(picture.locale, 'EUR');
  const number = (count: number): string => whole(count, locale);
  const { shown, rest } = shownAndRest(busiestFirst(people));
  const rows = shown.map(({ name, counts }): Row => ({ name, result: [number(allOf(counts)), ''] }));
  const others = sum(rest.map(({ counts }) => allOf(counts)));
  if (rest.length > 0) rows.push({ name: `${rest.length} more people`, result: [number(others), ''] });
  const kinds = kindsInOrder
    .map((kind) => ({ kind, ...interactionKinds[kind], total: sum(people.map((p) => countOfKind(p.counts, kind))) }))
    .filter(({ total }) => total > 0)
    .map((kind) => ({ ...kind, data: shown.map(({ counts }) => countOfKind(counts, kind.kind)) }));
  return rowsScene({
    title,
    subtitle: subtitle ?? countOf(all, 'interaction', locale),
    legend: kinds.map(({ colour, many, total }) => ({ colour, label: `${many} ${number(total)}` })),
    rows,
    noun: 'Person',
    datasets: kinds.map(({ colour, data }) => ({
      data,
      backgroundColor: colour,
      borderColor: ink.card, // a gap between the pieces
      borderWidth: { left: 0, right: 2, top: 0, bottom: 0 },
    })),
    inside: (context, chart, size) => {
      for (const [index, { colour, data }] of kinds.entries()) {
        context.fillStyle = inkOn(colour);
        writeCounts(context, chart, index, data.map(number), size - 3);
      }
    },
  });
}

/** Writes each count in the middle of its piece, where the piece is wide enough to hold it. */
function writeCounts(
  context: SKRSContext2D,
  chart: Chart<'bar'>,
  dataset: number,
  counts: string[],
  size: number,
): void {
  context.font = font(size);
  context.textAlign = 'center';
  for (const [row, { x, y, width }] of barsOf(chart.getDatasetMeta(dataset).data).entries()) {
    const count = counts[row] ?? '';
    if (width > widthOf(count, size) + 8) context.fillText(count, x - width / 2, y);
  }
  context.textAlign = 'left';
}
