import { bandNames, bandsOf } from '../age-bands.ts';
import { listed, worthOf } from '../format.ts';
import { fullNumbers, type Numbers } from '../numbers.ts';
import type { Ageing, AgeingStage, Worth } from '../pictures.ts';

/** How many deals have been in their stage for too long and where most of them are, then the bands, then the stages. */
export function ageingFound({ stages, upTo, currency, locale }: Ageing): string {
  const bands = bandsOf(stages);
  const all = worthOf(bands);
  if (all.count === 0) return 'nothing yet.';
  const numbers = fullNumbers(locale, currency);
  const old = worthOf(bands.slice(-1));
  const found =
    old.count === 0
      ? `none of ${numbers.count(all.count, 'open deal')} has been in its stage for over ${upTo[2]} days`
      : `${numbers.number(old.count)} of ${numbers.count(all.count, 'open deal')} in their stage for over ${upTo[2]} days ` +
        `(${numbers.money(old.value)}), ${oldest(stages, numbers)}`;
  return `${found}; ${listed(bandWords(bands, upTo, numbers))}; ${listed(stages.map((stage) => held(stage, numbers)))}.`;
}

function oldest(stages: readonly AgeingStage[], { number }: Numbers): string {
  const [most] = stages.toSorted((a, b) => b.bands[3].count - a.bands[3].count);
  return most ? `${number(most.bands[3].count)} of them in ${most.name}` : '';
}

const bandWords = (bands: readonly Worth[], upTo: Ageing['upTo'], { count }: Numbers): string[] =>
  bandNames(upTo).map((name, band) => `${name.toLowerCase()} ${count(bands[band]?.count ?? 0)}`);

function held({ name, bands }: AgeingStage, { number, money }: Numbers): string {
  const { count, value } = worthOf(bands);
  return `${name} ${number(count)} (${money(value)}, ${number(bands[3].count)} too old)`;
}
