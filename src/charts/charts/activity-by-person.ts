import { allOf, busiestFirst, countOfKind, interactionKinds, kindsInOrder } from '../activity.ts';
import { sum } from '../format.ts';
import type { ActivityByPerson } from '../pictures.ts';
import { inPieces } from '../drawing/pieces.ts';
import { rowsShape, shownAndRest, type Row } from '../drawing/rows.ts';
import { nothingYet, type ChartShape } from '../drawing/scene.ts';
import { drawableNumbers } from '../words.ts';

/** A bar for each person, the busiest first, made of one piece for each kind of interaction. */
export function activityByPerson({ title, subtitle, people, locale }: ActivityByPerson): ChartShape {
  const all = sum(people.map(({ counts }) => allOf(counts)));
  if (all === 0) return nothingYet(title, subtitle ?? '', 'Log an interaction with /crm log to see it here.');
  const { number, count } = drawableNumbers(locale);
  const { shown, rest } = shownAndRest(busiestFirst(people));
  const rows = shown.map(({ name, counts }): Row => ({ name, result: [number(allOf(counts)), ''] }));
  const others = sum(rest.map(({ counts }) => allOf(counts)));
  if (rest.length > 0) rows.push({ name: `${rest.length} more people`, result: [number(others), ''] });
  const kinds = kindsInOrder
    .map((kind) => ({ kind, ...interactionKinds[kind], total: sum(people.map((p) => countOfKind(p.counts, kind))) }))
    .filter(({ total }) => total > 0)
    .map((kind) => ({ ...kind, data: shown.map(({ counts }) => countOfKind(counts, kind.kind)) }));
  return rowsShape({
    title,
    subtitle: subtitle ?? count(all, 'interaction'),
    legend: kinds.map(({ colour, many, total }) => ({ colour, label: many, total: number(total) })),
    rows,
    noun: 'Person',
    ...inPieces(kinds, number),
  });
}
