import { bandNames, bandsOf, countsIn } from '../age-bands.ts';
import { worthOf } from '../format.ts';
import type { Numbers } from '../numbers.ts';
import type { Ageing, Worth } from '../pictures.ts';
import { inPieces } from '../drawing/pieces.ts';
import { rowsShape, shownAndRest, type Row } from '../drawing/rows.ts';
import { foundIn, nothingYet, type ChartShape } from '../drawing/scene.ts';
import { ages } from '../drawing/theme.ts';
import { drawableNumbers } from '../words.ts';

/** A bar for each stage with a piece for each band of days its open deals have been in it: the older, the darker; red is too old. */
export function ageing({ title, subtitle, stages, upTo, currency, locale }: Ageing): ChartShape {
  const bands = bandsOf(stages);
  if (worthOf(bands).count === 0)
    return nothingYet(title, subtitle ?? '', 'Open deals appear here with their days in stage.');
  const numbers = drawableNumbers(locale, currency);
  const rowOf = (name: string, worth: readonly Worth[]): Row => {
    const { count, value } = worthOf(worth);
    return { name, result: [numbers.number(count), `  ${numbers.money(value)}`] };
  };
  const { shown, rest } = shownAndRest(stages);
  const rows = shown.map((stage) => rowOf(stage.name, stage.bands));
  if (rest.length > 0) rows.push(rowOf(`${rest.length} more stages`, bandsOf(rest)));
  const names = bandNames(upTo);
  return rowsShape({
    title,
    subtitle: foundIn(tooOld(bands, upTo[2], numbers), subtitle),
    legend: ages.map((colour, band) => ({
      colour,
      label: names[band] ?? '',
      total: numbers.number(bands[band]?.count ?? 0),
    })),
    rows,
    noun: 'Stage',
    ...inPieces(
      ages.map((colour, band) => ({ colour, data: countsIn(shown, band) })),
      numbers.number,
    ),
  });
}

function tooOld(bands: readonly Worth[], days: number, { count, number, money }: Numbers): string {
  const [all, old] = [worthOf(bands), worthOf(bands.slice(-1))];
  if (old.count === 0) return `None of ${count(all.count, 'open deal')} in its stage for over ${days} days`;
  return `${number(old.count)} of ${count(all.count, 'open deal')} in their stage for over ${days} days: ${money(old.value)}`;
}
